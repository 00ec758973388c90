namespace CrmClub.Tariffs.Engine.Quotas;

/// <summary>Why a quota is critical, so that what is charged within it is secured (UCC-IA Art. 53).</summary>
public enum Criticality
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>90 % of its volume are used.</summary>
    Used,

    /// <summary>There was no equivalent quota in the two years before.</summary>
    NoEquivalent,

    /// <summary>It is open for less than three months.</summary>
    ShortPeriod,
}

/// <summary>What decides whether a quota is critical.</summary>
/// <param name="Volume">In its unit, above zero.</param>
/// <param name="Open">Days on which it is open.</param>
/// <param name="HadEquivalent">Whether there was an equivalent quota in the two years before.</param>
/// <param name="IsSafeguard">Whether it belongs to a safeguard, which is critical by its use alone.</param>
public sealed record QuotaTerms(decimal Volume, Validity Open, bool HadEquivalent, bool IsSafeguard)
{
    private const decimal CriticalShare = 0.9m;
    private const int ShortMonths = 3;

    /// <summary>Whether it is critical, and why, with so much of it used.</summary>
    public Criticality CriticalWith(decimal used) =>
        used >= Volume * CriticalShare ? Criticality.Used
        : IsSafeguard ? Criticality.None
        : !HadEquivalent ? Criticality.NoEquivalent
        : Open.To < Open.From.AddMonths(ShortMonths) ? Criticality.ShortPeriod
        : Criticality.None;
}
