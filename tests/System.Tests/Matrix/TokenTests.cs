using System.Net;
using System.Net.Sockets;
using CrmClub.System.Tests.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Forged and wrong tokens, each by every way to every RPC of the running club.</summary>
public sealed class TokenTests(RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_WithAForgedToken_IsUnauthenticatedAndLeadsNowhere()
    {
        using var forge = await Forge.OfAsync(running.Club, Cancel);
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)trap.LocalEndpoint).Port}/");

        await RefusedAsync([.. ForgedTokens.All(forge, address)]);

        Assert.False(trap.Pending(), "A token's address was asked for a key.");
    }

    [Fact]
    public async Task Call_WithATokenForOthers_IsRefused()
    {
        using var forge = await Forge.OfAsync(running.Club, Cancel);

        await RefusedAsync([.. WrongTokens.All(forge)]);
    }

    /// <summary>What the others are changed from is taken: they are refused for what is wrong with them.</summary>
    [Fact]
    public async Task Call_WithAnUnchangedToken_IsLetIn()
    {
        using var forge = await Forge.OfAsync(running.Club, Cancel);
        using var doors = new Doors(running.Club);
        var good = new Dictionary<string, string>
        {
            ["system"] = forge.Signed(forge.System),
            ["person"] = forge.Signed(forge.Person),
            ["service"] = forge.Signed(forge.Service),
        };
        await Cells.AllRightAsync([.. good.Keys], doors.All,
            (who, way, cancel) => way.CallAsync($"Bearer {good[who]}", cancel),
            (_, _, outcome) => outcome.Code != StatusCode.Unauthenticated);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer null")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    public async Task Call_WithoutAToken_IsUnauthenticated(string? authorization)
    {
        using var doors = new Doors(running.Club);
        // Past the gateway, whose rate for strangers would have each of them wait.
        await Cells.AllRightAsync([$"'{authorization}'"], [.. doors.Guarded.Where(way => !way.IsThroughGateway)],
            (_, way, cancel) => way.CallAsync(authorization, cancel),
            (_, _, outcome) => outcome.Code == StatusCode.Unauthenticated);
    }

    private async Task RefusedAsync(IReadOnlyList<BadToken> tokens)
    {
        using var doors = new Doors(running.Club);
        await Cells.AllRightAsync(tokens, doors.Guarded,
            (token, way, cancel) => way.CallAsync($"Bearer {token.Text}", cancel),
            (token, way, outcome) => outcome.Code == (way.IsRouted ? token.Answer : StatusCode.Unimplemented));
    }
}
