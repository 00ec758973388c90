using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Assessments;

/// <summary>Who may assess what, on which days, and whom not.</summary>
internal static class AccreditationRules
{
    private const int TiesMax = 1000;

    private static readonly (string Day, string Scopes, string Facility) InAssessment =
        ("assessment.assessed_on", "assessment.scopes", "assessment.facility");

    /// <summary>Rules that bodies and assessors share.</summary>
    public static async Task CheckAsync(
        Work work, string field, IReadOnlyCollection<Stage> stages, string from, string to, IReadOnlyList<string> ties)
    {
        var faults = work.Faults;
        if (stages.Count == 0 || stages.Distinct().Count() < stages.Count
            || stages.Any(stage => !Enum.IsDefined(stage) || stage == Stage.Unspecified))
        {
            faults.Add(
                $"{field}.stages", "", "STAGE", string.Join(", ", stages), "at least one stage, each once",
                "What may be assessed has to be said.");
        }

        var first = faults.Day($"{field}.valid_from", "", from);
        var end = faults.Day($"{field}.valid_to", "", to);
        if (end <= first)
        {
            faults.Add(
                $"{field}.valid_to", "", "ACCREDITATION_VALIDITY", to, "a day after valid_from",
                "The accreditation holds on no day.");
        }

        if (ties.Count > TiesMax)
            faults.Add($"{field}.ties", "", "COUNT", $"{ties.Count}", $"at most {TiesMax}", "These are too many.");
        foreach (var (place, tie) in ties.Take(TiesMax).Index())
        {
            if (await SuppliersReader.OperatorAsync(work.Transaction.Connection!, tie, work.Cancel) is null)
            {
                faults.Add(
                    $"{field}.ties[{place}]", "", "OPERATOR", tie, "number of a registered operator",
                    "There is no such operator.");
            }
        }
    }

    /// <summary>Names whatever keeps the two from assessing the facility on that day.</summary>
    public static void Check(
        AccreditedBody body, AccreditedAssessor assessor, Facility facility, IReadOnlyCollection<Scope> scopes,
        DateOnly day, Violations faults)
    {
        foreach (var one in new[] { Of(body), Of(assessor) })
            one.Check(InAssessment, facility, scopes, day, faults);
    }

    /// <summary>Names whatever keeps the body from being asked on that day to assess the facility.</summary>
    public static void Check(
        AccreditedBody body, Facility facility, IReadOnlyCollection<Scope> scopes, DateOnly day, Violations faults) =>
        Of(body).Check(("body", "body", "body"), facility, scopes, day, faults);

    private static Accreditation Of(AccreditedBody body) =>
        new(body.Number, body.ValidFrom, body.ValidTo, body.Stages, body.Ties);

    private static Accreditation Of(AccreditedAssessor assessor) =>
        new(assessor.Number, assessor.ValidFrom, assessor.ValidTo, assessor.Stages, assessor.Ties);

    private sealed record Accreditation(
        string Number, string From, string To, IReadOnlyCollection<Stage> Stages, IReadOnlyCollection<string> Ties)
    {
        public void Check(
            (string Day, string Scopes, string Facility) fields, Facility facility, IEnumerable<Scope> scopes,
            DateOnly day, Violations faults)
        {
            if (day < ChangeRules.Day(From) || ChangeRules.Day(To) <= day)
            {
                faults.Add(
                    fields.Day, "", "ACCREDITED", ChangeRules.Day(day), $"{From} to the day before {To}",
                    $"{Number} is not accredited on that day.");
            }

            foreach (var stage in scopes.Select(scope => scope.Stage).Distinct().Where(one => !Stages.Contains(one)))
            {
                faults.Add(
                    fields.Scopes, "", "ACCREDITED_SCOPE", $"{stage}", string.Join(", ", Stages),
                    $"{Number} is not accredited for this stage.");
            }

            if (Ties.Contains(facility.Operator))
            {
                faults.Add(
                    fields.Facility, "", "INDEPENDENCE", facility.Number,
                    $"a facility of an operator without ties to {Number}",
                    $"{Number} has ties to {facility.Operator}.");
            }
        }
    }
}
