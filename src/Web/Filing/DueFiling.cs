using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Web.Suppliers;

namespace CrmClub.Web.Filing;

/// <summary>What is to be filed, or to be done before it is.</summary>
public enum FilingKind
{
    /// <summary>A facility is to be assessed for an application.</summary>
    Assess,

    /// <summary>An assessment is to be concluded.</summary>
    Conclude,

    /// <summary>A corrective action is to be done, and recorded as closed.</summary>
    Correct,

    /// <summary>A certificate has to pass its surveillance.</summary>
    Surveillance,

    /// <summary>A certificate ends, and is to be applied for again.</summary>
    Renew,
}

/// <summary>What waits for a supplier or an assessor.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Day">Last day; empty where none is set.</param>
/// <param name="Facility">The facility's number.</param>
/// <param name="Subject">Number of what it is about.</param>
/// <param name="Text">In the words of who recorded it; empty where there are none.</param>
/// <param name="Address">Where it is filed.</param>
internal sealed record DueFiling(
    FilingKind Kind, string Day, string Facility, string Subject, string Text, string Address)
{
    public bool IsLate(DateOnly today) =>
        Day.Length > 0 && string.CompareOrdinal(Day, today.ToString("yyyy-MM-dd")) < 0;

    /// <summary>What is to be done, what is due first at the top.</summary>
    public static List<DueFiling> Of(OwnFilings own, DateOnly today) =>
    [
        .. Actions(own).Concat(Surveillances(own)).Concat(Ends(own, today)).Concat(own.IsAssessor ? Tasks(own) : [])
            .OrderBy(one => one.Day.Length == 0).ThenBy(one => one.Day, StringComparer.Ordinal)
            .ThenBy(one => one.Subject, StringComparer.Ordinal),
    ];

    private static IEnumerable<DueFiling> Actions(OwnFilings own) =>
        from one in own.Assessments
        from finding in one.Findings
        where finding.Action is { ClosedOn: "" }
        select new DueFiling(
            FilingKind.Correct, finding.Action.DueOn, one.Facility, one.Number,
            $"{finding.Criterion}: {finding.Action.Text}", AddressOf(one.Number));

    private static IEnumerable<DueFiling> Surveillances(OwnFilings own) =>
        from one in own.Surveillances
        where one.Day.PassedOn.Length == 0
        select new DueFiling(
            FilingKind.Surveillance, one.Day.DueOn, one.Facility, one.Day.Certificate, "", own.IsAssessor
                ? $"/filing/assessments/new?certificate={one.Day.Certificate}&facility={one.Facility}"
                : $"/register/certificates/{one.Day.Certificate}");

    private static IEnumerable<DueFiling> Ends(OwnFilings own, DateOnly today) =>
        from one in own.Facilities.SelectMany(one => one.Certificates)
        where one.StateOn(today) == RegisterState.Valid && one.DaysLeft(today) <= CertificateDays.SoonDays
        select new DueFiling(
            FilingKind.Renew, one.End(), one.Facility, one.Number, "",
            $"/filing/applications/new?facility={one.Facility}");

    private static IEnumerable<DueFiling> Tasks(OwnFilings own) =>
    [
        .. own.Applications.Where(one => one.State == ApplicationState.Assigned).Select(one => new DueFiling(
            FilingKind.Assess, "", one.Facility, one.Number, "",
            $"/filing/assessments/new?application={one.Number}")),
        .. own.Assessments.Where(one => one.State == AssessmentState.Open).Select(one => new DueFiling(
            FilingKind.Conclude, "", one.Facility, one.Number, "", AddressOf(one.Number))),
    ];

    private static string AddressOf(string assessment) => $"/filing/assessments/{assessment}";
}

/// <summary>All that is a supplier's or an assessor's own.</summary>
/// <param name="Facilities">Of the operators that the person may act for.</param>
/// <param name="Applications">Of these operators, or assigned to the assessor's body.</param>
/// <param name="Assessments">Of these operators, or by the assessor's body.</param>
/// <param name="Surveillances">Of certificates of these facilities, or of those that the body assessed.</param>
/// <param name="IsAssessor">Whether the person records assessments.</param>
internal sealed record OwnFilings(
    List<GetFacilityResponse> Facilities, List<CertificationApplication> Applications,
    List<FacilityAssessment> Assessments, List<(string Facility, Surveillance Day)> Surveillances, bool IsAssessor);
