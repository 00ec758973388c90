using System.Threading.Channels;
using CrmClub.ServiceDefaults;
using StackExchange.Redis;

namespace CrmClub.Tariffs.Versions;

/// <summary>
/// Lays the bytes of every version under `tariff:{hash}` in Redis, where the replicas of others find them. Redis may be
/// away or forget: then they ask this service, and it lays them there again.
/// </summary>
internal sealed partial class TariffBytes(IConfiguration configuration, TariffState state, ILogger<TariffBytes> logger)
    : BackgroundService
{
    private readonly Channel<bool> _offers = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for the bytes to be laid out soon; never waits.</summary>
    public void Offer() => _offers.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration.GetConnectionString("redis") is not { Length: > 0 } address)
            return;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(SharedCache.Settings(address));
        redis.ConnectionRestored += (_, _) => Offer();
        await foreach (var _ in _offers.Reader.ReadAllAsync(stoppingToken))
            await LayAsync(redis.GetDatabase());
    }

    private async Task LayAsync(IDatabase redis)
    {
        foreach (var tariff in state.Book.NewestFirst)
        {
            try
            {
                await redis.StringSetAsync($"tariff:{tariff.Version.Hash}", tariff.Bytes);
            }
            catch (Exception fault) when (fault is RedisException or TimeoutException)
            {
                RedisAway(fault.Message);
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Redis does not take the tariff's bytes: {Fault}")]
    private partial void RedisAway(string fault);
}
