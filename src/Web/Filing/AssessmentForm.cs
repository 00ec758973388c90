using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Web.Filing;

/// <summary>What was found on a criterion, with one piece of evidence, as a row of the page has it.</summary>
public sealed class FindingRow
{
    public string? Criterion { get; set; }

    /// <summary>Empty while nothing was found on it.</summary>
    public string? Result { get; set; }

    public string? Note { get; set; }

    public string? Sha256 { get; set; }

    public string? Reference { get; set; }

    /// <summary>Id of the recognised scheme by whose certificate it conforms.</summary>
    public string? Recognised { get; set; }

    public string? ActionText { get; set; }

    public string? ActionDue { get; set; }

    public string? ActionClosed { get; set; }

    internal bool IsFound => !string.IsNullOrEmpty(Result);

    internal static FindingRow Of(CriterionFinding? finding, string criterion) => new()
    {
        Criterion = criterion,
        Result = finding is null ? "" : $"{finding.Result}",
        Note = finding?.Note,
        Sha256 = finding?.Evidence.FirstOrDefault()?.Sha256,
        Reference = finding?.Evidence.FirstOrDefault()?.Reference,
        Recognised = finding?.Recognised,
        ActionText = finding?.Action?.Text,
        ActionDue = finding?.Action?.DueOn,
        ActionClosed = finding?.Action?.ClosedOn,
    };

    /// <summary>The finding; what the row has no field for stays as it was.</summary>
    internal CriterionFinding Read(CriterionFinding? known)
    {
        var finding = new CriterionFinding
        {
            Criterion = Criterion ?? "",
            Result = Enum.TryParse<FindingResult>(Result, out var result) ? result : default,
            Note = Text(Note),
            Recognised = Text(Recognised),
            Evidence = { known?.Evidence.Skip(1) ?? [] },
        };
        if (Text(Sha256).Length > 0 || Text(Reference).Length > 0)
        {
            finding.Evidence.Insert(
                0, new FindingEvidence { Sha256 = Text(Sha256).ToLowerInvariant(), Reference = Text(Reference) });
        }

        if (new[] { ActionText, ActionDue, ActionClosed }.Any(one => Text(one).Length > 0))
        {
            finding.Action = new CorrectiveAction
            {
                Text = Text(ActionText),
                DueOn = Text(ActionDue),
                ClosedOn = Text(ActionClosed),
            };
        }

        return finding;
    }

    private static string Text(string? text) => text?.Trim().ReplaceLineEndings("\n") ?? "";
}

/// <summary>An assessment, or its next version, as it is written into the page.</summary>
public sealed class AssessmentForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public string? AssessedOn { get; set; }

    public List<ScopeRow> Scopes { get; set => field = value ?? []; } = [];

    public List<FindingRow> Findings { get; set => field = value ?? []; } = [];

    /// <summary>The newest version, or what a new one is about: facility, purpose, application or certificate. It
    /// comes from the address, never from the form.</summary>
    internal FacilityAssessment Subject { get; set; } = new();

    internal RecordAssessmentRequest Read() => new()
    {
        RequestId = RequestId ?? "",
        Assessment = new FacilityAssessment
        {
            Number = Subject.Number,
            Facility = Subject.Facility,
            Purpose = Subject.Purpose,
            Certificate = Subject.Certificate,
            Application = Subject.Application,
            Grievance = Subject.Grievance,
            AssessedOn = AssessedOn?.Trim() ?? "",
            Scopes = { Scopes.Where(one => one.Covered).Select(one => one.Read()) },
            Findings =
            {
                Findings.Where(row => row.IsFound).Select(row =>
                    row.Read(Subject.Findings.FirstOrDefault(known => known.Criterion == row.Criterion))),
            },
        },
    };

    /// <summary>Name of the contract's field that a row is; empty where nothing was found on it.</summary>
    internal string FieldOf(FindingRow row) =>
        row.IsFound ? $"assessment.findings[{Findings.Where(one => one.IsFound).ToList().IndexOf(row)}]" : "";
}

/// <summary>That an assessment is concluded.</summary>
internal sealed class ConcludeForm
{
    public string? RequestId { get; set; }
}
