using System.Collections.Immutable;

namespace CrmClub.Tariffs.Engine;

/// <summary>How an administration computes (UCC Art. 101(3) leaves rounding to national law).</summary>
/// <param name="Administration">ISO 3166-1 alpha-2, for instance "DE".</param>
/// <param name="Currency">ISO 4217 code of the currency in which it collects.</param>
/// <param name="Rounding">Its steps of rounding.</param>
/// <param name="ExchangeRateSeries">Series of exchange rates that it applies, for instance "EU-MONTHLY".</param>
public sealed record AdministrationPolicy(
    string Administration, string Currency, RoundingPolicy Rounding, string ExchangeRateSeries)
{
    /// <summary>Code of its party, for instance "EU"; empty where it is not known.</summary>
    public string Party { get; init; } = "";
}

/// <summary>Steps of rounding.</summary>
/// <param name="BaseSteps">Applied in order to the ad valorem base.</param>
/// <param name="LineStep">Applied to each amount of one measure on one item.</param>
/// <param name="TotalStep">Applied to the total of a declaration; null where the sum stands as it is.</param>
public sealed record RoundingPolicy(
    ImmutableArray<RoundingStep> BaseSteps, RoundingStep LineStep, RoundingStep? TotalStep);

/// <summary>Brings an amount to a multiple of a unit.</summary>
/// <param name="Unit">Unit in the administration's currency, above zero, for instance 0.01 or 1000.</param>
/// <param name="Mode">How.</param>
public readonly record struct RoundingStep(decimal Unit, RoundingMode Mode)
{
    /// <summary>Decimals of a unit such as 0.01 or 1, one of the last of them; null for any other unit.</summary>
    internal int? Decimals { get; } = Unit == new decimal(1, 0, 0, false, Unit.Scale) ? Unit.Scale : null;

    /// <summary>With the unit's decimals: 0.00, not 0.</summary>
    internal decimal Zero { get; } = 0 * Unit;

    /// <summary>Brings an amount to a multiple of the unit, with its decimals: 20.00, not 20.</summary>
    internal decimal Round(decimal amount)
    {
        if (Decimals is not { } decimals)
            return ((Exact)amount).Round(this);
        if (amount.Scale <= decimals)
            return amount.Scale < decimals ? amount + Zero : amount;
        return decimal.Round(
            amount, decimals, Mode == RoundingMode.Cut ? MidpointRounding.ToZero : MidpointRounding.AwayFromZero);
    }
}

/// <summary>How an amount is brought to its unit.</summary>
public enum RoundingMode
{
    /// <summary>To the nearest unit, a half away from zero.</summary>
    HalfAwayFromZero,

    /// <summary>Down to the unit, the rest is cut.</summary>
    Cut,
}
