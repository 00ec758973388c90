using StackExchange.Redis;

namespace CrmClub.ServiceDefaults;

/// <summary>How a service stands on Redis: what is there is never the only copy, so nobody waits for it.</summary>
public static class SharedCache
{
    public const int ConnectMsMax = 2000;
    public const int AnswerMsMax = 500;
    public const int ConnectTries = 3;
    public const int KeepAliveSeconds = 10;
    public const int ReconnectMsFirst = 500;
    public const int ReconnectMsMax = 10_000;

    /// <summary>Sooner than the system, which notices a dead connection after a quarter of an hour.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    /// <summary>The connection string with the club's settings, whatever it says itself.</summary>
    public static ConfigurationOptions Settings(string connectionString)
    {
        var settings = ConfigurationOptions.Parse(connectionString);
        settings.AbortOnConnectFail = false;
        settings.AllowAdmin = false;
        // While Redis is away a call fails at once, instead of queueing for it.
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.ConnectTimeout = ConnectMsMax;
        settings.ConnectRetry = ConnectTries;
        settings.SyncTimeout = AnswerMsMax;
        settings.AsyncTimeout = AnswerMsMax;
        settings.KeepAlive = KeepAliveSeconds;
        settings.HeartbeatInterval = Heartbeat;
        settings.ReconnectRetryPolicy = new ExponentialRetry(ReconnectMsFirst, ReconnectMsMax);
        return settings;
    }
}
