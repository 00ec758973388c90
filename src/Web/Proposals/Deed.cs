using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Proposals;

/// <summary>A step that a person takes with a proposal.</summary>
public enum Deed
{
    /// <summary>Says something of it.</summary>
    Comment,

    /// <summary>Asks for approval.</summary>
    Submit,

    /// <summary>Second pair of eyes: it may be put to the vote.</summary>
    Approve,

    /// <summary>Second pair of eyes: it goes no further.</summary>
    Reject,

    /// <summary>Asks the members.</summary>
    PutToVote,

    /// <summary>Makes it the next tariff version.</summary>
    Publish,

    /// <summary>Takes it back.</summary>
    Withdraw,

    /// <summary>Drafts its reverse.</summary>
    Reverse,
}

/// <summary>A step as it is asked for on a page.</summary>
public sealed class DeedForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public int KnownRevision { get; set; }

    public Deed Deed { get; set; }

    /// <summary>A reason, or what is said.</summary>
    public string? Text { get; set; }

    /// <summary>The measure that is spoken of; empty means the whole.</summary>
    public string? Place { get; set; }
}

/// <summary>A simulation as it is asked for on a page.</summary>
public sealed class SimulateForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public int KnownRevision { get; set; }

    /// <summary>First day of acceptance; empty means a year before the last.</summary>
    public string? FromDay { get; set; }

    /// <summary>Day after the last; empty means today.</summary>
    public string? ToDay { get; set; }
}

/// <summary>Which steps a proposal's state leaves open, and to whom.</summary>
internal static class Deeds
{
    /// <summary>What may be done with it, beside speaking of it.</summary>
    public static IEnumerable<Deed> Of(Proposal proposal) => proposal.State switch
    {
        ProposalState.Draft => [Deed.Submit, Deed.Withdraw],
        ProposalState.Submitted => [Deed.Approve, Deed.Reject, Deed.Withdraw],
        ProposalState.Approved => [Deed.PutToVote, Deed.Withdraw],
        ProposalState.Voting => [Deed.Withdraw],
        ProposalState.Adopted => [Deed.Publish, Deed.Withdraw],
        ProposalState.Published => [Deed.Reverse],
        _ => [],
    };

    /// <summary>Whether people still speak of it.</summary>
    public static bool IsUnderWay(Proposal proposal) => proposal.State is ProposalState.Draft
        or ProposalState.Submitted or ProposalState.Approved or ProposalState.Voting or ProposalState.Adopted;

    /// <summary>Whether it takes somebody who wrote nothing in it.</summary>
    public static bool NeedsAnother(Deed deed) => deed is Deed.Approve or Deed.Reject;

    /// <summary>Whether a reason has to be given.</summary>
    public static bool NeedsText(Deed deed) => deed is Deed.Reject or Deed.Withdraw or Deed.Reverse or Deed.Comment;
}
