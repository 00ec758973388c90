namespace CrmClub.Tariffs.Engine;

/// <summary>Who belongs to the club on a day, as it was known.</summary>
public interface IClubMembership
{
    /// <summary>Whether goods of the country are the club's own on the day.</summary>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    /// <param name="day">The legal day.</param>
    bool IsMember(string country, DateOnly day);

    /// <summary>
    /// Share of the base duty that goods of the country bear while its party accedes, percent; null on a day on which
    /// it does not.
    /// </summary>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    /// <param name="day">The legal day.</param>
    decimal? PhaseInShare(string country, DateOnly day);

    /// <summary>The suspension of the country's party that lasts on the day; null where none does.</summary>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    /// <param name="day">The legal day.</param>
    Suspension? Suspension(string country, DateOnly day);
}

/// <summary>What a decision rests on; the same basis gives the same decision.</summary>
/// <param name="Tariff">The tariff version.</param>
/// <param name="Policy">The administration's policy of the acceptance day.</param>
/// <param name="Rates">Exchange rates as known.</param>
/// <param name="Club">Members as known.</param>
public sealed record DutyBasis(
    TariffSnapshot Tariff, AdministrationPolicy Policy, IExchangeRates Rates, IClubMembership Club)
{
    /// <summary>Reference prices as known; needed only where floors of several materials are added to one
    /// item.</summary>
    public IReferencePrices Prices { get; init; } = ReferencePriceTable.Empty;
}
