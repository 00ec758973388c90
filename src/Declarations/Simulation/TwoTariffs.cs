using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Quotas;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Quotas;
using Consignment = CrmClub.Tariffs.Engine.Consignment;
using Regime = CrmClub.Contracts.Tariffs.V1.MeasureType;

namespace CrmClub.Declarations.Simulation;

/// <summary>Decides declarations by two tariffs, on all else that their own decisions cite. Pure.</summary>
/// <param name="before">The version as it is.</param>
/// <param name="after">The same with the proposal.</param>
/// <param name="standing">What is known.</param>
internal sealed class TwoTariffs(TariffSnapshot before, TariffSnapshot after, Standing standing)
{
    private const string EuroSeries = "EU-MONTHLY";
    private const int CentDecimals = 2;

    private static readonly Dictionary<string, Certificate> NoCertificates = [];
    private static readonly Dictionary<int, QuotaClaim> NoClaims = [];

    // Others of the same administration and day mostly cite the same.
    private readonly Dictionary<Citation, (DutyBasis Before, DutyBasis After)> _bases = [];

    /// <summary>Adds a declaration to the sums; nothing of one that was prelodged or invalidated.</summary>
    public void Add(Tally tally, SimulatedDeclaration stored)
    {
        var decision = StoredDecision.Parser.ParseFrom(stored.Decision);
        if (decision.Invalidated || decision.ProvisionalDay.Length > 0)
            return;
        var declaration = Declaration.Parser.ParseFrom(stored.Document);
        var (one, other) = BasesOf(stored, declaration, decision);
        var policy = one.Policy;
        var items = new List<ItemOutcome>(declaration.Items.Count);
        foreach (var consignment in Consignments.FromDeclaration(declaration, stored.AcceptanceDay, invalidated: false,
            CertificatesOf(decision), ClaimsOf(decision)))
        {
            var (former, next) = (DutyCalculator.Decide(one, consignment), DutyCalculator.Decide(other, consignment));
            if (former.Outcome == DutyOutcome.NotDecided || next.Outcome == DutyOutcome.NotDecided)
            {
                tally.Undecided++;
                return;
            }

            items.Add(new ItemOutcome(consignment, former.Duty, next.Duty, new Switch(
                (Regime)former.Regime, (Regime)next.Regime, former.Outcome == DutyOutcome.NotAllowed,
                next.Outcome == DutyOutcome.NotAllowed)));
        }

        var rate = policy.Currency == Tally.Euro ? null : RateOf(one, stored.AcceptanceDay);
        var isEuro = policy.Currency == Tally.Euro || rate is not null;
        var (party, _, own, euro) = tally.Of(stored.Administration, policy.Party, policy.Currency);
        var outcome = Of(items, policy);
        own.Add(outcome);
        if (!isEuro)
        {
            tally.WithoutRate++;
            return;
        }

        var converted = new Outcome(
            Convert(outcome.Before, rate), Convert(outcome.After, rate),
            items.Sum(item => Convert(item.After, rate) - Convert(item.Before, rate)), outcome.Items, outcome.Switched);
        euro.Add(converted);
        tally.Parties[party].Add(converted);
        tally.Total.Add(converted);
        foreach (var item in items)
            Add(tally, item, Convert(item.Before, rate), Convert(item.After, rate));
    }

    private (DutyBasis Before, DutyBasis After) BasesOf(
        SimulatedDeclaration stored, Declaration declaration, StoredDecision decision)
    {
        var cited = new Citation(
            stored.Administration, stored.AcceptanceDay, decision.Tariff, decision.RateSet, decision.MembershipSeq,
            decision.MembershipKnownAt);
        if (!_bases.TryGetValue(cited, out var bases))
        {
            var basis = Basis.Cited(standing, declaration, decision, stored.Id).Engine;
            _bases[cited] = bases = (basis with { Tariff = before }, basis with { Tariff = after });
        }

        return bases;
    }

    private Dictionary<string, Certificate> CertificatesOf(StoredDecision decision) =>
        decision.Certificates.Count == 0 ? NoCertificates : decision.Certificates.ToDictionary(
            cited => cited.Number, cited => standing.Certificates.Version(cited.Number, cited.Version)
                ?? throw new InvalidOperationException("A certificate is not here."));

    private static Dictionary<int, QuotaClaim> ClaimsOf(StoredDecision decision) =>
        decision.Items.All(item => item.Quota is null) ? NoClaims
            : ItemQuota.CitedIn(decision).ToDictionary(one => one.Key, one => one.Value.Claim);

    private void Add(Tally tally, in ItemOutcome item, decimal from, decimal to)
    {
        if (before.FindLine(item.Consignment.GoodsCode) is not { } line)
            return;
        var switched = !item.Switch.IsNone;
        tally.Origins[item.Consignment.Origin].Add(from, to, switched);
        tally.Materials[line.Material].Add(from, to, switched);
        tally.Suppliers[item.Consignment.Facility].Add(from, to, switched);
        if (switched)
            tally.Add(item.Switch, to - from);
    }

    private static Outcome Of(List<ItemOutcome> items, AdministrationPolicy policy)
    {
        var (from, to) = (items.Sum(item => item.Before), items.Sum(item => item.After));
        return new Outcome(
            DeclarationTotal.Of(policy.Rounding, from), DeclarationTotal.Of(policy.Rounding, to), to - from,
            items.Count, items.Count(item => !item.Switch.IsNone));
    }

    private static ExchangeRate? RateOf(DutyBasis basis, DateOnly day) =>
        basis.Rates.Find(basis.Policy.ExchangeRateSeries, day, basis.Policy.Currency, Tally.Euro)
            ?? basis.Rates.Find(EuroSeries, day, basis.Policy.Currency, Tally.Euro);

    private static decimal Convert(decimal amount, ExchangeRate? rate) => rate is null ? amount : Math.Round(
        rate.Base == Tally.Euro ? amount / rate.Rate : amount * rate.Rate, CentDecimals,
        MidpointRounding.AwayFromZero);

    private readonly record struct Citation(
        string Administration, DateOnly Day, int Tariff, int RateSet, long MembershipSeq, long MembershipKnownAt);

    private readonly record struct ItemOutcome(
        Consignment Consignment, decimal Before, decimal After, Switch Switch);
}
