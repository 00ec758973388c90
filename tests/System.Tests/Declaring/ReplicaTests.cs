using System.Collections.Concurrent;
using System.Diagnostics;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Grpc.Core;

namespace CrmClub.System.Tests.Declaring;

/// <summary>Two processes of Declarations on one database, as beside each other in an upgrade.</summary>
public sealed class ReplicaTests(RunningClub running)
{
    private const int Lrns = 20, WatchesOpen = 50, CallsInWork = 20;

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(5);

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

    /// <summary>
    /// Told to stop with 50 watches open and 20 calls in work, it says first that it is not ready, answers what it has,
    /// gives every watch back with a cursor, and is gone within 5 s. What it answered is kept once.
    /// </summary>
    [Fact]
    public async Task Declarations_ToldToStop_EndsInOrder()
    {
        using var folder = new TestFolder();
        await using var second = await Replica.StartAsync(
            running.Club, "declarations", folder.Path, StartsWithin, Cancel, ("Club__DrainTime", "00:00:01"));
        using var there = second.SignedInAs("customs-de");
        using var here = running.Club.SignedInAs("customs-de");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        over.CancelAfter(Within);
        using var open = new CountdownEvent(WatchesOpen);
        var watches = Enumerable.Range(0, WatchesOpen).Select(_ => WatchAsync(there, open, over.Token)).ToList();
        var answered = new ConcurrentBag<(SubmitDeclarationRequest Request, string Mrn)>();
        var calls = Enumerable.Range(0, CallsInWork).Select(_ => DeclareAsync(there, answered, over.Token)).ToList();
        await Eventually.TrueAsync(
            () => Task.FromResult(open.IsSet && answered.Count > CallsInWork), Within, Cancel);

        second.Stop();
        var told = Stopwatch.StartNew();
        await Eventually.TrueAsync(
            async () => (await second.HealthAsync(Cancel)).Contains("stops: It stops."), GoneWithin, Cancel);
        await second.EndedAsync(Cancel).WaitAsync(GoneWithin - told.Elapsed, Cancel);

        // A stream that the host's end overtakes is reset: clients see that as cancelled, and go on from their cursor.
        Assert.All(await Task.WhenAll(watches), ended =>
        {
            Assert.Contains(ended.Status, new[] { StatusCode.Unavailable, StatusCode.Cancelled });
            Assert.NotEmpty(ended.Cursor);
        });
        Assert.All(await Task.WhenAll(calls), ended => Assert.Equal(StatusCode.Unavailable, ended));
        foreach (var (request, mrn) in answered.TakeLast(CallsInWork))
        {
            var again = await here.CallAsync(
                options => here.Declarations.SubmitDeclarationAsync(request, options), cancel: Cancel);
            Assert.Equal((true, mrn), (again.Answer.Replayed, again.Answer.Mrn));
        }
    }

    private static async Task<(StatusCode Status, string Cursor)> WatchAsync(
        ClubClient club, CountdownEvent open, CancellationToken cancel)
    {
        var cursor = "";
        try
        {
            await foreach (var message in club.StreamAsync(options => club.Declarations.WatchDeclarations(
                new WatchDeclarationsRequest { FromNow = true }, options), cancel))
            {
                if (cursor.Length == 0) open.Signal();
                cursor = message.Cursor;
            }
            return (StatusCode.OK, cursor);
        }
        catch (RpcException ended)
        {
            return (ended.StatusCode, cursor);
        }
    }

    /// <summary>One after the other, each called once, until one is not answered.</summary>
    private async Task<StatusCode> DeclareAsync(
        ClubClient club, ConcurrentBag<(SubmitDeclarationRequest, string)> answered, CancellationToken cancel)
    {
        var token = await running.Club.TokenAsync("customs-de", cancel);
        var bearer = new Metadata { { "authorization", $"Bearer {token}" } };
        while (true)
        {
            var request = ExampleDeclaration.Request();
            try
            {
                var response = await club.Declarations.SubmitDeclarationAsync(
                    request, bearer, DateTime.UtcNow + AnsweredWithin, cancel);
                answered.Add((request, response.Answer.Mrn));
            }
            catch (RpcException ended)
            {
                return ended.StatusCode;
            }
        }
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
