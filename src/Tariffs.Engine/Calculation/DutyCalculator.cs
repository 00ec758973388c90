using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Engine;

/// <summary>Decides the club's duty of an item, exactly.</summary>
public static class DutyCalculator
{
    /// <summary>The duty of one item; allocates nothing where few measures apply and no quota.</summary>
    public static DutyDecision Decide(DutyBasis basis, Consignment consignment)
    {
        if (basis.Tariff.FindMeasures(consignment.GoodsCode) is not { } line)
            return NothingDue(basis, DutyOutcome.OutOfScope);
        if (!consignment.IncursDuty)
            return NothingDue(basis, DutyOutcome.NoDutyProcedure);
        try
        {
            if (IsSplit(consignment))
                return QuotaCalculator.Decide(basis, consignment, line);
            return Assess(basis, consignment, line);
        }
        catch (OverflowException)
        {
            return OutOfRange(basis);
        }
    }

    /// <summary>The same decision with every measure looked at, and why it applies or not.</summary>
    public static DutyExplanation Explain(DutyBasis basis, Consignment consignment)
    {
        if (basis.Tariff.FindMeasures(consignment.GoodsCode) is not { } line)
        {
            return new DutyExplanation(NothingDue(basis, DutyOutcome.OutOfScope), null, [], null, null, "", [
                $"{consignment.GoodsCode} is out of the club's scope: nothing is due to the club."]);
        }

        if (!consignment.IncursDuty)
        {
            return new DutyExplanation(
                NothingDue(basis, DutyOutcome.NoDutyProcedure), line.Line, [], null, null, "", [
                    "Only release for free circulation incurs the club's duty: nothing is due on this procedure."]);
        }

        try
        {
            if (IsSplit(consignment))
                return QuotaCalculator.Explain(basis, consignment, line);
            var figures = new DutyFigures(basis, consignment, line);
            return new Explainer(basis, consignment, line, ref figures).Explain();
        }
        catch (OverflowException)
        {
            var decision = OutOfRange(basis);
            return new DutyExplanation(decision, line.Line, [], null, null, "", Warnings.NotDecided(decision));
        }
    }

    private static DutyDecision Assess(DutyBasis basis, Consignment consignment, LineMeasures line)
    {
        var figures = new DutyFigures(basis, consignment, line);
        var assessment = new Assessment(basis, consignment, line, ref figures);
        return assessment.Decide();
    }

    private static bool IsSplit(Consignment consignment) => consignment is
    { Quota: not null, Part: QuotaPart.Whole, QuotaOrderNumber.Length: > 0 };

    private static DutyDecision NothingDue(DutyBasis basis, DutyOutcome outcome) =>
        new(outcome, basis.Policy.Rounding.LineStep.Zero, basis.Policy.Currency, MeasureType.None,
            OriginStatus.ThirdCountry, default, null, []);

    private static DutyDecision OutOfRange(DutyBasis basis) => NothingDue(basis, DutyOutcome.NotDecided) with
    {
        Duty = 0,
        Missing = [new MissingFigure(
            MissingKind.Range, $"an amount in {basis.Policy.Currency} needs more than 28 digits")],
    };
}
