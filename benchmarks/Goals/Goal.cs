using System.Globalization;

namespace CrmClub.Goals;

/// <summary>A goal as a ratio of two figures taken beside each other.</summary>
/// <param name="Number">Its number in docs/performance.md.</param>
/// <param name="What">What is measured.</param>
/// <param name="Baseline">What it is divided by, measured in the same run.</param>
/// <param name="Limit">What the median of all pairs is held against.</param>
/// <param name="IsLeast">Whether it is at least the limit; else at most.</param>
public sealed record Goal(int Number, string What, string Baseline, double Limit, bool IsLeast)
{
    public static Goal AtLeast(int number, double limit, string what, string baseline) =>
        new(number, what, baseline, limit, true);

    public static Goal AtMost(int number, double limit, string what, string baseline) =>
        new(number, what, baseline, limit, false);

    public bool IsMet(double ratio) => IsLeast ? ratio >= Limit : ratio <= Limit;

    /// <summary>Its row of the table.</summary>
    public string Row(IReadOnlyCollection<double> ratios)
    {
        var median = Medians.Of(ratios);
        return $"| {Number} | {What} | {Baseline} | {(IsLeast ? "≥" : "≤")} {Text(Limit)} | {Text(median)} "
            + $"| {Text(ratios.Min())}–{Text(ratios.Max())} | {(IsMet(median) ? "yes" : "**no**")} |";
    }

    private static string Text(double ratio) =>
        ratio.ToString(ratio < 10 ? "0.00" : ratio < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}

public static class Medians
{
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
