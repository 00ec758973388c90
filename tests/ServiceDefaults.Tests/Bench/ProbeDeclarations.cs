using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;

namespace CrmClub.Tests.Bench;

/// <summary>A service behind the defaults that fails in the ways that are to be told apart.</summary>
internal sealed class ProbeDeclarations : DeclarationService.DeclarationServiceBase
{
    /// <summary>What a fault of our own may know and must not tell.</summary>
    internal const string Secret = "Host=db;Password=hunter2";

    public override async Task<GetDeclarationResponse> GetDeclaration(
        GetDeclarationRequest request, ServerCallContext context)
    {
        switch (request.Mrn)
        {
            case "refuse":
                var violations = new Violations();
                violations.Add("items[0].net_mass_kg", "18 01", "POSITIVE_DECIMAL", "-1", "a mass above 0", "No mass.");
                violations.Add("items[1].origin", "16 08", "COUNTRY", "XX", "an ISO 3166 code", "No country.");
                violations.ThrowIfAny();
                break;
            case "busy":
                throw new ClubException(ErrorReason.Overloaded, "Too much.");
            case "fault":
                throw new InvalidOperationException(Secret);
            case "database":
                throw new Npgsql.NpgsqlException(Secret, new System.Net.Sockets.SocketException());
            case "slow":
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                break;
        }
        return new() { Answer = new() { Mrn = request.Mrn, Administration = context.Caller().Id } };
    }

    public override Task<SubmitDeclarationResponse> SubmitDeclaration(
        SubmitDeclarationRequest request, ServerCallContext context)
    {
        var http = context.GetHttpContext().Request;
        var seen = string.Join(' ', http.Headers.Select(header => $"{header.Key}={header.Value}"));
        return Task.FromResult(new SubmitDeclarationResponse
        {
            Answer = new() { Lrn = request.Declaration?.Lrn ?? "", Cause = seen.ToLowerInvariant() },
        });
    }

    public override async Task RecomputeDeclarations(
        RecomputeDeclarationsRequest request, IServerStreamWriter<RecomputeDeclarationsResponse> responses,
        ServerCallContext context)
    {
        await responses.WriteAsync(new(), context.CancellationToken);
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }
}

/// <summary>Germany is registered, France's system is suspended, nobody else is known.</summary>
internal sealed class ProbeDirectory : ICallerDirectory
{
    /// <summary>False plays a service that has just started.</summary>
    public bool IsKnown { get; set; } = true;

    public bool IsRegistered(string tenantId) =>
        IsKnown && tenantId is TestIdentity.GermanTenant or TestIdentity.FrenchTenant;

    public void Check(Caller caller, SystemOperation operation)
    {
        if (caller.TenantId == TestIdentity.FrenchTenant)
            throw new ClubException(ErrorReason.SystemSuspended, "The customs system is suspended.");
    }

    public void Spend(Caller caller, int items)
    {
    }

    public string? AdministrationOf(Caller caller) => caller.TenantId == TestIdentity.GermanTenant ? "DE" : null;
}
