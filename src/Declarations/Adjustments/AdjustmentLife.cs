using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tariffs.Documents;
using Kind = CrmClub.Contracts.Declarations.V1.AdjustmentStep.KindOneofCase;

namespace CrmClub.Declarations.Adjustments;

/// <summary>What became of an adjustment so far, and what may become of it.</summary>
/// <param name="Proposed">As it was proposed.</param>
/// <param name="Reports">Its steps, oldest first.</param>
internal sealed record AdjustmentLife(Adjustment Proposed, IReadOnlyList<AdjustmentReport> Reports)
{
    /// <summary>Whether more is claimed, so that the debtor is heard first.</summary>
    public bool IsAdditional => Wire.ParseDecimal(Proposed.Difference.Amount) > 0;

    /// <summary>Last day for notification.</summary>
    public DateOnly TimeBar => Wire.ParseDay(Reports.Count > 0 ? Reports[^1].TimeBar : Proposed.TimeBar);

    /// <summary>Last day on which the debtor may be heard; null without a hearing.</summary>
    public DateOnly? HearingUntil =>
        Last(Kind.HearingOpened) is { } opened ? Wire.ParseDay(opened.Step.HearingOpened.Deadline) : null;

    public bool IsHeard => Last(Kind.Heard) is not null;

    public bool IsFraud => Last(Kind.Fraud) is not null;

    /// <summary>The appeal that waits for its decision.</summary>
    public Appeal? OpenAppeal => Last(Kind.Appealed, Kind.AppealDecided)?.Step.Appealed;

    /// <summary>Day of the newest step; null where the day of the proposal wasn't kept.</summary>
    public DateOnly? LastDay => Reports.Count > 0 ? Wire.ParseDay(AdjustmentRules.DayOf(Reports[^1].Step))
        : Wire.TryDay(Proposed.ProposedOn, out var day) ? day : null;

    // By steps alone; time lets a hearing end, too.
    private AdjustmentState Recorded => Reports.Count > 0 ? Reports[^1].State : AdjustmentState.Proposed;

    public AdjustmentState StateOn(DateOnly today) =>
        Recorded is AdjustmentState.Proposed && HearingUntil < today ? AdjustmentState.Heard : Recorded;

    public bool IsBarredOn(DateOnly today) =>
        Recorded is AdjustmentState.Proposed or AdjustmentState.Heard && today > TimeBar;

    /// <summary>
    /// Which steps may be taken. Of an invalidated declaration nothing is due any more. An appeal holds nothing up:
    /// what was notified is paid meanwhile (UCC Art. 45).
    /// </summary>
    public IReadOnlyList<Kind> AllowedOn(DateOnly today, bool isInvalidated) => StateOn(today) switch
    {
        AdjustmentState.Dropped => [],
        AdjustmentState.Settled when isInvalidated => [],
        _ when isInvalidated => [Kind.Dropped],
        AdjustmentState.Settled => [OpenAppeal is null ? Kind.Appealed : Kind.AppealDecided],
        AdjustmentState.Notified when OpenAppeal is not null => [Kind.AppealDecided, Kind.Settled],
        AdjustmentState.Notified => [Kind.Appealed, Kind.Settled, Kind.Dropped],
        _ when !IsAdditional => [Kind.Notified, Kind.Dropped],
        var state =>
        [
            .. (Kind[])(HearingUntil is null ? [Kind.HearingOpened] : []),
            .. (Kind[])(HearingUntil is not null && !IsHeard ? [Kind.Heard] : []),
            .. (Kind[])(IsFraud ? [] : [Kind.Fraud]),
            .. (Kind[])(state is AdjustmentState.Heard ? [Kind.Notified] : []),
            Kind.Dropped,
        ],
    };

    /// <summary>The state after a step that is allowed.</summary>
    public AdjustmentState After(AdjustmentStep step) => step switch
    {
        { Heard: not null } => AdjustmentState.Heard,
        { Notified: not null } => AdjustmentState.Notified,
        { Settled: not null } => AdjustmentState.Settled,
        { Dropped: not null } or { AppealDecided.Outcome: AppealOutcome.Upheld } => AdjustmentState.Dropped,
        _ => Recorded,
    };

    /// <summary>
    /// The last day for notification after a step that is allowed: the clock stops during a hearing and an appeal
    /// (UCC Art. 103(3)), and fraud gives more years.
    /// </summary>
    /// <param name="step">With the deadline of a hearing.</param>
    /// <param name="fraudYears">Years from the day of acceptance where there is fraud.</param>
    /// <param name="acceptanceDay">Of the declaration.</param>
    public DateOnly TimeBarAfter(AdjustmentStep step, int fraudYears, DateOnly acceptanceDay) => step switch
    {
        { HearingOpened: { } hearing } => Later(hearing.Day, hearing.Deadline),
        { Heard: { } heard } => TimeBar.AddDays(Wire.ParseDay(heard.Day).DayNumber - HearingUntil!.Value.DayNumber),
        { AppealDecided: { } decided } => Later(OpenAppeal!.Day, decided.Day),
        { Fraud: not null } => acceptanceDay.AddYears(fraudYears)
            .AddDays(TimeBar.DayNumber - Wire.ParseDay(Proposed.TimeBar).DayNumber),
        _ => TimeBar,
    };

    /// <summary>As it is shown on a day.</summary>
    public Adjustment On(DateOnly today)
    {
        var shown = Proposed.Clone();
        shown.State = StateOn(today);
        shown.TimeBar = Wire.Day(TimeBar);
        shown.Barred = IsBarredOn(today);
        shown.HearingUntil = HearingUntil is { } until ? Wire.Day(until) : "";
        shown.UnderAppeal = OpenAppeal is not null;
        shown.Reports.AddRange(Reports);
        return shown;
    }

    private DateOnly Later(string from, string to) =>
        TimeBar.AddDays(Wire.ParseDay(to).DayNumber - Wire.ParseDay(from).DayNumber);

    private AdjustmentReport? Last(params Kind[] kinds) =>
        Reports.LastOrDefault(one => kinds.Contains(one.Step.KindCase));
}
