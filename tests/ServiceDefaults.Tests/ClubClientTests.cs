using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tests.Bench;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CrmClub.ServiceDefaults.Tests;

public sealed class ClubClientTests(ServiceFixture bench) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Client_OfAnotherService_FindsItAndShowsItsToken()
    {
        await using var host = Host(bench.Service.GrpcAddress);
        var client = host.Services.GetRequiredKeyedService<DeclarationService.DeclarationServiceClient>("declarations");

        // Reached and known, but Club.Service may not read declarations.
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.GetDeclarationAsync(
            new() { Mrn = "x" }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
        Assert.NotNull(host.Services.GetService<DeclarationService.DeclarationServiceClient>());
    }

    [Fact]
    public async Task Client_ServiceComesLate_IsAnsweredByRetry()
    {
        var port = Loopback.FreePort();
        await using var host = Host($"http://127.0.0.1:{port}");
        var client = host.Services.GetRequiredKeyedService<DeclarationService.DeclarationServiceClient>("declarations");

        var call = client.GetDeclarationAsync(
            new() { Mrn = "x" }, cancellationToken: TestContext.Current.CancellationToken).ResponseAsync;
        await using var late = await TestService.StartAsync(bench.Identity.Instance, grpc: port);
        var failure = await Assert.ThrowsAsync<RpcException>(() => call);

        Assert.Contains(failure.StatusCode, (StatusCode[])[StatusCode.PermissionDenied, StatusCode.Unavailable]);
    }

    private WebApplication Host(string address)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Development",
            ContentRootPath = Loopback.NewFolder(),
            Args =
            [
                $"--AzureAd:Instance={bench.Identity.Instance}",
                $"--ClubIdentity:TenantId={TestIdentity.ClubTenant}",
                $"--ClubIdentity:ClientId={TestIdentity.ClientIdOf("tariffs")}",
                "--ClubIdentity:ClientSecret=tariffs-secret",
                $"--services:declarations:grpc:0={address}",
            ],
        });
        builder.AddServiceDefaults("tariffs");
        builder.AddClubClient<DeclarationService.DeclarationServiceClient>("declarations");
        return builder.Build();
    }
}
