using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine.Quotas;

/// <summary>What is known of the quota that an item asks for.</summary>
/// <param name="Unit">The quota's unit, for instance "kg Dy2O3".</param>
/// <param name="Allocated">What the item got; null while that is pending.</param>
/// <param name="IsCritical">Whether a security is taken while it is pending.</param>
public sealed record QuotaClaim(DutyUnit Unit, decimal? Allocated, bool IsCritical);

/// <summary>A part of an item, exact: so many of so many.</summary>
/// <param name="Numerator">Kg of the part.</param>
/// <param name="Denominator">Kg of the whole, above zero.</param>
public sealed record Portion(decimal Numerator, decimal Denominator)
{
    /// <summary>The part of an amount.</summary>
    internal Exact Of(decimal amount) => (Exact)amount * Numerator / Denominator;
}

/// <summary>Which part of an item is decided.</summary>
public enum QuotaPart
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>What is, or is taken to be, within the quota.</summary>
    Within,

    /// <summary>What the quota leaves out.</summary>
    Beyond,
}

/// <summary>How an item that asks for a quota came out.</summary>
/// <param name="OrderNumber">The quota.</param>
/// <param name="Claim">What was known of it.</param>
/// <param name="Requested">Whole kg asked for.</param>
/// <param name="Security">To be secured until it is allocated: what the most favourable treatment beyond the quota
/// would come to, less the duty.</param>
public sealed record QuotaOutcome(string OrderNumber, QuotaClaim Claim, decimal Requested, decimal Security);
