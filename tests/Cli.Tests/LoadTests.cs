using CrmClub.Cli.Load;

namespace CrmClub.Cli.Tests;

/// <summary>What the load driver counts, and from when.</summary>
public sealed class LoadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.5), InlineData(0.9), InlineData(0.99), InlineData(0.999), InlineData(1)]
    public void Quantile_DurationsOfEverySize_IsAtMostOnePartIn128TooHigh(double share)
    {
        var durations = Enumerable.Range(0, 10_000).Select(i => TimeSpan.FromTicks((long)Math.Pow(1.002, i))).ToList();
        var histogram = new LatencyHistogram();

        foreach (var duration in durations.Where(duration => duration < TimeSpan.FromHours(1)))
            histogram.Record(duration);

        var exact = durations[(int)Math.Ceiling(share * histogram.Count) - 1];
        Assert.InRange(histogram.Quantile(share), exact, exact + (exact / 128));
    }

    [Fact]
    public void Quantile_NothingRecorded_IsZero() =>
        Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Quantile(0.99));

    [Fact]
    public void Quantile_LongerThanAnyBucket_CountsAsTheLongest()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(TimeSpan.FromDays(2));

        Assert.InRange(histogram.Quantile(0.5), TimeSpan.FromHours(24), histogram.Max);
    }

    [Theory]
    [InlineData(10.0, 10.0, 10.0)]
    [InlineData(10.0, 10.7, 10.7)]
    [InlineData(10.0, 14.0, 11.0)]
    public void IntendedAt_LetInLate_IsAtMostATickAfterItFellDue(double dueMs, double nowMs, double intendedMs) =>
        Assert.Equal(Ms(intendedMs), Arrivals.IntendedAt(Ms(dueMs), Ms(nowMs)));

    [Fact]
    public async Task Run_OpenLoop_SendsWhatTheRateSaysAndNoMore()
    {
        var asked = 0;

        var tally = await LoadDriver.RunAsync(new LoadPlan(8, 500, Ms(200)), _ =>
        {
            Interlocked.Increment(ref asked);
            return Task.FromResult(new CallOutcome(1));
        }, cancel: Cancel);

        Assert.Equal((100, 100, 0), (asked, tally.Calls, tally.CallsNotSent));
    }

    [Fact]
    public async Task Run_OpenLoopAndAServerThatStalls_ShowsInTheTimesOfAllThatWereDueMeanwhile()
    {
        const int rate = 200;
        var stall = Ms(500);
        var asked = 0;

        var tally = await LoadDriver.RunAsync(new LoadPlan(1, rate, Ms(1000)), async _ =>
        {
            if (Interlocked.Increment(ref asked) == rate / 4) await Task.Delay(stall, Cancel);
            return new CallOutcome(1);
        }, cancel: Cancel);

        // One call alone saw the stall. Of the hundred that fell due in it, half had more than half of it to wait.
        Assert.Equal(rate, tally.Calls);
        Assert.True(tally.Times.Quantile(1 - 0.2) > stall / 2, $"{tally.Times.Quantile(1 - 0.2)}");
    }

    [Fact]
    public async Task Run_OpenLoopAndAServerThatAnswersNoMore_CountsWhatWasNotSent()
    {
        var tally = await LoadDriver.RunAsync(new LoadPlan(2, 100, Ms(100)), async _ =>
        {
            await Task.Delay(Ms(1500), Cancel);
            return new CallOutcome(0, Errors: 1);
        }, cancel: Cancel);

        Assert.Equal((2, 2, 8), (tally.Calls, tally.Errors, tally.CallsNotSent));
    }

    [Fact]
    public async Task Run_ClosedLoop_HasAlwaysSoManyUnderWayAndCountsHowTheyCameOut()
    {
        var underWay = new HashSet<int>();
        var together = new TaskCompletionSource();

        var tally = await LoadDriver.RunAsync(new LoadPlan(3, null, Ms(100)), async caller =>
        {
            lock (underWay)
            {
                underWay.Add(caller);
                if (underWay.Count == 3) together.TrySetResult();
            }
            await together.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
            return caller == 0 ? new CallOutcome(4, Refused: 1) : new CallOutcome(0, Errors: 1);
        }, cancel: Cancel);

        Assert.InRange(tally.Calls, 3, long.MaxValue);
        Assert.Equal(tally.Accepted, 4 * tally.Refused);
        Assert.Equal(tally.Calls, tally.Refused + tally.Errors);
        Assert.Equal(tally.Calls, tally.Times.Count);
    }

    [Fact]
    public async Task Run_ClosedLoopCancelled_Ends()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var tally = await LoadDriver.RunAsync(new LoadPlan(2, null, TimeSpan.FromMinutes(1)), async caller =>
        {
            await cancel.CancelAsync();
            return new CallOutcome(1);
        }, cancel: cancel.Token);

        Assert.InRange(tally.Calls, 1, 2);
    }

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
