using System.Diagnostics.Metrics;
using CrmClub.Declarations.Accounts;
using CrmClub.Declarations.Submission;

namespace CrmClub.Declarations;

/// <summary>What the service measures of its work: meter "CrmClub.Declarations".</summary>
internal sealed class DeclarationMetrics : IDisposable
{
    public const string Name = "CrmClub.Declarations";

    // Without them a histogram's steps are made for milliseconds, and all would lie in the first.
    private static readonly double[] Seconds = [.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10];
    private static readonly int[] Sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500];

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _overloads;
    private readonly Counter<long> _adjustments;
    private readonly Histogram<double> _latency;
    private readonly Histogram<int> _groups;

    public DeclarationMetrics()
    {
        _decisions = _meter.CreateCounter<long>(
            "crmclub.declarations.decisions", "{declaration}", "Submissions answered, by outcome.");
        _overloads = _meter.CreateCounter<long>(
            "crmclub.declarations.overloads", "{declaration}", "Submissions refused because too many waited.");
        _adjustments = _meter.CreateCounter<long>(
            "crmclub.declarations.adjustments", "{adjustment}", "Adjustments proposed.");
        _latency = _meter.CreateHistogram<double>(
            "crmclub.declarations.decision.duration", "s", "From a declaration's arrival to its commit.",
            tags: null, new() { HistogramBucketBoundaries = Seconds });
        _groups = _meter.CreateHistogram<int>(
            "crmclub.declarations.group.size", "{declaration}", "Declarations stored in one transaction.",
            tags: null, new() { HistogramBucketBoundaries = Sizes });
    }

    public void Observe(SubmissionBatcher batcher) => _meter.CreateObservableGauge(
        "crmclub.declarations.queue.length", () => batcher.QueueLength, "{declaration}", "Submissions that wait.");

    public void Observe(AccountWatch accounts) => _meter.CreateObservableGauge(
        "crmclub.declarations.accounts.unexplained", () => (double)accounts.Amount, "{amount}",
        "Amount in the accounts that no revision or report explains; 0.00 where all is well.");

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
