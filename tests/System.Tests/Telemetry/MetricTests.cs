using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Telemetry;

/// <summary>What operators look at, as a collector gets it.</summary>
[Collection<TroubledClub>]
public sealed class MetricTests(TroubledClub troubled)
{
    private const double MinuteInSeconds = 60;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_AfterADeclarationAndARefusal_SayWhatWasDecidedAndHowLong()
    {
        using var customs = troubled.Club.SignedInAs("customs-de");
        var request = ExampleDeclaration.Request();
        await customs.CallAsync(
            options => customs.Declarations.SubmitDeclarationAsync(request, options), cancel: Cancel);

        await SaysAsync(Decisions("decided"), measure => measure.Value >= 1);
        await SaysAsync(
            new("declarations", "crmclub.declarations.decision.duration", "s"),
            // Decisions take milliseconds: with the steps of a histogram of milliseconds all would be in the first two.
            measure => measure.Value is > 0 and < MinuteInSeconds
                && measure.Buckets.Skip(2).Aggregate(0UL, (sum, hits) => sum + hits) > 0);

        request.RequestId = Guid.CreateVersion7().ToString();
        request.Declaration.Lrn = "";
        await Assert.ThrowsAnyAsync<Grpc.Core.RpcException>(() => customs.CallAsync(
            options => customs.Declarations.SubmitDeclarationAsync(request, options), cancel: Cancel));
        await SaysAsync(Decisions("VALIDATION_FAILED"), measure => measure.Value >= 1);
    }

    [Theory]
    [InlineData("membership")]
    [InlineData("tariffs", "membership")]
    [InlineData("suppliers", "membership")]
    [InlineData("declarations", "membership", "tariffs", "suppliers")]
    public async Task Metrics_OfEachService_SayWhatItsJournalAndCopiesAreBehind(string service, params string[] copies)
    {
        await SaysAsync(
            new(service, "crmclub.journal.lag", "s"), measure => measure.Value is >= 0 and < MinuteInSeconds);
        await SaysAsync(new(service, "crmclub.journal.unsealed", "{entry}"), measure => measure.Value >= 0);
        await SaysAsync(new(service, "crmclub.journal.unpublished", "{entry}"), measure => measure.Value >= 0);
        foreach (var label in copies.Select(producer => $"producer={producer}"))
        {
            await SaysAsync(new(service, "crmclub.copy.parked", "{item}", label), measure => measure.Value == 0);
            await SaysAsync(
                new(service, "crmclub.copy.age", "s", label), measure => measure.Value is >= 0 and < MinuteInSeconds);
        }
    }

    [Fact]
    public async Task Lag_WhileTheBrokerIsStopped_Grows()
    {
        var (lag, waiting) = (
            new Series("declarations", "crmclub.journal.lag", "s"),
            new Series("declarations", "crmclub.journal.unpublished", "{entry}"));
        await troubled.Club.StopAsync("rabbitmq", Cancel);
        try
        {
            using var customs = troubled.Club.SignedInAs("customs-de");
            await customs.CallAsync(options => customs.Declarations.SubmitDeclarationAsync(
                ExampleDeclaration.Request(), options), cancel: Cancel);
            await SaysAsync(waiting, measure => measure.Value >= 1);
            await SaysAsync(lag, measure => measure.Value > 1);
        }
        finally
        {
            await troubled.Club.StartAsync("rabbitmq", Cancel);
        }

        await SaysAsync(waiting, measure => measure.Value == 0);
        await SaysAsync(lag, measure => measure.Value == 0);
        await troubled.Club.UntilHealthyAsync(Cancel);
    }

    private static Series Decisions(string outcome) =>
        new("declarations", "crmclub.declarations.decisions", "{declaration}", $"outcome={outcome}");

    private Task SaysAsync(Series series, Func<Measure, bool> expected) => Eventually.NoneAsync<string>(
        () => troubled.Collector.Metrics.Of(series) is { } measure && expected(measure)
            ? []
            : [$"{series}: {troubled.Collector.Metrics.Of(series)}"],
        text => text, Within, Cancel);
}
