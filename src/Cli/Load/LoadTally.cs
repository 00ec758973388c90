using System.Diagnostics;

namespace CrmClub.Cli.Load;

/// <summary>What came of a load so far; any number of threads may add to it and read it.</summary>
internal sealed class LoadTally(long began)
{
    private long _calls;
    private long _accepted;
    private long _refused;
    private long _errors;
    private long _ended;

    public LatencyHistogram Times { get; } = new();

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(began, _ended == 0 ? Stopwatch.GetTimestamp() : _ended);

    public long Calls => Interlocked.Read(ref _calls);

    public long Accepted => Interlocked.Read(ref _accepted);

    public long Refused => Interlocked.Read(ref _refused);

    public long Errors => Interlocked.Read(ref _errors);

    public long Answered => Accepted + Refused;

    public long Sent => Answered + Errors;

    public double PerSecond => Answered / Elapsed.TotalSeconds;

    /// <summary>Calls that fell due and were not sent, since too many were under way; zero in a closed loop.</summary>
    public long CallsNotSent { get; private set; }

    public double Ms(double share) => Times.Quantile(share).TotalMilliseconds;

    public void Add(CallOutcome outcome, TimeSpan time)
    {
        Times.Record(time);
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _accepted, outcome.Accepted);
        Interlocked.Add(ref _refused, outcome.Refused);
        Interlocked.Add(ref _errors, outcome.Errors);
    }

    public void End(LoadPlan plan)
    {
        _ended = Stopwatch.GetTimestamp();
        CallsNotSent = plan.Calls - Calls ?? 0;
    }
}
