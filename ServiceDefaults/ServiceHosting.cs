using Grpc.Core;
using Microsoft.AspNetCore.Builder;

namespace CrmClub.ServiceDefaults;

/// <summary>What every service of the club has.</summary>
public static class ServiceHosting
{
    /// <summary>
    /// Kestrel's two endpoints and limits, telemetry, health, authentication, gRPC with the interceptors, JSON
    /// transcoding, an <c>NpgsqlDataSource</c> from the connection string named like the service, and
    /// <see cref="ClubTime"/>.
    /// </summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service) =>
        throw new NotImplementedException();

    /// <summary>
    /// A gRPC client of another service by discovery (<c>http://_grpc.{service}</c>), with the role Club.Service,
    /// deadlines and retry on UNAVAILABLE. Registered under its type, and keyed by the service's name, since one client
    /// type may serve several services (<c>JournalService</c>).
    /// </summary>
    public static WebApplicationBuilder AddClubClient<TClient>(this WebApplicationBuilder builder, string service)
        where TClient : ClientBase => throw new NotImplementedException();

    /// <summary>Health, gRPC health, reflection in development, and the pipeline's middleware.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app) => throw new NotImplementedException();
}

/// <summary>
/// The club's business clock: system time plus an offset that only a developer's club has. Serves legal days alone.
/// </summary>
public abstract class ClubTime
{
    /// <summary>The instant, UTC.</summary>
    public abstract DateTimeOffset UtcNow { get; }

    /// <summary>The legal day in an IANA zone, for instance "Europe/Brussels".</summary>
    public abstract DateOnly Today(string zone);
}
