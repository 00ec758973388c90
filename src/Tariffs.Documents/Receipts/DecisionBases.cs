using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Documents;

/// <summary>What a decision rested on, as the engine takes it.</summary>
public static class DecisionBases
{
    /// <summary>From a basis and the tariff version that the decision cites.</summary>
    /// <exception cref="FormatException">The basis has no policy for the day, or a figure that is none.</exception>
    public static DutyBasis ToEngine(DecisionBasis basis, TariffSnapshot tariff, DateOnly day)
    {
        var policy = basis.Administration is { } administration
            ? AdministrationPolicies.OnDay(administration, day) : null;
        return new DutyBasis(
            tariff,
            policy ?? throw new FormatException($"basis.administration has no policy for {Wire.Day(day)}."),
            new ExchangeRateTable(Of(basis.Rates).Rates.Select(rate => ExchangeRates.From(rate, basis.Rates.Number))),
            new StatedMembership(basis.Membership ?? new()))
        {
            Prices = new ReferencePriceTable(
                Of(basis.Prices).Prices.Select(price => ExchangeRates.From(price, basis.Prices.Number))),
        };
    }

    /// <summary>What was known of the quotas that items ask for, by the item's number.</summary>
    /// <exception cref="FormatException">It has a unit or a quantity that is none.</exception>
    public static IReadOnlyDictionary<int, QuotaClaim> Quotas(DecisionBasis basis) =>
        basis.Quotas.ToDictionary(one => one.Item, one => new QuotaClaim(
            DutyUnit.TryParse(one.Unit, out var unit) ? unit : throw new FormatException($"'{one.Unit}' is no unit."),
            one.Allocated.Length == 0 ? null : Wire.ParseDecimal(one.Allocated),
            one.Critical));

    private static Contracts.Tariffs.V1.ExchangeRateSet Of(Contracts.Tariffs.V1.ExchangeRateSet? set) => set ?? new();

    private sealed class StatedMembership(MembershipBasis basis) : IClubMembership
    {
        public bool IsMember(string country, DateOnly day) => Of(country).Member;

        public decimal? PhaseInShare(string country, DateOnly day) =>
            Of(country).PhaseInShare is { Length: > 0 } share ? Wire.ParseDecimal(share) : null;

        public Suspension? Suspension(string country, DateOnly day) =>
            Of(country) is { SuspendedSince: { Length: > 0 } since } standing
                ? new(Wire.ParseDay(since), standing.DaysOnTheWay) : null;

        private CountryStanding Of(string country) =>
            basis.Countries.FirstOrDefault(standing => standing.Country == country)
            ?? throw new FormatException($"basis.membership does not say how goods of '{country}' stand.");
    }
}
