using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using Grpc.Core;
using Grpc.Net.Client;

namespace CrmClub.System.Tests.Declaring;

/// <summary>A declaration walks through the whole house: gateway, token, decision, store, and back.</summary>
public sealed class DeclaredPathTests(RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_AnExample_IsDecidedAndReadBack()
    {
        using var customs = running.Club.SignedInAs("customs-de");

        var answer = (await customs.CallAsync(options =>
            customs.Declarations.SubmitDeclarationAsync(ExampleDeclaration.Request(), options), cancel: Cancel)).Answer;
        var stored = await customs.CallAsync(options => customs.Declarations.GetDeclarationAsync(
            new GetDeclarationRequest { Mrn = answer.Mrn }, options), cancel: Cancel);

        Assert.NotEmpty(answer.Mrn);
        Assert.Equal(answer.Duty, stored.Answer.Duty);
        Assert.Equal(answer.Items.Count, stored.Answer.Items.Count);
    }

    [Fact]
    public async Task Submit_TheSameRequestTwice_GivesOneMrn()
    {
        using var customs = running.Club.SignedInAs("customs-de");
        var request = ExampleDeclaration.Request();

        var first = await customs.CallAsync(options =>
            customs.Declarations.SubmitDeclarationAsync(request, options), cancel: Cancel);
        var second = await customs.CallAsync(options =>
            customs.Declarations.SubmitDeclarationAsync(request, options), cancel: Cancel);

        Assert.Equal(first.Answer.Mrn, second.Answer.Mrn);
        Assert.True(second.Answer.Replayed);
    }

    [Fact]
    public async Task Submit_ForAnotherAdministration_IsRefused()
    {
        using var customs = running.Club.SignedInAs("customs-jp");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => customs.CallAsync(options =>
            customs.Declarations.SubmitDeclarationAsync(ExampleDeclaration.Request(), options), cancel: Cancel));

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
    }

    [Fact]
    public async Task Submit_WithoutAToken_IsRefused()
    {
        using var channel = GrpcChannel.ForAddress(running.Club.Address("gateway", "grpc"));
        var declarations = new DeclarationService.DeclarationServiceClient(channel);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await declarations.SubmitDeclarationAsync(ExampleDeclaration.Request(), cancellationToken: Cancel));

        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
    }
}
