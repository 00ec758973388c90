namespace CrmClub.Tariffs.Engine;

/// <summary>What the declarant should know beside the measures.</summary>
internal static class Warnings
{
    public static IReadOnlyList<string> Of(
        Assessment assessment, DutyDecision decision, IReadOnlyList<MeasureFinding> findings)
    {
        List<string> warnings = [.. NotDecided(decision)];
        var consignment = assessment.Consignment;
        if (consignment.ContainedShare is { } share && !consignment.Presents(DocumentCodes.Assay))
        {
            warnings.Add(FormattableString.Invariant(
                $"The contained share {share} is not used: document {DocumentCodes.Assay} is not presented."));
        }

        if (decision.OriginStatus == OriginStatus.ThirdCountry
            && !consignment.Presents(DocumentCodes.ProofOfOrigin)
            && assessment.Basis.Club.IsMember(Assessment.ClaimedOrigin(consignment), consignment.AcceptanceDay))
        {
            warnings.Add($"{Assessment.ClaimedOrigin(consignment)} is in the club, but club origin is not proven: "
                + $"document {DocumentCodes.ProofOfOrigin} is not presented.");
        }

        foreach (var code in consignment.Documents.Select(document => document.Code).Distinct())
        {
            if (assessment.Basis.Tariff.Requests.Contains(code) && WhyRefused(code, findings) is { } refused)
                warnings.Add($"Document {code}: {refused}");
        }

        if (decision.Outcome == DutyOutcome.Decided && decision.Amounts.Count == 0
            && decision.OriginStatus == OriginStatus.ThirdCountry)
        {
            warnings.Add($"No measure applies to {consignment.GoodsCode} from {consignment.Origin}.");
        }

        return warnings;
    }

    public static IReadOnlyList<string> NotDecided(DutyDecision decision) =>
        [.. decision.Missing.Select(missing => $"Not decided: {Name(missing)}.")];

    private static string? WhyRefused(string code, IReadOnlyList<MeasureFinding> findings)
    {
        var asked = findings.Where(finding => finding.Measure.RequiredDocument == code).ToList();
        if (asked.Count == 0)
            return "there is no measure that it asks for.";
        var met = asked.Exists(finding => finding.Ground is FindingGround.Requested or FindingGround.OtherAlternative
            or FindingGround.FigureMissing);
        return met ? null : (asked.Find(finding => finding.Ground == FindingGround.RequestRefused) ?? asked[0]).Reason;
    }

    private static string Name(MissingFigure missing) => missing.Kind switch
    {
        MissingKind.ExchangeRate => $"no exchange rate of {missing.What}",
        MissingKind.ContainedShare => $"no share of contained material, {missing.What}",
        MissingKind.ContentUnit => $"no quantity in {missing.What}",
        _ => missing.What,
    };
}
