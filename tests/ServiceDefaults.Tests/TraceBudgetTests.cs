using System.Diagnostics;
using OpenTelemetry.Trace;

namespace CrmClub.ServiceDefaults.Tests;

public sealed class TraceBudgetTests
{
    private const int Many = 100 * TraceBudget.TracesAtOnce;

    private static readonly ActivityTraceId Trace = ActivityTraceId.CreateRandom();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Root_BeyondTheBudget_IsDropped(bool atDoor)
    {
        var sampler = TraceBudget.For(atDoor);

        var taken = Enumerable.Range(0, Many)
            .Count(_ => Decide(sampler, default, ActivityKind.Server) == SamplingDecision.RecordAndSample);

        Assert.InRange(taken, TraceBudget.TracesAtOnce, Many - 1);
    }

    [Fact]
    public void Root_OfAQuery_IsDropped() => Assert.Equal(
        SamplingDecision.Drop, Decide(TraceBudget.For(atDoor: false), default, ActivityKind.Client));

    [Theory]
    [InlineData(false, Many, Many)]
    [InlineData(true, TraceBudget.TracesAtOnce, Many - 1)]
    public void Parent_ThatIsTraced_IsFollowedBehindTheDoorAndCountedAtIt(bool atDoor, int least, int most)
    {
        var sampler = TraceBudget.For(atDoor);
        var parent = new ActivityContext(
            Trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);

        var taken = Enumerable.Range(0, Many)
            .Count(_ => Decide(sampler, parent, ActivityKind.Server) == SamplingDecision.RecordAndSample);

        Assert.InRange(taken, least, most);
    }

    private static SamplingDecision Decide(Sampler sampler, ActivityContext parent, ActivityKind kind) =>
        sampler.ShouldSample(new SamplingParameters(parent, Trace, "any", kind)).Decision;
}
