using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Engine;

/// <summary>What the declarant should know beside the measures.</summary>
internal static class Warnings
{
    public static IReadOnlyList<string> Of(
        in Assessment assessment, in DutyDecision decision, List<MeasureFinding> findings)
    {
        List<string> warnings = decision.Outcome == DutyOutcome.NotDecided ? [.. NotDecided(decision)] : [];
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

        if (consignment is { QuotaOrderNumber: { Length: > 0 } quota, Part: QuotaPart.Whole or QuotaPart.Beyond }
            && decision.Missing.Count == 0)
        {
            warnings.Add($"Quota {quota}: {WhyRefused(quota, findings)}");
        }

        if (assessment.OnTheWay is { IsAsked: true } onTheWay
            && !(onTheWay.IsMet && consignment.Presents(DocumentCodes.ProofOfOrigin)))
        {
            warnings.Add("Request refused: " + (onTheWay.IsMet
                ? $"document {DocumentCodes.GoodsOnTheWay}: club origin is not proven, "
                    + $"document {DocumentCodes.ProofOfOrigin} is not presented."
                : onTheWay.Reason));
        }

        foreach (var (code, _) in consignment.Documents)
        {
            if (WhyRefused(code, findings) is not { } refused || !assessment.Basis.Tariff.Requests.Contains(code))
                continue;
            var warning = $"Document {code}: {refused}";
            if (!warnings.Contains(warning))
                warnings.Add(warning);
        }

        foreach (var finding in findings)
        {
            if (finding.Ground is FindingGround.NotAllowed or FindingGround.DocumentMissing)
                warnings.Add($"{finding.Measure.Type.Name()} {finding.Measure.Id}: {finding.Reason}");
        }

        if (decision.Outcome == DutyOutcome.Decided && decision.Amounts.Count == 0
            && decision.OriginStatus == OriginStatus.ThirdCountry)
        {
            warnings.Add($"No measure applies to {consignment.GoodsCode} from {consignment.Origin}.");
        }

        return warnings;
    }

    public static IReadOnlyList<string> NotDecided(in DutyDecision decision) =>
        [.. decision.Missing.Select(missing => $"Not decided: {Name(missing)}.")];

    private static string? WhyRefused(string code, List<MeasureFinding> findings)
    {
        MeasureFinding? refused = null;
        foreach (var finding in findings)
        {
            if (finding.Measure.RequiredDocument != code && finding.Measure.OrderNumber != code)
                continue;
            if (finding.Ground is FindingGround.Requested or FindingGround.OtherAlternative
                or FindingGround.FigureMissing)
            {
                return null;
            }

            if (refused is null || (refused.Ground != FindingGround.RequestRefused
                && finding.Ground == FindingGround.RequestRefused))
            {
                refused = finding;
            }
        }

        return refused?.Reason ?? "there is no measure that it asks for.";
    }

    private static string Name(MissingFigure missing) => missing.Kind switch
    {
        MissingKind.ExchangeRate => $"no exchange rate of {missing.What}",
        MissingKind.ReferencePrice => $"no reference {missing.What}",
        MissingKind.ContainedShare => $"no share of contained material, {missing.What}",
        MissingKind.ContentUnit or MissingKind.Quantity => $"no quantity in {missing.What}",
        MissingKind.Quota => $"nothing is known of quota {missing.What}",
        MissingKind.AdditionalCode => $"no additional code, {missing.What}",
        MissingKind.ComponentValue => $"no value of the component {missing.What}",
        _ => missing.What,
    };
}
