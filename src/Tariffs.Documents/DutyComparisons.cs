using CrmClub.Contracts.Common.V1;
using CrmClub.Tariffs.Engine;
using Proto = CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>The engine's comparisons as the contracts' messages.</summary>
public static class DutyComparisons
{
    /// <summary>The comparison in full.</summary>
    public static Proto.DutyComparison From(DutyComparison comparison) => new()
    {
        Before = Amount(comparison.Before, comparison.Currency),
        After = Amount(comparison.After, comparison.Currency),
        Differences = { comparison.Differences.Select(From) },
    };

    private static Proto.DutyDifference From(CausedDifference difference) => new()
    {
        Causes = { difference.Causes.Select(cause => (Proto.DutyCause)cause) },
        Amount = Wire.Decimal(difference.Amount),
    };

    private static Money? Amount(decimal? amount, string currency) =>
        amount is { } known ? new Money { Amount = Wire.Decimal(known), Currency = currency } : null;
}
