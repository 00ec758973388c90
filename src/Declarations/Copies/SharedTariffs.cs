using CrmClub.ServiceDefaults;
using StackExchange.Redis;

namespace CrmClub.Declarations.Copies;

/// <summary>Tariff documents that replicas share in Redis: never the only copy, never waited for.</summary>
internal sealed class SharedTariffs(IConfiguration configuration, ILogger<SharedTariffs> log) : IAsyncDisposable
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(50);

    private readonly Lazy<Task<ConnectionMultiplexer?>> _connection = new(() => ConnectAsync(configuration));

    /// <summary>The document with that hash, or null where it isn't there within 50 ms.</summary>
    public async Task<byte[]?> FindAsync(string hash)
    {
        try
        {
            if (await _connection.Value.WaitAsync(WaitMax) is not { } redis)
                return null;
            return await redis.GetDatabase().StringGetAsync($"tariff:{hash}").WaitAsync(WaitMax);
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            log.RedisNotThere(failure.Message);
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: { } redis } })
            await redis.DisposeAsync();
    }

    private static async Task<ConnectionMultiplexer?> ConnectAsync(IConfiguration configuration)
    {
        if (configuration.GetConnectionString("redis") is not { Length: > 0 } address)
            return null;
        return await ConnectionMultiplexer.ConnectAsync(SharedCache.Settings(address));
    }
}

internal static partial class SharedTariffsLog
{
    [LoggerMessage(LogLevel.Debug, "Redis gave no answer: {Message}")]
    public static partial void RedisNotThere(this ILogger log, string message);
}
