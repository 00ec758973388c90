using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.System.Tests.Declaring;
using CrmClub.Testing.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Hosting;

/// <summary>Two clubs on one machine, each with its own folder, ports, keys and data.</summary>
[Collection<TroubledClub>]
public sealed class TwoClubsTests(TroubledClub troubled, RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_SideBySide_BothAreHealthyAndShareNoAddress()
    {
        await troubled.Club.UntilHealthyAsync(Cancel);
        await running.Club.UntilHealthyAsync(Cancel);

        Assert.NotEqual(troubled.Club.Folder, running.Club.Folder);
        Assert.Empty(troubled.Club.Resources.Select(troubled.Club.AddressOf)
            .Intersect(running.Club.Resources.Select(running.Club.AddressOf)));
    }

    [Fact]
    public async Task Submit_InOneOfThem_IsNotInTheOther()
    {
        using var here = troubled.Club.SignedInAs("customs-de");
        using var there = running.Club.SignedInAs("customs-de");
        var answer = await here.SubmitAsync(ExampleDeclaration.Request(), null, Cancel);
        var get = new GetDeclarationRequest { Mrn = answer.Mrn };

        var found = await here.CallAsync(o => here.Declarations.GetDeclarationAsync(get, o), cancel: Cancel);
        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            there.CallAsync(o => there.Declarations.GetDeclarationAsync(get, o), cancel: Cancel));

        Assert.Equal(answer.Mrn, found.Answer.Mrn);
        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
    }

    [Fact]
    public async Task Token_OfOneOfThem_IsNothingInTheOther()
    {
        var token = await troubled.Club.TokenAsync("customs-de", Cancel);
        using var there = running.Club.SignedInAs("customs-de");
        var headers = new Metadata { { "authorization", $"Bearer {token}" } };

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await there.Declarations
            .SubmitDeclarationAsync(ExampleDeclaration.Request(), headers, cancellationToken: Cancel));

        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
    }
}
