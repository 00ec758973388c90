using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Storage;
using Kind = CrmClub.Contracts.Declarations.V1.Report.KindOneofCase;

namespace CrmClub.Declarations.Life;

/// <summary>What became of a declaration so far, and what may become of it.</summary>
/// <param name="Newest">Its newest revision.</param>
/// <param name="Reports">What was reported of it, oldest first.</param>
internal sealed record DeclarationLife(StoredRevision Newest, IReadOnlyList<StoredReport> Reports)
{
    /// <summary>Which reports make a revision.</summary>
    public static readonly Kind[] Revising = [Kind.Accepted, Kind.Amended, Kind.Invalidated];

    public DeclarationState State => Reports.Count > 0 ? Reports[^1].Report.State : Newest.State;

    /// <summary>
    /// Whether a control waits for its result, ordered or because a risk profile holds the goods; nothing is released
    /// or invalidated before.
    /// </summary>
    private bool AwaitsResult => LastControl is Kind.UnderControl || (Newest.IsHeld && LastControl is null);

    private Kind? LastControl => Reports.LastOrDefault(
        one => one.Report.Report.KindCase is Kind.UnderControl or Kind.ControlResult)?.Report.Report.KindCase;

    /// <summary>What may be reported now. Money may come back after all.</summary>
    public IReadOnlyList<Kind> Allowed => State switch
    {
        DeclarationState.Prelodged => [Kind.Accepted, Kind.Amended, Kind.Invalidated],
        DeclarationState.Accepted =>
        [
            Kind.Amended, Kind.Invalidated, Kind.UnderControl, Kind.Released, Kind.Notified, Kind.Collected,
        ],
        DeclarationState.UnderControl when AwaitsResult =>
            [Kind.Amended, Kind.ControlResult, Kind.Notified, Kind.Collected],
        DeclarationState.UnderControl =>
        [
            Kind.Amended, Kind.Invalidated, Kind.UnderControl, Kind.Released, Kind.Notified, Kind.Collected,
        ],
        DeclarationState.Released => [Kind.Amended, Kind.Invalidated, Kind.Notified, Kind.Collected],
        DeclarationState.Invalidated => [Kind.Collected],
        _ => [],
    };

    /// <summary>The state after a report that is allowed.</summary>
    /// <param name="kind">Of the report.</param>
    /// <param name="made">The revision that it makes; null where it makes none.</param>
    public DeclarationState After(Kind kind, StoredRevision? made) => kind switch
    {
        // What a profile holds is held until a result was reported, however it is amended afterwards.
        Kind.Accepted or Kind.Amended when made is { State: DeclarationState.UnderControl } && LastControl is null
            && State is DeclarationState.Prelodged or DeclarationState.Accepted => DeclarationState.UnderControl,
        Kind.Accepted => DeclarationState.Accepted,
        Kind.Invalidated => DeclarationState.Invalidated,
        Kind.UnderControl => DeclarationState.UnderControl,
        Kind.Released => DeclarationState.Released,
        _ => State,
    };

    /// <summary>The state in which a revision was left.</summary>
    public static DeclarationState StateOf(StoredRevision revision, IEnumerable<StoredReport> reports) =>
        reports.LastOrDefault(one => one.Report.Revision <= revision.Revision)?.Report.State ?? revision.State;
}
