using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CrmClub.ServiceDefaults;

/// <summary>The one way to a service's own database.</summary>
public static class Database
{
    public const int ConnectionsMax = 20;
    public const int ConnectionsMin = 2;
    public const int ConnectSecondsMax = 5;
    public const int CommandSecondsMax = 6;
    public const int CancellationMsMax = 2000;
    public const int KeepAliveSeconds = 30;
    public const int IdleSecondsMax = 60;
    public const int LifetimeSecondsMax = 1800;

    /// <summary>Statements kept planned per connection: a small group costs more to plan than to store.</summary>
    public const int StatementsKept = 64;

    /// <summary>The connection string with the club's settings; what it says itself about TLS stays.</summary>
    public static NpgsqlConnectionStringBuilder Settings(string connectionString, string service, bool development)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = service,
            MaxPoolSize = ConnectionsMax,
            MinPoolSize = ConnectionsMin,
            Timeout = ConnectSecondsMax,
            CommandTimeout = CommandSecondsMax,
            CancellationTimeout = CancellationMsMax,
            KeepAlive = KeepAliveSeconds,
            TcpKeepAlive = true,
            ConnectionIdleLifetime = IdleSecondsMax,
            ConnectionLifetime = LifetimeSecondsMax,
            IncludeErrorDetail = false,
            MaxAutoPrepare = StatementsKept,
            // Nothing sets a session's state on a connection of the pool, so there is none to take back.
            NoResetOnClose = true,
        };
        if (!development && !given.ShouldSerialize("SSL Mode"))
            settings.SslMode = SslMode.VerifyFull;
        return settings;
    }

    internal static void AddDatabase(this WebApplicationBuilder builder, string service)
    {
        var given = builder.Configuration.GetConnectionString(service);
        if (string.IsNullOrWhiteSpace(given))
            return;

        var settings = Settings(given, service, builder.Environment.IsDevelopment());
        builder.Services.AddSingleton(_ => new NpgsqlDataSourceBuilder(settings.ConnectionString).Build());
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
    }

    private sealed class DatabaseHealth(NpgsqlDataSource source) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel)
        {
            try
            {
                await using var command = source.CreateCommand("SELECT 1");
                await command.ExecuteScalarAsync(cancel);
                return HealthCheckResult.Healthy();
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.", fault);
            }
        }
    }
}
