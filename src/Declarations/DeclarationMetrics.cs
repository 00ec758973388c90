using System.Diagnostics.Metrics;
using CrmClub.Declarations.Submission;
using CrmClub.Journal;

namespace CrmClub.Declarations;

/// <summary>What the service measures of its work: meter "CrmClub.Declarations".</summary>
internal sealed class DeclarationMetrics : IDisposable
{
    public const string Name = "CrmClub.Declarations";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _overloads;
    private readonly Counter<long> _adjustments;
    private readonly Histogram<double> _latency;
    private readonly Histogram<int> _groups;

    public DeclarationMetrics(ICopyProgress copies)
    {
        _decisions = _meter.CreateCounter<long>(
            "crmclub.declarations.decisions", "{declaration}", "Submissions answered, by outcome.");
        _overloads = _meter.CreateCounter<long>(
            "crmclub.declarations.overloads", "{declaration}", "Submissions refused because too many waited.");
        _adjustments = _meter.CreateCounter<long>(
            "crmclub.declarations.adjustments", "{adjustment}", "Adjustments proposed.");
        _latency = _meter.CreateHistogram<double>(
            "crmclub.declarations.decision.duration", "s", "From a declaration's arrival to its commit.");
        _groups = _meter.CreateHistogram<int>(
            "crmclub.declarations.group.size", "{declaration}", "Declarations stored in one transaction.");
        _meter.CreateObservableGauge(
            "crmclub.declarations.copy.age",
            () => copies.Producers.Select(producer => new Measurement<double>(
                copies.Age(producer).TotalSeconds, new KeyValuePair<string, object?>("producer", producer))),
            "s",
            "Time since the owner of a copied state was last heard.");
    }

    public void Observe(SubmissionBatcher batcher) => _meter.CreateObservableGauge(
        "crmclub.declarations.queue.length", () => batcher.QueueLength, "{declaration}", "Submissions that wait.");

    public void Decided(string outcome, TimeSpan duration)
    {
        _decisions.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        _latency.Record(duration.TotalSeconds);
    }

    public void Stored(int declarations) => _groups.Record(declarations);

    public void Overloaded() => _overloads.Add(1);

    public void Adjusted(int adjustments) => _adjustments.Add(adjustments);

    public void Dispose() => _meter.Dispose();
}
