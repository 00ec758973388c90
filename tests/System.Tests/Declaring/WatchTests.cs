using CrmClub.Client;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Declaring;

/// <summary>A customs system streams declarations in and watches them, by links that break again and again.</summary>
public sealed class WatchTests(RunningClub running)
{
    private const int Chunks = 24;
    private const int ChunkSize = 5;

    // The middle of an answer.
    private const int CutAfterBytes = 300;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_CutOffAgainAndAgain_TellsOnceOfEachDeclarationThatWasStreamed()
    {
        var port = running.Club.Address("gateway", "grpc").Port;
        await using var inbound = FaultProxy.To(port);
        await using var outbound = FaultProxy.To(port);
        using var declarer = running.Club.SignedInAs("customs-de", inbound);
        using var watcher = running.Club.SignedInAs("customs-de", outbound);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        over.CancelAfter(Within);
        var begin = await Watching.CursorAsync(running.Club);
        var sending = SendAsync(declarer, inbound);
        var (told, cuts) = (new List<string>(), 0);

        await foreach (var message in watcher.WatchDeclarationsAsync(begin, cancel: over.Token))
        {
            if (message.Declaration is { Revision: 1 } declaration)
                told.Add(declaration.Mrn);
            if (!outbound.IsToCut)
            {
                outbound.CutAnswersAfter(CutAfterBytes);
                cuts++;
            }

            if (told.Count >= Chunks * ChunkSize && (await sending).All(told.Contains))
                break;
        }

        var stored = await sending;
        Assert.Equal(Chunks * ChunkSize, stored.Distinct().Count());
        Assert.Equal(told.Distinct(), told);
        Assert.True(cuts > 2, $"The link was cut {cuts} times only.");
    }

    private static async Task<IReadOnlyList<string>> SendAsync(ClubClient declarer, FaultProxy link)
    {
        using var stream = declarer.OpenDeclarations();
        var stored = new List<string>();
        // One after the other, so that the watch is told in as many pieces.
        for (var number = 0; number < Chunks; number++)
        {
            // Whether a chunk was stored is unknown then, and it is sent again.
            if (number % 4 == 0)
                link.CutAnswersAfter(CutAfterBytes);
            var results = await stream.SubmitAsync(
                [.. Enumerable.Range(0, ChunkSize).Select(_ => ExampleDeclaration.Request())], Within, Cancel);
            stored.AddRange(results.Select(result => result.Answer.Mrn));
        }

        return stored;
    }
}
