namespace CrmClub.Tariffs.Engine;

/// <summary>Decides the club's duty of an item, exactly.</summary>
public static class DutyCalculator
{
    /// <summary>The duty of one item; allocates nothing but the decision.</summary>
    public static DutyDecision Decide(DutyBasis basis, Consignment consignment) => throw new NotImplementedException();

    /// <summary>The same decision with every measure looked at, and why it applies or not.</summary>
    public static DutyExplanation Explain(DutyBasis basis, Consignment consignment) =>
        throw new NotImplementedException();
}
