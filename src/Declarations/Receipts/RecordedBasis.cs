using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using Engine = CrmClub.Tariffs.Engine;
using Members = CrmClub.Contracts.Membership.V1;

namespace CrmClub.Declarations.Receipts;

/// <summary>
/// Writes down what the engine asks for while it decides, and what it is told: as much as it takes to decide the same
/// again, and no more.
/// </summary>
internal sealed class RecordedBasis : IExchangeRates, IReferencePrices, IClubMembership
{
    private readonly Basis _basis;
    private readonly SortedDictionary<string, Engine.ExchangeRate> _rates = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Engine.ReferencePrice> _prices = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, CountryStanding> _countries = new(StringComparer.Ordinal);

    private RecordedBasis(Basis basis) => _basis = basis;

    /// <summary>What a declaration's decision and its derivation rest on.</summary>
    /// <param name="basis">What it cites.</param>
    /// <param name="declaration">The declaration.</param>
    /// <param name="administration">The administration as it is registered.</param>
    public static DecisionBasis Of(Basis basis, Declaration declaration, Members.Administration administration)
    {
        var record = new RecordedBasis(basis);
        var listening = basis.Engine with { Rates = record, Prices = record, Club = record };
        var consignments = Consignments.FromDeclaration(
            declaration, basis.Day, basis.IsInvalidated, basis.Certificates, basis.Claims);
        foreach (var consignment in consignments)
        {
            DutyCalculator.Decide(listening, consignment);
            DutyCalculator.Explain(listening, consignment);
        }

        return new DecisionBasis
        {
            Rates = new ExchangeRateSet
            {
                Number = basis.RateSet,
                Rates = { record._rates.Values.Select(Written) },
            },
            Prices = new ExchangeRateSet
            {
                Number = basis.RateSet,
                Prices = { record._prices.Values.Select(Written) },
            },
            Administration = new Members.Administration
            {
                Code = administration.Code,
                Party = administration.Party,
                Policies =
                {
                    administration.Policies.Last(
                        policy => Wire.Validity(policy.ValidFrom, policy.ValidTo).Covers(basis.Day)),
                },
            },
            Membership = new MembershipBasis { Seq = basis.MembershipSeq, Countries = { record._countries.Values } },
            Certificates = { basis.Certificates.Values },
            Quotas =
            {
                basis.Quotas.Select(one => new CitedQuota
                {
                    Item = one.Key,
                    Unit = one.Value.Claim.Unit.ToString(),
                    Allocated = one.Value.Claim.Allocated is { } allocated ? Wire.Decimal(allocated) : "",
                    Critical = one.Value.Claim.IsCritical,
                }),
            },
        };
    }

    public Engine.ExchangeRate? Find(string series, DateOnly day, string from, string to)
    {
        var found = _basis.Engine.Rates.Find(series, day, from, to);
        if (found is not null)
            _rates[$"{found.Pair}"] = found;
        return found;
    }

    public Engine.ReferencePrice? Find(PricedMaterial key, DateOnly day)
    {
        var found = _basis.Engine.Prices.Find(key, day);
        if (found is not null)
            _prices[$"{key}"] = found;
        return found;
    }

    public bool IsMember(string country, DateOnly day) => Standing(country, day).Member;

    public decimal? PhaseInShare(string country, DateOnly day)
    {
        Standing(country, day);
        return _basis.Engine.Club.PhaseInShare(country, day);
    }

    public Suspension? Suspension(string country, DateOnly day)
    {
        Standing(country, day);
        return _basis.Engine.Club.Suspension(country, day);
    }

    private CountryStanding Standing(string country, DateOnly day)
    {
        if (_countries.TryGetValue(country, out var known))
            return known;
        var club = _basis.Engine.Club;
        var suspension = club.Suspension(country, day);
        return _countries[country] = new CountryStanding
        {
            Country = country,
            Member = club.IsMember(country, day),
            PhaseInShare = club.PhaseInShare(country, day) is { } share ? Wire.Decimal(share) : "",
            SuspendedSince = suspension is { } since ? Wire.Day(since.From) : "",
            DaysOnTheWay = suspension?.DaysOnTheWay ?? 0,
        };
    }

    private static Contracts.Tariffs.V1.ExchangeRate Written(Engine.ExchangeRate rate) => new()
    {
        Series = rate.Series,
        Base = rate.Base,
        Quote = rate.Quote,
        Rate = Wire.Decimal(rate.Rate),
        ValidFrom = Wire.Day(rate.Valid.From),
        ValidTo = rate.Valid.To is { } end ? Wire.Day(end) : "",
    };

    private static Contracts.Tariffs.V1.ReferencePrice Written(Engine.ReferencePrice price) => new()
    {
        Material = price.Material,
        Stage = (Contracts.Tariffs.V1.Stage)price.Stage,
        ContentUnit = price.ContentUnit,
        Price = new() { Amount = Wire.Decimal(price.Amount), Currency = price.Currency },
        ValidFrom = Wire.Day(price.Valid.From),
        ValidTo = price.Valid.To is { } end ? Wire.Day(end) : "",
    };
}
