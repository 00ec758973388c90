using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Web.Grievances;

/// <summary>What a case officer does about a grievance, beside reading what the complainant wrote.</summary>
public enum GrievanceDeed
{
    /// <summary>States in the club's own words what it is about.</summary>
    Acknowledge,

    /// <summary>Begins the examination, or goes on with it.</summary>
    Examine,

    /// <summary>Closes it.</summary>
    Answer,

    /// <summary>Destroys what the complainant wrote.</summary>
    Erase,
}

/// <summary>A step as it is asked for on a page.</summary>
internal sealed class GrievanceDeedForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public GrievanceDeed Deed { get; set; }

    /// <summary>Summary, subject, answer or reason.</summary>
    public string? Text { get; set; }

    public GrievanceOutcome Outcome { get; set; }

    /// <summary>Of the answer; empty means the grievance's.</summary>
    public string? Language { get; set; }

    /// <summary>Whether the examination asks for an extraordinary assessment.</summary>
    public bool RequestAssessment { get; set; }
}

/// <summary>That somebody reads what the complainant wrote.</summary>
internal sealed class ReadForm
{
    public string? RequestId { get; set; }
}

/// <summary>Which deeds a grievance leaves open.</summary>
internal static class GrievanceDeeds
{
    public static IEnumerable<GrievanceDeed> Of(Grievance grievance)
    {
        if (grievance.State == GrievanceState.Received)
            yield return GrievanceDeed.Acknowledge;
        if (grievance.State is GrievanceState.Acknowledged or GrievanceState.InExamination)
        {
            yield return GrievanceDeed.Examine;
            yield return GrievanceDeed.Answer;
        }

        if (!grievance.Erased)
            yield return GrievanceDeed.Erase;
    }

    /// <summary>Name of the contract's field that the form's text is.</summary>
    public static string FieldOf(GrievanceDeed deed) => deed switch
    {
        GrievanceDeed.Acknowledge => "summary",
        GrievanceDeed.Examine => "subject",
        GrievanceDeed.Answer => "answer",
        _ => "reason",
    };
}
