using System.Diagnostics.Metrics;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Versions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CrmClub.Tariffs.Rates;

/// <summary>
/// Series that end before tomorrow, so that somebody records the next figure before a declaration lacks it: a degraded
/// health, and the gauge `crmclub.tariffs.rate.gaps`.
/// </summary>
internal sealed class RateGaps : IHealthCheck, IDisposable
{
    // A series that has had no figure for a season was given up.
    private const int DaysWatched = 92;

    private readonly Meter _meter = new("CrmClub.Tariffs");
    private readonly TariffState _state;
    private readonly ClubTime _time;

    public RateGaps(TariffState state, ClubTime time)
    {
        (_state, _time) = (state, time);
        _meter.CreateObservableGauge(
            "crmclub.tariffs.rate.gaps", () => On(_state.Book, Tomorrow(_time)).Count, "{series}",
            "Series of rates and prices without a figure for tomorrow.");
    }

    public static ListRateGapsResponse Answer(TariffBook book, ListRateGapsRequest request, ClubTime time)
    {
        var faults = new Violations();
        var day = request.AsOf.Length == 0 ? Tomorrow(time) : AskedVersion.AskedDay(request.AsOf, time, faults);
        faults.ThrowIfAny();
        return new ListRateGapsResponse { Gaps = { On(book, day) } };
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel)
    {
        var gaps = On(_state.Book, Tomorrow(_time));
        return Task.FromResult(gaps.Count == 0
            ? HealthCheckResult.Healthy("Every series has a figure for tomorrow.")
            : HealthCheckResult.Degraded(
                $"{gaps.Count} series end, the first: {gaps[0].Series} has no figure from {gaps[0].From} on.",
                data: gaps.ToDictionary(gap => gap.Series, gap => (object)gap.From)));
    }

    public void Dispose() => _meter.Dispose();

    private static DateOnly Tomorrow(ClubTime time) => time.Today(AskedVersion.ClubZone).AddDays(1);

    private static List<RateGap> On(TariffBook book, DateOnly day)
    {
        var rates = book.Rates.Series;
        return [.. rates.Keys.Select(pair => (Series: $"{pair}", From: rates.GapAt(pair, day)))
            .Concat(book.Prices.Series.Keys.Select(key => (Series: $"{key}", From: book.Prices.Series.GapAt(key, day))))
            .Where(gap => gap.From is { } from && from.AddDays(DaysWatched) > day)
            .OrderBy(gap => gap.Series, StringComparer.Ordinal)
            .Select(gap => new RateGap { Series = gap.Series, From = Wire.Day(gap.From!.Value) })];
    }
}
