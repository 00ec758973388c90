using CrmClub.Contracts.Membership.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Accession;

/// <summary>A suspended customs system is refused everywhere within seconds.</summary>
[Collection<TroubledClub>]
public sealed class SuspendedSystemTests(TroubledClub troubled)
{
    private const string Client = "5e000000-0000-4000-8000-0000000000a1";
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
            new SuspendCustomsSystemRequest { RequestId = NewId(), ClientId = Client, Reason = "A key was lost" },
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
            await LetInAsync();
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

    private async Task LetInAsync()
    {
        using var officer = troubled.Club.SignedInAs("secretariat");
        using var approver = troubled.Club.SignedInAs("approver");
        var system = new CustomsSystem { ClientId = Client, Administration = "NL", Name = "customs-nl" };
        var prepared = await officer.CallAsync(options => officer.Membership.PrepareChangeAsync(
            new PrepareChangeRequest
            {
                RequestId = NewId(),
                Change = new Change { CustomsSystem = system, Reason = "It has a new key" },
            }, options), cancel: Cancel);
        await approver.CallAsync(options => approver.Membership.ApproveChangeAsync(
            new ApproveChangeRequest { RequestId = NewId(), ChangeId = prepared.Change.Id }, options), cancel: Cancel);
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
