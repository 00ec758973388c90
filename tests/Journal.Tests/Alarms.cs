using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CrmClub.Journal.Tests;

/// <summary>Hears the alarms of the journals of this process.</summary>
internal sealed class Alarms : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _heard = new();

    public Alarms()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "crmclub.journal.alarms")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            _heard.AddOrUpdate((string)tags[0].Value!, value, (_, sum) => sum + value));
        _listener.Start();
    }

    public bool Has(string cause) => _heard.ContainsKey(cause);

    public void Dispose() => _listener.Dispose();
}
