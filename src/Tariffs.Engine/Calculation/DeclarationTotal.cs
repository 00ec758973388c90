namespace CrmClub.Tariffs.Engine;

/// <summary>The total of a declaration.</summary>
public static class DeclarationTotal
{
    /// <summary>The sum of the items' duties, brought to the administration's total step.</summary>
    public static decimal Of(RoundingPolicy rounding, IEnumerable<DutyDecision> items) =>
        Of(rounding, items.Sum(item => item.Duty));

    /// <summary>A sum of duties, brought to the administration's total step.</summary>
    public static decimal Of(RoundingPolicy rounding, decimal sum) =>
        rounding.TotalStep is { } step ? ((Exact)sum).Round(step) : sum;
}
