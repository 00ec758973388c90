using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Engine;

/// <summary>A decision with its derivation.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Line">The line in scope; null when out of scope.</param>
/// <param name="Findings">Every measure looked at.</param>
/// <param name="ExactValue">Customs value in the administration's currency, not rounded; null when no rate was
/// found.</param>
/// <param name="Base">Ad valorem base after the administration's steps; null when no rate was found.</param>
/// <param name="Conversion">Rate used for the customs value, in words; empty when none was needed or found.</param>
/// <param name="Warnings">What the declarant should know: requests refused, figures not used.</param>
public sealed record DutyExplanation(
    DutyDecision Decision,
    ClubLine? Line,
    IReadOnlyList<MeasureFinding> Findings,
    decimal? ExactValue,
    decimal? Base,
    string Conversion,
    IReadOnlyList<string> Warnings);

/// <summary>A measure that was looked at.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Applied">Whether it applies.</param>
/// <param name="Ground">Why, or why not.</param>
/// <param name="Reason">The same in one sentence.</param>
/// <param name="Formula">The expression with the item's numbers, exact beside rounded; empty when not
/// applied.</param>
/// <param name="Amount">Rounded by the line step; 0 when not applied.</param>
public sealed record MeasureFinding(
    Measure Measure, bool Applied, FindingGround Ground, string Reason, string Formula, decimal Amount)
{
    /// <summary>The part of the item that it is about, where a quota splits it.</summary>
    public QuotaPart Part { get; init; }
}

/// <summary>Why a measure applies or not.</summary>
public enum FindingGround
{
    /// <summary>The alternative that was asked for, and whose conditions are met.</summary>
    Requested,

    /// <summary>The most favourable alternative of those that need no request.</summary>
    MostFavourable,

    /// <summary>Added on top.</summary>
    Additive,

    /// <summary>It is for goods of the club.</summary>
    OtherOrigin,

    /// <summary>The origin is excluded.</summary>
    ExcludedOrigin,

    /// <summary>A measure of the same type on a longer code takes its place.</summary>
    LongerCode,

    /// <summary>A measure of the same type for a more specific origin takes its place.</summary>
    MoreSpecificOrigin,

    /// <summary>Its document is not presented: it was not asked for.</summary>
    NotRequested,

    /// <summary>It was asked for, but its conditions are not met.</summary>
    RequestRefused,

    /// <summary>Another alternative applies.</summary>
    OtherAlternative,

    /// <summary>The certificate is of another level.</summary>
    OtherLevel,

    /// <summary>It would apply, but a figure is missing.</summary>
    FigureMissing,

    /// <summary>It binds the imports of other parties.</summary>
    OtherDestination,

    /// <summary>Its additional code is not declared, or another takes its place.</summary>
    OtherAdditionalCode,

    /// <summary>Its conditions are not met.</summary>
    ConditionNotMet,

    /// <summary>It is not added beside the type that applies.</summary>
    ExcludedByType,

    /// <summary>It does not allow the goods.</summary>
    NotAllowed,

    /// <summary>A control that allows the goods.</summary>
    Allowed,

    /// <summary>A control whose document is asked for and not presented; it stops nothing.</summary>
    DocumentMissing,

    /// <summary>Nothing is computed, because another measure does not allow the goods.</summary>
    Stopped,
}
