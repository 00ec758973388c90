using CrmClub.Contracts.Common.V1;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Quotas;
using Proto = CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>The engine's answers as the contracts' messages.</summary>
public static class DutyAnswers
{
    /// <summary>The answer in full: every measure looked at. Without a duty where the item could not be decided; the
    /// warnings say what is missing.</summary>
    public static Proto.DutyAnswer From(DutyExplanation explanation, int item, int tariffVersion, int rateSet)
    {
        var decision = explanation.Decision;
        var answer = Answer(decision, item, tariffVersion, rateSet);
        answer.ExactValue = Amount(explanation.ExactValue, decision.Currency);
        answer.Base = Amount(explanation.Base, decision.Currency);
        answer.Conversion = explanation.Conversion;
        answer.Warnings.AddRange(explanation.Warnings);
        foreach (var finding in explanation.Findings)
        {
            var measure = Answer(finding.Measure, finding.Applied, finding.Amount);
            measure.Reason = finding.Reason;
            measure.Formula = finding.Formula;
            measure.Part = (Proto.QuotaPart)finding.Part;
            answer.Measures.Add(measure);
        }

        return answer;
    }

    /// <summary>The answer without derivation: the applied measures with their amounts.</summary>
    public static Proto.DutyAnswer Brief(DutyDecision decision, int item, int tariffVersion, int rateSet)
    {
        var answer = Answer(decision, item, tariffVersion, rateSet);
        foreach (var applied in decision.Amounts)
            answer.Measures.Add(Answer(applied.Measure, true, applied.Amount));
        return answer;
    }

    private static Proto.QuotaAnswer? Answer(QuotaOutcome? quota) => quota is null ? null : new Proto.QuotaAnswer
    {
        OrderNumber = quota.OrderNumber,
        Unit = quota.Claim.Unit.ToString(),
        Requested = Wire.Decimal(quota.Requested),
        Allocated = quota.Claim.Allocated is { } allocated ? Wire.Decimal(allocated) : "",
    };

    private static Proto.DutyAnswer Answer(DutyDecision decision, int item, int tariffVersion, int rateSet) => new()
    {
        Item = item,
        Duty = Amount(
            decision.Outcome is DutyOutcome.NotDecided or DutyOutcome.NotAllowed ? null : decision.Duty,
            decision.Currency),
        Quota = Answer(decision.Quota),
        Security = Amount(decision.Quota is { Security: > 0 and var security } ? security : null, decision.Currency),
        NotAllowed = decision.Outcome == DutyOutcome.NotAllowed,
        TariffVersion = tariffVersion,
        OriginStatus = decision.OriginStatus == OriginStatus.Club
            ? Proto.OriginStatus.Club
            : Proto.OriginStatus.ThirdCountry,
        Regime = (Proto.MeasureType)decision.Regime,
        InScope = decision.Outcome != DutyOutcome.OutOfScope,
        CertificateVersion = decision.Certificate?.Version ?? 0,
        RateSet = rateSet,
        NoDuty = decision.Outcome switch
        {
            DutyOutcome.OutOfScope => Proto.NoDuty.OutOfScope,
            DutyOutcome.NoDutyProcedure => Proto.NoDuty.Procedure,
            _ => Proto.NoDuty.Unspecified,
        },
    };

    private static Proto.MeasureAnswer Answer(Measure measure, bool applied, decimal amount) => new()
    {
        Footnotes = { measure.Footnotes },
        AdditionalCode = measure.AdditionalCode,
        TaxType = measure.Type.Rule().TaxType,
        Id = measure.Id,
        Type = (Proto.MeasureType)measure.Type,
        Applied = applied,
        Expression = measure.Type.Rule().Combination == Combination.Control ? "" : measure.Expression.ToString(),
        Amount = Wire.Decimal(amount),
        LegalBase = measure.LegalBase,
    };

    private static Money? Amount(decimal? amount, string currency) =>
        amount is { } known ? new Money { Amount = Wire.Decimal(known), Currency = currency } : null;
}
