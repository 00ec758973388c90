using Grpc.Core;

namespace CrmClub.Client.Tests;

public sealed class RetryPlanTests
{
    private const double NoJitter = 0.5;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(20);

    [Fact]
    public void Next_Unavailable_WaitsLongerEachTimeUpToTheLimit()
    {
        var plan = new RetryPlan(Within);

        var waits = Enumerable.Range(0, 6).Select(_ => Next(plan, StatusCode.Unavailable)!.Value.TotalSeconds);

        Assert.Equal([0.2, 0.4, 0.8, 1.6, 3, 3], waits.Select(w => Math.Round(w, 3)));
    }

    [Fact]
    public void Next_TimeIsOver_IsNull() =>
        Assert.Null(new RetryPlan(Within).Next(Refused(StatusCode.Unavailable), Within, NoJitter));

    [Fact]
    public void Next_Overloaded_WaitsOnceAsAsked()
    {
        var plan = new RetryPlan(Within);
        var refusal = Refused(StatusCode.ResourceExhausted) with { RetryAfter = TimeSpan.FromSeconds(1) };

        Assert.Equal(TimeSpan.FromSeconds(1), plan.Next(refusal, TimeSpan.Zero, NoJitter));
        Assert.Null(plan.Next(refusal, TimeSpan.Zero, NoJitter));
    }

    [Fact]
    public void Next_OverloadedWithoutAWait_IsNull() =>
        Assert.Null(Next(new RetryPlan(Within), StatusCode.ResourceExhausted));

    [Fact]
    public void Next_Unauthenticated_SignsInAgainOnce()
    {
        var plan = new RetryPlan(Within);

        Assert.Equal(TimeSpan.Zero, Next(plan, StatusCode.Unauthenticated));
        Assert.Null(Next(plan, StatusCode.Unauthenticated));
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.AlreadyExists)]
    [InlineData(StatusCode.Internal)]
    public void Next_Refused_IsNull(StatusCode code) => Assert.Null(Next(new RetryPlan(Within), code));

    private static TimeSpan? Next(RetryPlan plan, StatusCode code) => plan.Next(Refused(code), TimeSpan.Zero, NoJitter);

    private static Refusal Refused(StatusCode code) => new(code, "", "", [], null);
}
