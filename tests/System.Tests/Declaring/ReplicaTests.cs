using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Declaring;

/// <summary>Two processes of Declarations on one database, as beside each other in an upgrade.</summary>
public sealed class ReplicaTests(RunningClub running)
{
    private const int Lrns = 20;

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// One LRN at both at once is decided once, and a watch goes from one to the other, also where the first is stopped
    /// in the middle of it, and then killed.
    /// </summary>
    [Fact]
    public async Task Declarations_AtTwoReplicas_AreDecidedAndToldOnceEach()
    {
        using var folder = new TestFolder();
        await using var second = await Replica.StartAsync(
            running.Club, "declarations", folder.Path, StartsWithin, Cancel);
        using var here = running.Club.SignedInAs("customs-de");
        using var there = second.SignedInAs("customs-de");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        over.CancelAfter(Within);
        var cursor = await Watching.CursorAsync(running.Club);

        var same = await Task.WhenAll(Pairs(sameContent: true).Select(pair => BothAsync(here, there, pair)));
        var other = await Task.WhenAll(Pairs(sameContent: false).Select(pair => BothAsync(here, there, pair)));

        Assert.All(same, pair => Assert.Equal([false, true], pair.Select(one => one.Answer!.Replayed).Order()));
        Assert.All(same, pair => Assert.Single(pair.Select(one => one.Answer!.Mrn).Distinct()));
        Assert.All(other, pair => Assert.Equal(
            "LRN_REUSED", Assert.Single(pair, one => one.Answer is null).Reason));
        var stored = same.Concat(other).Select(pair => pair.First(one => one.Answer is not null).Answer!.Mrn).ToList();

        var told = new List<string>();
        // Half of it at the second, which is stopped then: the first goes on behind what was told.
        foreach (var (watcher, until) in new[] { (there, stored.Count / 2), (here, stored.Count) })
        {
            await foreach (var message in watcher.WatchDeclarationsAsync(cursor, cancel: over.Token))
            {
                cursor = message.Cursor;
                if (message.Declaration is { Revision: 1 } one && stored.Contains(one.Mrn))
                    told.Add(one.Mrn);
                if (told.Count == until)
                    break;
            }

            second.Freeze(frozen: true);
        }

        second.Kill();
        Assert.Equal(stored.Order(), told.Order());
    }

    private static IEnumerable<(SubmitDeclarationRequest, SubmitDeclarationRequest)> Pairs(bool sameContent) =>
        Enumerable.Range(0, Lrns).Select(_ =>
        {
            var (one, another) = (ExampleDeclaration.Request(), ExampleDeclaration.Request());
            another.Declaration = one.Declaration.Clone();
            if (!sameContent)
                another.Declaration.Exporter = "Another";
            return (one, another);
        });

    private static Task<Outcome[]> BothAsync(
        ClubClient here, ClubClient there, (SubmitDeclarationRequest One, SubmitDeclarationRequest Another) pair) =>
        Task.WhenAll(AskAsync(here, pair.One), AskAsync(there, pair.Another));

    private static async Task<Outcome> AskAsync(ClubClient club, SubmitDeclarationRequest request)
    {
        try
        {
            var response = await club.CallAsync(
                options => club.Declarations.SubmitDeclarationAsync(request, options), cancel: Cancel);
            return new(response.Answer, "");
        }
        catch (RpcException refused)
        {
            return new(null, Client.Refusal.From(refused).Reason);
        }
    }

    private sealed record Outcome(DeclarationAnswer? Answer, string Reason);
}
