using System.Diagnostics;
using CrmClub.Declarations.Assessment;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Simulation;

/// <summary>
/// The baseline: what the engine alone needs for the same items by both tariffs, on one core and from memory. Nothing
/// is read, summed up by group or written down.
/// </summary>
internal sealed class PureEngine(StoredPeriod period, int declarations)
{
    // Made while the clock stands, and few enough that all of them need not be kept.
    private const int AtOnce = 1_000;

    /// <summary>The time of the decisions alone, and the sums by administration.</summary>
    public (TimeSpan Time, IReadOnlyList<AdministrationSum> Sums) Decide()
    {
        var sums = new SortedDictionary<string, (decimal Before, decimal After)>(StringComparer.Ordinal);
        var time = TimeSpan.Zero;
        for (var first = 0; first < declarations; first += AtOnce)
        {
            var some = Enumerable.Range(first, AtOnce).Select(Prepare).ToArray();
            var began = Stopwatch.GetTimestamp();
            var totals = Array.ConvertAll(some, Totals);
            time += Stopwatch.GetElapsedTime(began);
            foreach (var (one, (before, after)) in some.Zip(totals))
            {
                var sum = sums.GetValueOrDefault(one.Administration);
                sums[one.Administration] = (sum.Before + before, sum.After + after);
            }
        }

        return (time, [.. sums.Select(one => new AdministrationSum(one.Key, one.Value.Before, one.Value.After))]);
    }

    private Prepared Prepare(int number)
    {
        var declaration = StoredPeriod.Declaration(number);
        var basis = Basis.OfNow(period.Standing, declaration, Guid.Empty);
        return new Prepared(
            declaration.Administration, basis.Engine, basis.Engine with { Tariff = period.Candidate },
            [.. Assessor.ConsignmentsOf(declaration, basis)]);
    }

    private static (decimal Before, decimal After) Totals(Prepared one)
    {
        var (before, after) = (0m, 0m);
        foreach (var item in one.Items)
        {
            before += DutyCalculator.Decide(one.Before, item).Duty;
            after += DutyCalculator.Decide(one.After, item).Duty;
        }

        var rounding = one.Before.Policy.Rounding;
        return (DeclarationTotal.Of(rounding, before), DeclarationTotal.Of(rounding, after));
    }

    private sealed record Prepared(string Administration, DutyBasis Before, DutyBasis After, Consignment[] Items);
}
