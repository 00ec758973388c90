using CrmClub.Contracts.Membership.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Accession;

/// <summary>What Membership says of a customs system holds in Declarations within seconds.</summary>
[Collection<TroubledClub>]
public sealed class RegisteredSystemTests(TroubledClub troubled)
{
    private const string ClientId = "5e000000-0000-4000-8000-0000000000a1";
    private static readonly TimeSpan BitesWithin = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task System_Suspended_IsRefusedByDeclarations_AndStaysSoWithoutMembership()
    {
        var club = troubled.Club;
        await club.UntilHealthyAsync(Cancel);
        using var officer = club.SignedInAs("secretariat");
        await SubmitAsync();

        await officer.CallAsync(options => officer.Membership.SuspendCustomsSystemAsync(
            new SuspendCustomsSystemRequest { RequestId = NewId(), ClientId = ClientId, Reason = "A key was lost" },
            options), cancel: Cancel);
        await Testing.Eventually.HoldsAsync("Declarations refuses the system", IsRefusedAsync, BitesWithin, Cancel);
        await club.StopAsync("membership", Cancel);
        try
        {
            Assert.True(await IsRefusedAsync());
        }
        finally
        {
            await club.StartAsync("membership", Cancel);
            await club.UntilHealthyAsync(Cancel);
            await RegisterAsync("It has a new key");
        }

        await Testing.Eventually.HoldsAsync("the system is let in again", async () =>
        {
            await SubmitAsync();
            return true;
        }, BitesWithin, Cancel);

        async Task<bool> IsRefusedAsync()
        {
            var refused = await Assert.ThrowsAsync<RpcException>(SubmitAsync);
            return refused is { StatusCode: StatusCode.PermissionDenied, Status.Detail: var said }
                && said.Contains("suspended");
        }

        async Task SubmitAsync()
        {
            using var customs = club.SignedInAs("customs-nl");
            await customs.CallAsync(options => customs.Declarations.SubmitDeclarationAsync(
                ExampleDeclaration.Request("NL"), options), cancel: Cancel);
        }
    }

    /// <summary>A batch counts by its items, and is refused as a whole.</summary>
    [Fact]
    public async Task System_SendingMoreItemsThanRegistered_IsToldToWait()
    {
        var club = troubled.Club;
        await club.UntilHealthyAsync(Cancel);
        using var customs = club.SignedInAs("customs-nl");
        var headers = new Metadata { { "authorization", $"Bearer {await club.TokenAsync("customs-nl", Cancel)}" } };
        await RegisterAsync("It sends too much", itemsPerSecond: 1);
        try
        {
            RpcException? refused = null;
            await Testing.Eventually.HoldsAsync("the batch is refused", async () =>
            {
                refused = await Record.ExceptionAsync(SubmitAsync) as RpcException;
                return refused is not null;
            }, BitesWithin, Cancel);

            var refusal = Client.Refusal.From(refused!);
            Assert.Equal((StatusCode.ResourceExhausted, "OVERLOADED"), (refusal.Code, refusal.Reason));
            Assert.Contains("for: 1 a second", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            await RegisterAsync("It sends what it did before");
        }

        await Testing.Eventually.HoldsAsync("the batch is taken", async () =>
            await Record.ExceptionAsync(SubmitAsync) is null, BitesWithin, Cancel);

        async Task SubmitAsync() => await customs.Declarations.SubmitDeclarationsAsync(
            new() { Requests = { Enumerable.Range(0, 3).Select(_ => ExampleDeclaration.Request("NL")) } },
            headers, DateTime.UtcNow.AddSeconds(5), Cancel);
    }

    private async Task RegisterAsync(string reason, int itemsPerSecond = 0)
    {
        using var officer = troubled.Club.SignedInAs("secretariat");
        using var approver = troubled.Club.SignedInAs("approver");
        var system = new CustomsSystem
        {
            ClientId = ClientId,
            Administration = "NL",
            Name = "customs-nl",
            ItemsPerSecond = itemsPerSecond,
        };
        var prepared = await officer.CallAsync(options => officer.Membership.PrepareChangeAsync(
            new PrepareChangeRequest
            {
                RequestId = NewId(),
                Change = new Change { CustomsSystem = system, Reason = reason },
            }, options), cancel: Cancel);
        await approver.CallAsync(options => approver.Membership.ApproveChangeAsync(
            new ApproveChangeRequest { RequestId = NewId(), ChangeId = prepared.Change.Id }, options), cancel: Cancel);
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
