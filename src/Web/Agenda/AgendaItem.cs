namespace CrmClub.Web.Agenda;

/// <summary>Why something stands on a person's list, in the order in which it is done.</summary>
public enum AgendaKind
{
    /// <summary>A proposal that another wrote waits for its second pair of eyes.</summary>
    ApproveProposal,

    /// <summary>A change of a certificate that another prepared waits for its second pair of eyes.</summary>
    ApproveCertificate,

    /// <summary>A change of membership that another prepared waits for its second pair of eyes.</summary>
    ApproveMembership,

    /// <summary>An applicant waits for the members to be asked.</summary>
    DecideApplication,

    /// <summary>What the members adopted waits for its publication.</summary>
    Publish,

    /// <summary>What was approved may be put to the vote.</summary>
    PutToVote,

    /// <summary>A draft of the person's own.</summary>
    Submit,

    /// <summary>Members vote.</summary>
    Ballot,

    /// <summary>A party gets another state.</summary>
    PartyChanges,

    /// <summary>A certificate ends soon.</summary>
    CertificateEnds,

    /// <summary>A surveillance is due.</summary>
    Surveillance,

    /// <summary>A quota is critical by its use, or used up.</summary>
    QuotaCritical,

    /// <summary>A quota is blocked or suspended.</summary>
    QuotaShut,

    /// <summary>A grievance has no answer yet.</summary>
    Grievance,

    /// <summary>A proposed adjustment is not notified yet.</summary>
    Adjustment,

    /// <summary>An administration, or the club, can't take declarations.</summary>
    Outage,
}

/// <summary>One row of the list.</summary>
/// <param name="Kind">Why it is here.</param>
/// <param name="Address">Page on which it is done or seen.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Until">Last day, or the day on which it happens; empty where there is none.</param>
public sealed record AgendaItem(AgendaKind Kind, string Address, string Name, string Until)
{
    /// <summary>Whether it waits for the person, and does not only run out.</summary>
    public bool IsMine => Kind < AgendaKind.Ballot;
}
