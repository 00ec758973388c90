using System.Globalization;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Web.Cases;

/// <summary>What an adjustment of duty waits for.</summary>
public enum CaseKind
{
    /// <summary>The debtor is heard.</summary>
    Hearing,

    /// <summary>It is to be notified to the debtor, or dropped.</summary>
    Notification,

    /// <summary>An appeal waits for its decision.</summary>
    Appeal,

    /// <summary>It was notified, and is to be collected or paid back.</summary>
    Settlement,

    /// <summary>It was not notified in time, and is to be dropped.</summary>
    Barred,

    /// <summary>It is settled or dropped: nothing waits.</summary>
    Closed,
}

/// <summary>An adjustment, with what it waits for and until when.</summary>
internal sealed record ClubCase(Adjustment Adjustment)
{
    public CaseKind Kind => Adjustment switch
    {
        { UnderAppeal: true } => CaseKind.Appeal,
        { State: AdjustmentState.Settled or AdjustmentState.Dropped } => CaseKind.Closed,
        { State: AdjustmentState.Notified } => CaseKind.Settlement,
        { Barred: true } => CaseKind.Barred,
        { State: AdjustmentState.Proposed, HearingUntil.Length: > 0 } => CaseKind.Hearing,
        _ => CaseKind.Notification,
    };

    /// <summary>Last day of what it waits for; empty where no day is set.</summary>
    public string Deadline => Kind switch
    {
        CaseKind.Hearing => Adjustment.HearingUntil,
        CaseKind.Notification or CaseKind.Barred => Adjustment.TimeBar,
        _ => "",
    };

    /// <summary>In the administration's currency; below zero where duty is paid back.</summary>
    public decimal Amount => decimal.Parse(Adjustment.Difference.Amount, CultureInfo.InvariantCulture);

    public static string AddressOf(string id) => $"/cases/{id}";
}
