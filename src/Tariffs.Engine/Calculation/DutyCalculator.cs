namespace CrmClub.Tariffs.Engine;

/// <summary>Decides the club's duty of an item, exactly.</summary>
public static class DutyCalculator
{
    /// <summary>The duty of one item; allocates nothing but the decision.</summary>
    public static DutyDecision Decide(DutyBasis basis, Consignment consignment) =>
        basis.Tariff.FindMeasures(consignment.GoodsCode) is { } line
            ? new Assessment(basis, consignment, line).Decide()
            : OutOfScope(basis);

    /// <summary>The same decision with every measure looked at, and why it applies or not.</summary>
    public static DutyExplanation Explain(DutyBasis basis, Consignment consignment) =>
        basis.Tariff.FindMeasures(consignment.GoodsCode) is { } line
            ? new Explainer(new Assessment(basis, consignment, line)).Explain()
            : new DutyExplanation(OutOfScope(basis), null, [], null, null, "", [
                $"{consignment.GoodsCode} is out of the club's scope: nothing is due to the club."]);

    private static DutyDecision OutOfScope(DutyBasis basis) =>
        new(DutyOutcome.OutOfScope, 0 * basis.Policy.Rounding.LineStep.Unit, basis.Policy.Currency, MeasureType.None,
            OriginStatus.ThirdCountry, [], null, []);
}
