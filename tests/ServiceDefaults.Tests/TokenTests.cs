using System.Collections.Concurrent;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tests.Bench;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CrmClub.ServiceDefaults.Tests;

/// <summary>
/// How a service gets from a token to a caller. Forged and wrong tokens are tried on the whole club, by every RPC.
/// </summary>
public sealed class TokenTests(ServiceFixture bench) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Token_Real_IsTakenAndKept()
    {
        var token = await bench.Identity.TokenAsync("customs-de");

        Assert.Equal(StatusCode.OK, await CallAsync(token));
        Assert.NotNull(bench.Service.App.Services.GetRequiredService<KeptTokens>().Find(token));
    }

    [Fact]
    public async Task Token_SentAgain_IsNotValidatedAgain()
    {
        var validated = new ConcurrentBag<string>();
        bench.Service.App.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>()
            .Get(JwtBearerDefaults.AuthenticationScheme).Events.OnTokenValidated += context =>
            {
                validated.Add(((JsonWebToken)context.SecurityToken).EncodedToken);
                return Task.CompletedTask;
            };
        var token = await bench.Identity.TokenAsync("customs-de");

        for (var call = 0; call < 3; call++)
            Assert.Equal(StatusCode.OK, await CallAsync(token));

        Assert.Single(validated, one => one == token);
    }

    [Fact]
    public async Task Token_OfSystem_ActsUnderItsClientId()
    {
        var options = TestService.With(await bench.Identity.TokenAsync("customs-de"));

        var answer = await bench.Service.Client.GetDeclarationAsync(new() { Mrn = "x" }, options);

        Assert.Equal(TestIdentity.ClientIdOf("customs-de"), answer.Answer.Administration);
    }

    [Fact]
    public async Task Token_OfUnregisteredTenant_IsUnauthenticated() => Assert.Equal(
        StatusCode.Unauthenticated, await CallAsync(await bench.Identity.TokenAsync("stranger")));

    [Fact]
    public async Task Token_BeforeTheMembersAreKnown_IsUnavailable()
    {
        await using var service = await TestService.StartAsync(bench.Identity.Instance);
        var directory = (ProbeDirectory)service.App.Services.GetRequiredService<ICallerDirectory>();
        var token = await bench.Identity.TokenAsync("customs-de");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await CallAsync(await bench.Identity.TokenAsync("auditor"), service) != StatusCode.OK)
            await pace.WaitForNextTickAsync(patience.Token);

        directory.IsKnown = false;
        Assert.Equal(StatusCode.Unavailable, await CallAsync(token, service));
        directory.IsKnown = true;
        Assert.Equal(StatusCode.OK, await CallAsync(token, service));
    }

    [Fact]
    public async Task Token_OfSuspendedSystem_IsDenied() => Assert.Equal(
        StatusCode.PermissionDenied, await CallAsync(await bench.Identity.TokenAsync("customs-fr")));

    [Fact]
    public async Task Token_ForeignTenantGivesItselfTheClubsRoles_IsDenied() => Assert.Equal(
        StatusCode.PermissionDenied, await CallAsync(await bench.Identity.TokenAsync("greedy-de")));

    [Fact]
    public async Task Token_IdentityServerGoneAndBack_ServesOnAndComesBack()
    {
        var identity = await TestIdentity.StartAsync();
        var port = new Uri(identity.Instance).Port;
        await using var service = await TestService.StartAsync(identity.Instance);
        var (kept, fresh) = (await identity.TokenAsync("customs-de"), await identity.TokenAsync("auditor"));
        Assert.Equal(StatusCode.OK, await CallAsync(kept, service));
        await identity.DisposeAsync();

        Assert.Equal(StatusCode.OK, await CallAsync(kept, service));
        Assert.Equal(StatusCode.OK, await CallAsync(fresh, service));

        await using var back = await TestIdentity.StartAsync(identity.Folder, port);
        Assert.Equal(StatusCode.OK, await CallAsync(await back.TokenAsync("officer-de"), service));
    }

    [Fact]
    public async Task Service_IdentityServerDownAtStart_IsReadyOnceItComes()
    {
        var port = Loopback.FreePort();
        await using var service = await TestService.StartAsync($"http://127.0.0.1:{port}/");
        var cancel = TestContext.Current.CancellationToken;
        using (var health = await service.Http.GetAsync("/health", cancel))
            Assert.False(health.IsSuccessStatusCode);
        Assert.Equal(StatusCode.Unavailable, await CallAsync(await bench.Identity.TokenAsync("auditor"), service));
        using (var alive = await service.Http.GetAsync("/alive", cancel))
            Assert.True(alive.IsSuccessStatusCode);

        await using var identity = await TestIdentity.StartAsync(port: port);
        var token = await identity.TokenAsync("customs-de");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await CallAsync(token, service) != StatusCode.OK)
            await pace.WaitForNextTickAsync(patience.Token);
        using var ready = await service.Http.GetAsync("/health", cancel);
        Assert.True(ready.IsSuccessStatusCode);
    }

    private async Task<StatusCode> CallAsync(string token, TestService? service = null)
    {
        try
        {
            await (service ?? bench.Service).Client.GetDeclarationAsync(new() { Mrn = "x" }, TestService.With(token));
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }
}
