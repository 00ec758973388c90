namespace CrmClub.Tariffs.Engine.Quotas;

/// <summary>What a declaration asks of a quota on a day.</summary>
/// <param name="Id">Whose it is.</param>
/// <param name="Quantity">In the quota's unit; what is beyond whole kg is cut.</param>
public readonly record struct QuotaRequest(string Id, decimal Quantity);

/// <summary>What a request gets.</summary>
/// <param name="Id">Whose it is.</param>
/// <param name="Requested">Whole kg asked for.</param>
/// <param name="Allocated">Whole kg given.</param>
public readonly record struct QuotaDrawing(string Id, decimal Requested, decimal Allocated);

/// <summary>One day's allocation (UCC-IA Art. 51): in full, or each request the same proportion.</summary>
/// <param name="Drawings">In the order of the requests.</param>
/// <param name="Taken">Sum of what was given.</param>
public sealed record QuotaAllocation(IReadOnlyList<QuotaDrawing> Drawings, decimal Taken)
{
    private static readonly RoundingStep WholeKilogram = new(1, RoundingMode.Cut);

    /// <summary>Allocates a day's requests. What the cut to the kg leaves stays in the balance.</summary>
    /// <param name="balances">Of the quota, and of the main quota or tranche from which it also draws: the smallest
    /// limits. None below zero.</param>
    /// <param name="requests">Of one day, none below zero.</param>
    public static QuotaAllocation Of(IReadOnlyCollection<decimal> balances, IReadOnlyCollection<QuotaRequest> requests)
    {
        var limit = balances.Min();
        ArgumentOutOfRangeException.ThrowIfNegative(limit, nameof(balances));
        if (requests.Any(request => request.Quantity < 0))
            throw new ArgumentOutOfRangeException(nameof(requests), "A request below zero gives nothing back.");
        var wanted = requests.Sum(request => Cut(request.Quantity));
        var drawings = requests.Select(request => new QuotaDrawing(request.Id, Cut(request.Quantity),
            wanted <= limit ? Cut(request.Quantity) : Proportion(Cut(request.Quantity), limit, wanted))).ToArray();
        return new QuotaAllocation(drawings, drawings.Sum(drawing => drawing.Allocated));
    }

    /// <summary>Whole kg.</summary>
    public static decimal Cut(decimal quantity) => decimal.Truncate(quantity);

    private static decimal Proportion(decimal quantity, decimal limit, decimal wanted) =>
        ((Exact)quantity * limit / wanted).Round(WholeKilogram);
}
