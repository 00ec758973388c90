using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Web.Members;

/// <summary>A step in a party's life as an officer takes it.</summary>
public enum PartyDeed
{
    /// <summary>What shows that an applicant meets a criterion is filed; another approves it.</summary>
    Evidence,

    /// <summary>The members are asked whether it is admitted.</summary>
    Admit,

    /// <summary>The members are asked whether it is suspended.</summary>
    Suspend,

    /// <summary>The members are asked whether its suspension ends.</summary>
    Lift,

    /// <summary>Its notice that it leaves is recorded.</summary>
    Withdraw,

    /// <summary>A decision is to count from another day; another approves it.</summary>
    Correct,
}

/// <summary>A step as it is asked for on the page of its party.</summary>
internal sealed class PartyForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public PartyDeed Deed { get; set; }

    /// <summary>Number of the party's newest decision that was shown.</summary>
    public int KnownDecision { get; set; }

    public string? Criterion { get; set; }

    public string? Evidence { get; set; }

    /// <summary>The signed report of a conformance run.</summary>
    public string? Report { get; set; }

    /// <summary>Number of the decision whose day is corrected.</summary>
    public int Decision { get; set; }

    /// <summary>What the members are asked.</summary>
    public string? Title { get; set; }

    public string? Day { get; set; }

    public string? Reason { get; set; }

    /// <summary>The field in which what the contract names so was written.</summary>
    public static string FieldOf(string path) => path[(path.LastIndexOf('.') + 1)..] switch
    {
        "criterion" => nameof(Criterion),
        "evidence" => nameof(Evidence),
        "report" => nameof(Report),
        "decision" => nameof(Decision),
        "title" => nameof(Title),
        "effective_on" or "new_effective_on" => nameof(Day),
        "reason" => nameof(Reason),
        _ => "",
    };
}

/// <summary>Which steps a party's state leaves open, and who decides them.</summary>
internal static class PartyDeeds
{
    public static IEnumerable<PartyDeed> Of(PartyStatus status, Party party)
    {
        IEnumerable<PartyDeed> steps = status switch
        {
            PartyStatus.Applicant => [PartyDeed.Evidence, PartyDeed.Admit, PartyDeed.Withdraw],
            PartyStatus.Acceding or PartyStatus.Member => [PartyDeed.Suspend, PartyDeed.Withdraw],
            PartyStatus.Suspended => [PartyDeed.Lift, PartyDeed.Withdraw],
            _ => [],
        };
        return Correctable(party).Any() ? steps.Append(PartyDeed.Correct) : steps;
    }

    /// <summary>Decisions whose day may be another.</summary>
    public static IEnumerable<PartyDecision> Correctable(Party party) =>
        party.Decisions.Where(one => one.Step != PartyStep.Correction);

    /// <summary>Whether the members decide it by their votes.</summary>
    public static bool IsVotedOn(PartyDeed deed) => SubjectOf(deed) != VotingSubject.Unspecified;

    /// <summary>What the members vote on.</summary>
    public static VotingSubject SubjectOf(PartyDeed deed) => deed switch
    {
        PartyDeed.Admit => VotingSubject.Admission,
        PartyDeed.Suspend => VotingSubject.Suspension,
        PartyDeed.Lift => VotingSubject.Lifting,
        _ => VotingSubject.Unspecified,
    };
}

/// <summary>What becomes of a prepared change.</summary>
public enum Judgement
{
    /// <summary>It takes effect.</summary>
    Approve,

    /// <summary>It does not.</summary>
    Reject,
}

/// <summary>The judgement of a change as it is asked for on its page.</summary>
internal sealed class JudgeForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public Judgement Do { get; set; }

    public string? Reason { get; set; }
}

/// <summary>An application as it is written into the page.</summary>
internal sealed class ApplicationForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    /// <summary>Number of the party's newest decision, of one that applies again.</summary>
    public int KnownDecision { get; set; }

    public string? Code { get; set; }

    public string? NameEn { get; set; }

    public string? NameJa { get; set; }

    /// <summary>With blanks between; the party itself where none is named.</summary>
    public string? Countries { get; set; }

    public string? Day { get; set; }

    public string? Reason { get; set; }

    public IEnumerable<string> CountryCodes =>
        (string.IsNullOrWhiteSpace(Countries) ? Code ?? "" : Countries).ToUpperInvariant()
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The field in which what the contract names so was written.</summary>
    public static string FieldOf(string path) => path.Split('.')[^1].Split('[')[0] switch
    {
        "code" => nameof(Code),
        "name_en" => nameof(NameEn),
        "name_ja" => nameof(NameJa),
        "countries" => nameof(Countries),
        "effective_on" => nameof(Day),
        "reason" => nameof(Reason),
        _ => "",
    };
}
