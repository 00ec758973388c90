using System.Diagnostics.Metrics;
using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Suppliers.Grievances;

/// <summary>What the service measures of grievances: meter "CrmClub.Suppliers".</summary>
internal sealed class GrievanceMetrics : IDisposable
{
    private readonly Meter _meter = new("CrmClub.Suppliers");
    private readonly Counter<long> _filed;
    private readonly Counter<long> _asked;
    private long _overdue;

    public GrievanceMetrics()
    {
        _filed = _meter.CreateCounter<long>(
            "crmclub.suppliers.grievances.filed", "{grievance}", "Grievances taken, by language.");
        _asked = _meter.CreateCounter<long>(
            "crmclub.suppliers.grievances.asked", "{call}", "Questions by receipt, by outcome.");
        _meter.CreateObservableGauge(
            "crmclub.suppliers.grievances.overdue", () => Volatile.Read(ref _overdue), "{grievance}",
            "Grievances whose deadline passed without an answer.");
    }

    /// <summary>Questions by receipt: other tests count by the same name at the same time.</summary>
    internal Instrument AskedInstrument => _asked;

    public void Filed(Grievance grievance) =>
        _filed.Add(1, new KeyValuePair<string, object?>("language", grievance.Language.Split('-')[0]));

    public void Asked(bool isRight) =>
        _asked.Add(1, new KeyValuePair<string, object?>("outcome", isRight ? "found" : "refused"));

    public void Overdue(int count) => Volatile.Write(ref _overdue, count);

    public void Dispose() => _meter.Dispose();
}
