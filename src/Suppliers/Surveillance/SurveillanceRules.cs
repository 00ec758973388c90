using System.Text.Json;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Surveillance;

/// <summary>When surveillance is due, by the annex on certification.</summary>
/// <param name="Months">From one to the next; the first as long after the decision to certify (ISO/IEC 17021-1,
/// 9.1.3.3).</param>
/// <param name="WindowDays">How long before its day one may be passed.</param>
/// <param name="WarningDays">How long before its day the club reminds of one.</param>
internal sealed record SurveillanceRules(int Months, int WindowDays, IReadOnlyList<int> WarningDays)
{
    // Of clubs whose annex does not say them.
    private const int WindowDaysUsual = 90;
    private static readonly int[] WarningDaysUsual = [60, 30, 7];

    public static SurveillanceRules Read(StoredScheme annex)
    {
        using var document = JsonDocument.Parse(annex.Document);
        var root = document.RootElement;
        return new(
            root.GetProperty("surveillanceMonths").GetInt32(),
            root.TryGetProperty("surveillanceWindowDays", out var window) ? window.GetInt32() : WindowDaysUsual,
            root.TryGetProperty("surveillanceWarningDays", out var days)
                ? [.. days.EnumerateArray().Select(day => day.GetInt32())] : WarningDaysUsual);
    }

    /// <summary>The days of a certificate that is decided on a day and ends on another.</summary>
    public IEnumerable<DateOnly> Days(DateOnly decided, DateOnly end)
    {
        for (var number = 1; decided.AddMonths(number * Months) is var due && due < end; number++)
            yield return due;
    }

    /// <summary>The warning that is to be given on a day: the one nearest to the due day that has begun.</summary>
    public int? Warning(DateOnly due, DateOnly today)
    {
        var left = due.DayNumber - today.DayNumber;
        return WarningDays.Where(days => left <= days).Order().Select(days => (int?)days).FirstOrDefault();
    }
}
