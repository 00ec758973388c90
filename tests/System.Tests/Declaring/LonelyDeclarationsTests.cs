using CrmClub.Client;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Declaring;

/// <summary>Declarations decides from its own copies: what it copies from may be away.</summary>
[Collection<TroubledClub>]
public sealed class LonelyDeclarationsTests(TroubledClub troubled)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_WhileTheOthersAreDown_IsDecided()
    {
        string[] others = ["membership", "tariffs", "suppliers", "rabbitmq", "redis", "identity"];
        using var customs = troubled.Club.SignedInAs("customs-de");
        await SubmitAsync(customs);

        foreach (var other in others)
        {
            await troubled.Club.StopAsync(other, Cancel);
            await troubled.Club.UntilStoppedAsync(other, Cancel);
            Assert.NotEmpty(await SubmitAsync(customs));
        }

        // Servers first: a service that waits for one is not started before it.
        foreach (var other in others.Reverse()) await troubled.Club.StartAsync(other, Cancel);
        await troubled.Club.UntilHealthyAsync(Cancel);
    }

    /// <summary>The client tries again until the club is back; the request's id makes that one declaration.</summary>
    [Fact]
    public async Task Submit_WhileItsOwnWayIsDown_IsDecidedOnce()
    {
        using var customs = troubled.Club.SignedInAs("customs-de");
        await SubmitAsync(customs);

        foreach (var resource in new[] { "gateway", "declarations", "postgres" })
        {
            var killed = troubled.Club.Kill(resource);
            Assert.NotEmpty(await SubmitAsync(customs));
            await troubled.Club.UntilHealedAsync(resource, killed, Cancel);
        }
    }

    private static async Task<string> SubmitAsync(ClubClient customs)
    {
        var request = ExampleDeclaration.Request();
        var answer = await customs.CallAsync(options => customs.Declarations.SubmitDeclarationAsync(request, options),
            within: TimeSpan.FromSeconds(60), cancel: Cancel);
        return answer.Answer.Mrn;
    }
}
