namespace CrmClub.Tariffs.Engine;

/// <summary>The total of a declaration.</summary>
public static class DeclarationTotal
{
    /// <summary>The sum of the items' duties, brought to the administration's total step.</summary>
    public static decimal Of(RoundingPolicy rounding, IEnumerable<DutyDecision> items) =>
        throw new NotImplementedException();
}
