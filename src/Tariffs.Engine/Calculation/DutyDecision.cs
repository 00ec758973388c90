using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Engine;

/// <summary>How an item came out.</summary>
public enum DutyOutcome
{
    /// <summary>The duty is known.</summary>
    Decided,

    /// <summary>The code is out of the club's scope: nothing is due to the club.</summary>
    OutOfScope,

    /// <summary>The customs procedure incurs no duty: nothing is due to the club.</summary>
    NoDutyProcedure,

    /// <summary>A prohibition or an unmet condition does not allow the goods; no duty is computed.</summary>
    NotAllowed,

    /// <summary>A figure is missing; nothing may be concluded, least of all that nothing is due.</summary>
    NotDecided,
}

/// <summary>Whether the goods are the club's own.</summary>
public enum OriginStatus
{
    /// <summary>Third country, or club origin that is not proven.</summary>
    ThirdCountry,

    /// <summary>Proven club origin.</summary>
    Club,
}

/// <summary>The duty of one item, in the administration's currency.</summary>
/// <param name="Outcome">How it came out.</param>
/// <param name="Duty">Sum of <paramref name="Amounts"/>; 0 unless decided.</param>
/// <param name="Currency">The administration's currency.</param>
/// <param name="Regime">Type of the alternative that was applied; <see cref="MeasureType.None"/> where none.</param>
/// <param name="OriginStatus">Whether the goods are the club's own.</param>
/// <param name="Amounts">The measures applied, each rounded by the administration's line step; those that do not allow
/// the goods, each without an amount.</param>
/// <param name="Certificate">The certificate that the regime rests on; null where none.</param>
/// <param name="Missing">What is missing; empty unless not decided.</param>
public record struct DutyDecision(
    DutyOutcome Outcome,
    decimal Duty,
    string Currency,
    MeasureType Regime,
    OriginStatus OriginStatus,
    MeasureAmounts Amounts,
    CertificateEvidence? Certificate,
    IReadOnlyList<MissingFigure> Missing)
{
    /// <summary>How the quota asked for came out; null where none was, or where it is not for these goods.</summary>
    public QuotaOutcome? Quota { get; init; }

    // In place: to copy them in when all are known is a tenth of a decision.
    private MeasureAmounts _amounts = Amounts;

    /// <summary>The measures applied, each rounded by the administration's line step; those that do not allow the
    /// goods, each without an amount.</summary>
    public MeasureAmounts Amounts
    {
        readonly get => _amounts;
        init => _amounts = value;
    }

    internal void Add(Measure measure, decimal amount)
    {
        Duty = _amounts.Count == 0 ? amount : Duty + amount;
        _amounts.Add(new MeasureAmount(measure, amount));
    }
}

/// <summary>A figure without which an item can't be decided.</summary>
/// <param name="Kind">Which.</param>
/// <param name="What">In words, for instance "USD into EUR in EU-MONTHLY on 2027-03-08".</param>
public sealed record MissingFigure(MissingKind Kind, string What);

/// <summary>Figures without which an item can't be decided.</summary>
public enum MissingKind
{
    /// <summary>No direct exchange rate of the day.</summary>
    ExchangeRate,

    /// <summary>No reference price of the day for a material of which a floor is one of several.</summary>
    ReferencePrice,

    /// <summary>The line has no default share of contained material, and no assay gives one.</summary>
    ContainedShare,

    /// <summary>The duty counts a material that the line does not.</summary>
    ContentUnit,

    /// <summary>The duty counts in a unit in which no quantity is declared.</summary>
    Quantity,

    /// <summary>The duty is on the value of a component that is not declared.</summary>
    ComponentValue,

    /// <summary>A duty depends on an additional code, and none that it names is declared.</summary>
    AdditionalCode,

    /// <summary>Nothing is known of the quota asked for.</summary>
    Quota,

    /// <summary>No measure on the line is in force on the day.</summary>
    Measure,

    /// <summary>An amount is beyond what is counted with, 28 digits.</summary>
    Range,
}
