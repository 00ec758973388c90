using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Web.Cases;

/// <summary>What one cause moved in one currency: proposed by administration, and what became of it.</summary>
internal sealed record MovedByCause(
    string Currency, IReadOnlyList<(string Administration, decimal Amount)> Proposed, decimal Dropped, decimal Settled)
{
    public decimal Total => Proposed.Sum(one => one.Amount);

    /// <summary>Neither dropped nor settled yet.</summary>
    public decimal Open => Total - Dropped - Settled;

    /// <summary>By currency; administrations that it cost most first.</summary>
    public static List<MovedByCause> Of(IEnumerable<ClubCase> cases) =>
    [
        .. from one in cases
           group one by one.Adjustment.Difference.Currency into currency
           orderby currency.Key
           select new MovedByCause(
               currency.Key,
               [
                   .. currency.GroupBy(one => one.Adjustment.Administration)
                       .Select(own => (Administration: own.Key, Amount: own.Sum(one => one.Amount)))
                       .OrderByDescending(own => Math.Abs(own.Amount)),
               ],
               SumOf(currency, AdjustmentState.Dropped), SumOf(currency, AdjustmentState.Settled)),
    ];

    private static decimal SumOf(IEnumerable<ClubCase> cases, AdjustmentState state) =>
        cases.Where(one => one.Adjustment.State == state).Sum(one => one.Amount);
}
