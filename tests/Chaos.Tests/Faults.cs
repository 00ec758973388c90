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
        .. PointsOfCopies.Select(point => Dies(point, (trouble, cancel) => trouble.Club.CertifyAsync(cancel))),
        .. PointsOfReassessment.Select(DiesReassessing),
        .. new[] { "declarations", "postgres", "redis", "rabbitmq" }.Select(Frozen),
        .. BadLinks.All,
        .. Outages.All,
    ];

    /// <summary>From which the long form draws.</summary>
    public static IReadOnlyList<Fault> Many { get; } =
        [.. All, .. BadLinks.Single, .. Outages.Single, .. TmpfsFolder.IsPossible ? [DiskTests.Full] : (Fault[])[]];

    /// <summary>Those of them whose names hold the word in <c>CRMCLUB_FAULTS</c>, where there is one.</summary>
    public static IEnumerable<Fault> Asked(IEnumerable<Fault> faults) => faults
        .Where(one => one.Name.Contains(Environment.GetEnvironmentVariable("CRMCLUB_FAULTS") ?? ""));

    /// <summary>Killed at a random moment, and started again by the host.</summary>
    private static Fault Killed(string resource) => new($"{resource} killed", async (trouble, cancel) =>
    {
        await Task.Delay(trouble.Random.Next(RandomMomentMs), cancel);
        trouble.Struck();
        await trouble.Club.UntilHealedAsync(resource, trouble.Club.Kill(resource), cancel);
    });

    private static Fault Dies(string point, Func<Trouble, CancellationToken, Task> cause) =>
        new($"died at {point}", (trouble, cancel) => DieAsync(trouble, point, cause, cancel));

    private static Fault DiesReassessing(string point) => new($"died at {point}", async (trouble, cancel) =>
    {
        var certificate = await trouble.Club.CertifyAsync(cancel);
        await trouble.Club.DeclareRelyingAsync(certificate, cancel);
        await DieAsync(trouble, point, (_, _) => trouble.Club.RevokeAsync(certificate, cancel), cancel);
    });

    private static async Task DieAsync(
        Trouble trouble, string point, Func<Trouble, CancellationToken, Task> cause, CancellationToken cancel)
    {
        var armed = Path.Combine(trouble.Club.FailPoints, point);
        File.Delete($"{armed}.reached");
        await File.WriteAllTextAsync(armed, "", cancel);
        await cause(trouble, cancel);
        await Eventually.HoldsAsync($"a process dies at {point}",
            () => Task.FromResult(File.Exists($"{armed}.reached")), ReachedWithin, cancel);
        trouble.Struck();
        await trouble.Club.UntilHealthyAsync(cancel);
    }

    /// <summary>Stands still with its connections open, then goes on.</summary>
    private static Fault Frozen(string resource) => new($"{resource} frozen", async (trouble, cancel) =>
    {
        trouble.Club.Freeze(resource, frozen: true);
        await Task.Delay(FrozenFor, cancel);
        trouble.Club.Freeze(resource, frozen: false);
        trouble.Struck();
    });
}
