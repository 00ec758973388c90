using System.Diagnostics;
using System.Threading.Channels;

namespace CrmClub.Cli.Load;

/// <summary>
/// Calls fall due at even distances, whatever becomes of earlier ones. Each carries the instant at which it was to be
/// sent: one that waits for a free place meanwhile has that wait in its time, as its sender would.
/// </summary>
internal sealed class Arrivals(int perSecond, long calls, long began)
{
    /// <summary>The clock that lets calls in wakes so often; what falls due in between is sent together.</summary>
    internal static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private const int WaitingMax = 1_000_000;

    private readonly Channel<TimeSpan> _due = Channel.CreateBounded<TimeSpan>(WaitingMax);

    /// <summary>When each was to be sent, counted from the beginning; ends after the last.</summary>
    public ChannelReader<TimeSpan> Due => _due.Reader;

    /// <summary>
    /// When a call was to be sent that fell due at one instant and is let in at a later one. Up to a tick between them
    /// is how coarse the clock is; the rest is the machine's lateness, which the call has to bear.
    /// </summary>
    internal static TimeSpan IntendedAt(TimeSpan due, TimeSpan now) => now < due + Tick ? now : due + Tick;

    internal TimeSpan DueAt(long call) => TimeSpan.FromSeconds((double)call / perSecond);

    /// <summary>On a thread of its own: a timer of the thread pool is late by several ticks.</summary>
    public void Start(CancellationToken cancel) => new Thread(() => LetIn(cancel)) { IsBackground = true }.Start();

    private void LetIn(CancellationToken cancel)
    {
        for (var call = 0L; call < calls && !cancel.IsCancellationRequested;)
        {
            var now = Stopwatch.GetElapsedTime(began);
            for (; call < calls && DueAt(call) <= now; call++) _due.Writer.TryWrite(IntendedAt(DueAt(call), now));
            Thread.Sleep(Tick);
        }
        _due.Writer.Complete();
    }
}
