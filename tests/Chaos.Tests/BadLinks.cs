using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests;

/// <summary>What befalls the links between the parts: clients, gateway, Declarations, Suppliers and servers.</summary>
public static class BadLinks
{
    private const int CutsOfALink = 3;
    private const int AnswerBytesBeforeCutMax = 2000;
    private const int AnsweredSlowly = 20;

    private static readonly string[] UsedByCertificates =
        ["declarations-rabbitmq", "suppliers-rabbitmq", "suppliers-postgres"];

    private static readonly TimeSpan BadFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CutWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FoundOutWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(60);

    private static readonly LinkFaults Slow =
        new(Latency: TimeSpan.FromMilliseconds(100), Jitter: TimeSpan.FromMilliseconds(200));

    // 16 kbit/s.
    private static readonly LinkFaults Narrow = new(BytesPerSecond: 2000);

    private static readonly LinkFaults Silent = new(Silent: true);

    /// <summary>Each once; what can happen to all links at the same time does.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        IsSlow(ClubLinks.Names), IsBad(ClubLinks.Names, "narrow", Narrow), IsBad(ClubLinks.Names, "silent", Silent),
        IsCut, IsLost(ClubLinks.Names),
    ];

    /// <summary>The same to one link.</summary>
    public static IReadOnlyList<Fault> Single { get; } =
    [
        .. ClubLinks.Names.SelectMany(link => new[]
        {
            IsSlow([link]), IsBad([link], "narrow", Narrow), IsBad([link], "silent", Silent), IsLost([link]),
        }),
    ];

    private static Fault IsSlow(IReadOnlyList<string> links) => new($"{Called(links)} slow", async (trouble, cancel) =>
    {
        Set(trouble, links, Slow);
        trouble.Struck();
        await trouble.Load.UntilAnsweredAsync(AnsweredSlowly, AnsweredWithin, cancel);
        Set(trouble, links, new LinkFaults());
    });

    private static Fault IsBad(IReadOnlyList<string> links, string name, LinkFaults faults) =>
        new($"{Called(links)} {name}", async (trouble, cancel) =>
        {
            Set(trouble, links, faults);
            await Task.Delay(BadFor, cancel);
            Set(trouble, links, new LinkFaults());
            trouble.Struck();
        });

    private static Fault IsCut => new("all links cut in mid-answer", async (trouble, cancel) =>
    {
        trouble.Struck();
        await Task.WhenAll(ClubLinks.Names.Select(name => CutAsync(trouble, name, cancel)).ToList());
    });

    private static async Task CutAsync(Trouble trouble, string name, CancellationToken cancel)
    {
        var link = trouble.Club.Links[name];
        int[] cuts = [.. Enumerable.Range(0, CutsOfALink).Select(_ => trouble.Random.Next(AnswerBytesBeforeCutMax))];
        foreach (var bytes in cuts)
        {
            link.CutAnswersAfter(bytes);
            await Eventually.HoldsAsync($"{name} is cut", () => Task.FromResult(!link.IsToCut), CutWithin, cancel);
        }
    }

    /// <summary>Nobody is told: those who use the connections find out, in time.</summary>
    private static Fault IsLost(IReadOnlyList<string> links) =>
        new($"{Called(links)} half-open", async (trouble, cancel) =>
        {
            foreach (var link in links) trouble.Club.Links[link].Lose();
            trouble.Struck();
            await trouble.Load.UntilAnsweredAsync(AnsweredSlowly, FoundOutWithin, cancel);
            if (!links.Intersect(UsedByCertificates).Any()) return;
            var certificate = await trouble.Club.CertifyAsync(cancel);
            await trouble.Club.DeclareRelyingAsync(certificate, cancel);
        });

    private static void Set(Trouble trouble, IReadOnlyList<string> links, LinkFaults faults)
    {
        foreach (var link in links) trouble.Club.Links[link].Faults = faults;
    }

    private static string Called(IReadOnlyList<string> links) => links is [var one] ? one : "all links";
}
