using System.Diagnostics.Metrics;

namespace CrmClub.Journal;

/// <summary>Meter <c>CrmClub.Journal</c>.</summary>
internal sealed class JournalMetrics
{
    public const string MeterName = "CrmClub.Journal";

    private readonly Counter<long> _alarms;
    private readonly Counter<long> _gaps;
    private JournalLag _lag = new(0, 0, TimeSpan.Zero, new Dictionary<string, long>());

    public JournalMetrics(IMeterFactory meters, CopyStates copies)
    {
        var meter = meters.Create(MeterName);
        _alarms = meter.CreateCounter<long>(
            "crmclub.journal.alarms", "{alarm}", "What must not happen by itself, by cause.");
        _gaps = meter.CreateCounter<long>(
            "crmclub.copy.gaps", "{gap}", "Stretches read from the producer because no message brought them.");
        meter.CreateObservableGauge(
            "crmclub.journal.unsealed", () => _lag.Unsealed, "{entry}", "Entries that wait for the sealer.");
        meter.CreateObservableGauge(
            "crmclub.journal.unpublished", () => _lag.Unpublished, "{entry}",
            "Sealed entries that the broker has not confirmed.");
        meter.CreateObservableGauge(
            "crmclub.journal.lag", () => _lag.Oldest.TotalSeconds, "s",
            "Age of the oldest entry that the broker has not confirmed.");
        // Nothing parked is said, too: a gauge that falls silent is shown with what it said last.
        meter.CreateObservableGauge(
            "crmclub.copy.parked",
            () => copies.Producers.Select(
                p => new Measurement<long>(_lag.Parked.GetValueOrDefault(p), Producer(p))),
            "{item}", "Items that could not be applied, and those behind them.");
        meter.CreateObservableGauge(
            "crmclub.copy.refused",
            () => copies.Producers.Select(
                p => new Measurement<int>(copies.Refused(p) is null ? 0 : 1, Producer(p))),
            "{copy}", "Copies to which nothing is applied any more: the producer was restored or rewritten.");
        meter.CreateObservableGauge(
            "crmclub.copy.age",
            () => copies.Producers.Where(p => copies.Seq(p) > 0).Select(
                p => new Measurement<double>(copies.Age(p).TotalSeconds, Producer(p))),
            "s", "Time since the producer was last heard.");
    }

    public void Alarm(string cause) => _alarms.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public void Gap(string producer) => _gaps.Add(1, Producer(producer));

    public void Measured(JournalLag lag) => _lag = lag;

    private static KeyValuePair<string, object?> Producer(string name) => new("producer", name);
}

/// <summary>Entries behind, as last counted in the database.</summary>
internal sealed record JournalLag(
    long Unsealed, long Unpublished, TimeSpan Oldest, IReadOnlyDictionary<string, long> Parked);
