using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Web.Cases;

/// <summary>What an officer of an administration does about an adjustment.</summary>
public enum CaseDeed
{
    /// <summary>The debtor was told the grounds, and is heard.</summary>
    OpenHearing,

    /// <summary>The debtor answered.</summary>
    Hear,

    /// <summary>It was notified to the debtor.</summary>
    Notify,

    /// <summary>The debtor appealed.</summary>
    Appeal,

    /// <summary>The appeal was decided.</summary>
    DecideAppeal,

    /// <summary>It was collected, or paid back.</summary>
    Settle,

    /// <summary>Nothing is claimed.</summary>
    Drop,
}

/// <summary>A step about an adjustment as it is asked for on a page.</summary>
internal sealed class CaseForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public CaseDeed Deed { get; set; }

    /// <summary>Legal day of the administration.</summary>
    public string? Day { get; set; }

    /// <summary>Last day of a hearing; empty: by the administration's policy.</summary>
    public string? Deadline { get; set; }

    /// <summary>Answer, or reason.</summary>
    public string? Text { get; set; }

    public DropReason Reason { get; set; }

    public AppealOutcome Outcome { get; set; }

    /// <summary>The step that it asks for; what is settled is the adjustment's own amount.</summary>
    internal AdjustmentStep Read(Money difference)
    {
        var (day, text) = (Day?.Trim() ?? "", Text?.Trim().ReplaceLineEndings("\n") ?? "");
        return Deed switch
        {
            CaseDeed.OpenHearing => new()
            {
                HearingOpened = new() { Day = day, Deadline = Deadline?.Trim() ?? "" },
            },
            CaseDeed.Hear => new() { Heard = new() { Day = day, Result = text } },
            CaseDeed.Notify => new() { Notified = new() { Day = day } },
            CaseDeed.Appeal => new() { Appealed = new() { Day = day, Reason = text } },
            CaseDeed.DecideAppeal => new()
            {
                AppealDecided = new() { Day = day, Outcome = Outcome, Reason = text },
            },
            CaseDeed.Settle => new() { Settled = new() { Day = day, Amount = difference } },
            _ => new() { Dropped = new() { Day = day, Reason = Reason, Text = text } },
        };
    }
}

/// <summary>Which deeds an adjustment leaves open, and what each asks for.</summary>
internal static class CaseDeeds
{
    public static IEnumerable<CaseDeed> Of(Adjustment one) => new ClubCase(one).Kind switch
    {
        CaseKind.Hearing => [CaseDeed.Hear, CaseDeed.Notify, CaseDeed.Drop],
        CaseKind.Notification when one.Amount() < 0 || one.State == AdjustmentState.Heard =>
            [CaseDeed.Notify, CaseDeed.Drop],
        CaseKind.Notification => [CaseDeed.OpenHearing, CaseDeed.Drop],
        CaseKind.Appeal => [CaseDeed.DecideAppeal],
        CaseKind.Settlement => [CaseDeed.Settle, CaseDeed.Appeal, CaseDeed.Drop],
        CaseKind.Barred => [CaseDeed.Drop],
        _ => [],
    };

    /// <summary>Whether the deed is said in words.</summary>
    public static bool HasText(CaseDeed deed) =>
        deed is CaseDeed.Hear or CaseDeed.Appeal or CaseDeed.DecideAppeal or CaseDeed.Drop;

    /// <summary>Name of the contract's message that the deed is.</summary>
    public static string FieldOf(CaseDeed deed) => deed switch
    {
        CaseDeed.OpenHearing => "step.hearing_opened",
        CaseDeed.Hear => "step.heard",
        CaseDeed.Notify => "step.notified",
        CaseDeed.Appeal => "step.appealed",
        CaseDeed.DecideAppeal => "step.appeal_decided",
        CaseDeed.Settle => "step.settled",
        _ => "step.dropped",
    };

    /// <summary>Name of the contract's field that the form's text is.</summary>
    public static string TextFieldOf(CaseDeed deed) => FieldOf(deed) + deed switch
    {
        CaseDeed.Hear => ".result",
        CaseDeed.Drop => ".text",
        _ => ".reason",
    };

    private static decimal Amount(this Adjustment one) => new ClubCase(one).Amount;
}
