using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests;

/// <summary>Every fault that the club must bear, by the names of the report.</summary>
public static class Faults
{
    private const int RandomMomentMs = 500;
    private static readonly TimeSpan FrozenFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReachedWithin = TimeSpan.FromSeconds(30);

    /// <summary>Places between two steps: the process dies there by its own hand.</summary>
    private static readonly string[] PointsUnderLoad =
    [
        "declarations.before-commit", "declarations.after-commit", "journal.before-seal", "journal.after-seal",
        "journal.before-publish", "journal.after-confirm",
    ];

    private static readonly string[] PointsOfCopies = ["copy.before-commit", "copy.after-commit"];

    private static readonly string[] PointsOfReassessment =
        ["reassessment.before-commit", "reassessment.after-commit"];

    /// <summary>Redis keeps nothing on disk: killed, it has lost everything too.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        .. new[] { "declarations", "gateway", "postgres", "rabbitmq", "redis", "suppliers" }.Select(Killed),
        .. PointsUnderLoad.Select(point => Dies(point, (_, _) => Task.CompletedTask)),
        .. PointsOfCopies.Select(point => Dies(point, (club, cancel) => club.CertifyAsync(cancel))),
        .. PointsOfReassessment.Select(DiesReassessing),
        Frozen("postgres"),
        Frozen("redis"),
        Frozen("rabbitmq"),
    ];

    /// <summary>Killed at a random moment, and started again by the host.</summary>
    private static Fault Killed(string resource) => new($"{resource} killed", async (club, random, struck, cancel) =>
    {
        await Task.Delay(random.Next(RandomMomentMs), cancel);
        struck();
        await club.UntilHealedAsync(resource, club.Kill(resource), cancel);
    });

    private static Fault Dies(string point, Func<ClubUnderTest, CancellationToken, Task> cause) =>
        new($"died at {point}", (club, _, struck, cancel) => DieAsync(club, point, struck, cause, cancel));

    private static Fault DiesReassessing(string point) => new($"died at {point}", async (club, _, struck, cancel) =>
    {
        var certificate = await club.CertifyAsync(cancel);
        await club.DeclareRelyingAsync(certificate, cancel);
        await DieAsync(club, point, struck, (_, _) => club.RevokeAsync(certificate, cancel), cancel);
    });

    private static async Task DieAsync(ClubUnderTest club, string point, Action struck,
        Func<ClubUnderTest, CancellationToken, Task> cause, CancellationToken cancel)
    {
        var armed = Path.Combine(club.FailPoints, point);
        File.Delete($"{armed}.reached");
        await File.WriteAllTextAsync(armed, "", cancel);
        await cause(club, cancel);
        await Eventually.HoldsAsync($"a process dies at {point}",
            () => Task.FromResult(File.Exists($"{armed}.reached")), ReachedWithin, cancel);
        struck();
        await club.UntilHealthyAsync(cancel);
    }

    /// <summary>Stands still with its connections open, then goes on.</summary>
    private static Fault Frozen(string resource) => new($"{resource} frozen", async (club, _, struck, cancel) =>
    {
        club.Freeze(resource, frozen: true);
        await Task.Delay(FrozenFor, cancel);
        club.Freeze(resource, frozen: false);
        struck();
    });
}
