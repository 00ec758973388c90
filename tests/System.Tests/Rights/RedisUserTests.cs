using CrmClub.System.Tests.Clubs;
using StackExchange.Redis;

namespace CrmClub.System.Tests.Rights;

/// <summary>What the Redis user of a service must not be able to do, and what it must.</summary>
public sealed class RedisUserTests(RunningClub running)
{
    public static TheoryData<string, string> OwnKeys =>
        new() { { "gateway", "rl:" }, { "tariffs", "tariff:" }, { "declarations", "tariff:" } };

    [Theory, MemberData(nameof(OwnKeys))]
    public async Task Keys_OfItsOwn_AreReadAndWritten(string user, string prefix)
    {
        await using var connection = await ConnectAsync(user);
        var database = connection.GetDatabase();

        await database.StringSetAsync($"{prefix}rights-test", user);

        Assert.Equal(user, await database.StringGetAsync($"{prefix}rights-test"));
        await database.KeyDeleteAsync($"{prefix}rights-test");
    }

    [Theory, MemberData(nameof(OwnKeys))]
    public async Task Commands_BeyondItsRights_AreRefused(string user, string prefix)
    {
        await using var connection = await ConnectAsync(user);
        var database = connection.GetDatabase();
        string[][] forbidden =
        [
            ["FLUSHALL"], ["CONFIG", "GET", "*"], ["KEYS", "*"], ["DEBUG", "OBJECT", prefix], ["SCRIPT", "FLUSH"],
            ["ACL", "LIST"], ["ACL", "SETUSER", "default", "on"], ["SHUTDOWN", "NOSAVE"], ["REPLICAOF", "NO", "ONE"],
            ["MODULE", "LOAD", "any"], ["CLIENT", "KILL", "TYPE", "normal"], ["MONITOR"], ["SWAPDB", "0", "1"],
            ["GET", "another:key"], ["SET", "another:key", "1"], ["RENAME", $"{prefix}rights-test", "another:key"],
            ["COPY", "another:key", $"{prefix}rights-test"], ["PUBLISH", "another", "1"],
        ];

        foreach (var command in forbidden)
        {
            var refusal = await Assert.ThrowsAsync<RedisServerException>(
                () => database.ExecuteAsync(command[0], command[1..]));
            // These two are off for everybody, whatever their rights.
            Assert.Matches("^NOPERM|^ERR (DEBUG|MODULE) command not allowed", refusal.Message);
        }
    }

    [Fact]
    public async Task Server_Running_HasItsSettings()
    {
        var expected = new Dictionary<string, string>
        {
            ["appendonly"] = "no",
            ["bind"] = "127.0.0.1",
            ["enable-debug-command"] = "no",
            ["enable-module-command"] = "no",
            ["maxmemory"] = $"{256 * 1024 * 1024}",
            ["maxmemory-policy"] = "allkeys-lru",
            ["protected-mode"] = "yes",
            ["save"] = "",
        };
        await using var connection = await ConnectAsync("operator");
        var database = connection.GetDatabase();
        var found = new Dictionary<string, string>();
        foreach (var name in expected.Keys)
            found[name] = (string)((RedisResult[])(await database.ExecuteAsync("CONFIG", "GET", name))!)[1]!;

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("CONFIG", "SET", "maxmemory", "1")]
    [InlineData("ACL", "SETUSER", "default", "on")]
    [InlineData("ACL", "LIST")]
    [InlineData("GET", "tariff:any")]
    [InlineData("FLUSHALL")]
    public async Task Operator_AnythingButLooking_IsRefused(params string[] command)
    {
        await using var connection = await ConnectAsync("operator");

        var refusal = await Assert.ThrowsAsync<RedisServerException>(
            () => connection.GetDatabase().ExecuteAsync(command[0], command[1..]));
        Assert.StartsWith("NOPERM", refusal.Message);
    }

    [Fact]
    public async Task SignIn_WithoutAUser_IsRefused()
    {
        var options = Options();

        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(options));
    }

    private Task<ConnectionMultiplexer> ConnectAsync(string user)
    {
        var options = Options();
        (options.User, options.Password) = (user, running.Club.Secret($"redis/{user}"));
        return ConnectionMultiplexer.ConnectAsync(options)!;
    }

    private ConfigurationOptions Options() => new()
    {
        EndPoints = { { "127.0.0.1", running.Club.Address("redis", "tcp").Port } },
        AbortOnConnectFail = true,
        ConnectRetry = 1,
        ConnectTimeout = 5000,
    };
}
