using System.Net;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests;

/// <summary>Whole parts of the club are away, or all of it.</summary>
public static class Outages
{
    private const int AnsweredAlone = 100;
    private static readonly string[] Servers = ["postgres", "rabbitmq", "redis"];
    private static readonly string[] Needed = ["gateway", "declarations", "postgres"];

    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SaidWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AliveWithin = TimeSpan.FromSeconds(30);

    public static IReadOnlyList<Fault> All { get; } =
    [
        Alone,
        Restarted("in any order", (random, all) => [.. all.Shuffle(random)]),
    ];

    /// <summary>The ends of "any".</summary>
    public static IReadOnlyList<Fault> Single { get; } =
    [
        Restarted("services first", (_, all) => [.. all.Except(Servers), .. Servers]),
        Restarted("servers first", (_, all) => [.. Servers, .. all.Except(Servers)]),
    ];

    /// <summary>
    /// Declarations has only its database and the gateway: every call is decided at once, by what is known, and
    /// Declarations says that it hears nobody.
    /// </summary>
    private static Fault Alone => new("all others down", async (trouble, cancel) =>
    {
        var (club, refused) = (trouble.Club, trouble.Once.Refused);
        string[] others = [.. club.Resources.Except(Needed)];
        foreach (var other in others) await club.StopAsync(other, cancel);
        foreach (var other in others) await club.UntilStoppedAsync(other, cancel);
        await trouble.Load.UntilAnsweredAsync(AnsweredAlone, AnsweredWithin, cancel);
        using var declarations = club.Http("declarations");
        await Eventually.HoldsAsync("Declarations says whom it does not hear", async () =>
            (await declarations.GetStringAsync("health", cancel))
                .Contains("Not heard: membership, tariffs, suppliers."), SaidWithin, cancel);
        trouble.Struck();
        foreach (var other in others) await club.StartAsync(other, cancel);
        await club.UntilHealthyAsync(cancel);
        await club.DeclareRelyingAsync(await club.CertifyAsync(cancel), cancel);
        Assert.Equal(refused, trouble.Once.Refused);
    });

    /// <summary>
    /// All is stopped and started one after the other. What has started stays: it lives before what it needs is there,
    /// and says that it is not ready.
    /// </summary>
    private static Fault Restarted(string name, Func<Random, string[], string[]> orderOf) =>
        new($"all restarted, {name}", async (trouble, cancel) =>
        {
            var club = trouble.Club;
            string[] order = orderOf(trouble.Random, [.. club.Resources]);
            foreach (var resource in order) await club.StopAsync(resource, cancel);
            foreach (var resource in order) await club.UntilStoppedAsync(resource, cancel);
            var started = new Dictionary<string, int?>();
            foreach (var resource in order)
            {
                await club.StartAsync(resource, cancel);
                if (Servers.Contains(resource)) continue;
                using var http = club.Http(resource);
                await Eventually.HoldsAsync($"{resource} lives",
                    async () => (await http.GetAsync("alive", cancel)).IsSuccessStatusCode, AliveWithin, cancel);
                started[resource] = club.Pid(resource);
                if (AppHost.Club.Services.Contains(resource) && club.IsStopped("postgres"))
                    Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("health", cancel)).StatusCode);
            }

            trouble.Struck();
            await club.UntilHealthyAsync(cancel);
            Assert.All(started, one => Assert.Equal(one.Value, club.Pid(one.Key)));
        });

    private static string[] Shuffle(this string[] all, Random random)
    {
        random.Shuffle(all);
        return all;
    }
}
