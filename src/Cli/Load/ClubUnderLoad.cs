using System.Collections.Concurrent;
using CrmClub.Cli.Club;
using CrmClub.Cli.Commands;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using Grpc.Core;
using Refusal = CrmClub.Client.Refusal;

namespace CrmClub.Cli.Load;

/// <summary>The club as its customs systems call it under load: each caller is one of them, in turn.</summary>
internal sealed class ClubUnderLoad : IDisposable
{
    /// <summary>Declarations that one call carries at most.</summary>
    public const int ChunkDeclarations = 100;

    private readonly ClubClient[] _clients;
    private readonly DeclarationStream[] _streams;
    private readonly TimeSpan _within;
    private readonly CancellationToken _cancel;
    private readonly ConcurrentDictionary<string, int> _failures = [];

    private ClubUnderLoad(ClubClient[] clients, Trade trade, TimeSpan within, CancellationToken cancel) =>
        (_clients, _streams, Trade, _within, _cancel) =
            (clients, [.. clients.Select(client => client.OpenDeclarations())], trade, within, cancel);

    public Trade Trade { get; }

    /// <summary>Why calls came out otherwise than asked for, and how many.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    /// <summary>Signs in as the customs systems of these administrations.</summary>
    /// <param name="open">Gives the client of an administration.</param>
    /// <param name="club">The club, by whose clock they count their days.</param>
    /// <param name="administrations">Their codes.</param>
    /// <param name="within">Time that a call has.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<ClubUnderLoad> OpenAsync(
        Func<string, ClubClient> open, RunningClub club, IReadOnlyList<string> administrations, TimeSpan within,
        CancellationToken cancel)
    {
        ClubClient[] clients = [.. administrations.Select(open)];
        try
        {
            var zones = await LegalDays.ZonesAsync(clients[0], within, cancel);
            var trade = new Trade([.. administrations.Select(code => zones.TryGetValue(code, out var zone)
                ? (code, club.Today(zone))
                : throw new CliException(ExitCodes.NotFound, $"The club has no administration {code}."))]);
            return new ClubUnderLoad(clients, trade, within, cancel);
        }
        catch
        {
            foreach (var client in clients) client.Dispose();
            throw;
        }
    }

    /// <summary>
    /// One call of each that stores nothing: what stands in the way shows before the clock runs, and connections are
    /// there when it does.
    /// </summary>
    public Task TryAsync() => Task.WhenAll(_clients.Select((client, caller) => CallAsync(client,
        o => client.Declarations.SubmitDeclarationAsync(Trade.Declaration(caller, validateOnly: true), o))));

    public Task<CallOutcome> DeclareAsync(int caller) => CountAsync(1, async () =>
    {
        var (client, request) = (ClientOf(caller), Trade.Declaration(caller));
        await CallAsync(client, o => client.Declarations.SubmitDeclarationAsync(request, o));
        return new CallOutcome(1);
    });

    public Task<CallOutcome> DeclareChunkAsync(int caller) => CountAsync(ChunkDeclarations, async () =>
    {
        var (client, request) = (ClientOf(caller), Trade.Chunk(caller, ChunkDeclarations));
        return Count((await CallAsync(client, o => client.Declarations.SubmitDeclarationsAsync(request, o))).Results);
    });

    /// <summary>By the one stream of its system: what is beyond the chunks that may be under way waits there.</summary>
    public Task<CallOutcome> StreamChunkAsync(int caller) => CountAsync(ChunkDeclarations, async () =>
    {
        var chunk = Trade.Chunk(caller, ChunkDeclarations).Requests;
        return Count(await _streams[caller % _streams.Length].SubmitAsync(chunk, _within, _cancel));
    });

    public Task<CallOutcome> AskDutyAsync(int caller) => CountAsync(1, async () =>
    {
        var (client, request) = (ClientOf(caller), Trade.Question(caller));
        var response = await CallAsync(client, o => client.Tariffs.CalculateDutyAsync(request, o));
        if (response.Answer.Duty is not null) return new CallOutcome(1);
        Note("no duty");
        return new CallOutcome(0, Refused: 1);
    });

    /// <summary>One declaration, and its whole answer.</summary>
    public async Task<DeclarationAnswer> AnswerAsync(int caller)
    {
        var (client, request) = (ClientOf(caller), Trade.Declaration(caller));
        return (await CallAsync(client, o => client.Declarations.SubmitDeclarationAsync(request, o))).Answer;
    }

    public void Dispose()
    {
        foreach (var stream in _streams) stream.Dispose();
        foreach (var client in _clients) client.Dispose();
    }

    private CallOutcome Count(IReadOnlyCollection<SubmitDeclarationResult> results)
    {
        var refused = results.Where(result => result.Refusal is not null).ToList();
        foreach (var result in refused) Note(result.Refusal.Reason);
        return new CallOutcome(results.Count - refused.Count, refused.Count);
    }

    private ClubClient ClientOf(int caller) => _clients[caller % _clients.Length];

    private Task<T> CallAsync<T>(ClubClient client, Func<CallOptions, AsyncUnaryCall<T>> call) =>
        client.CallAsync(call, _within, _cancel);

    private async Task<CallOutcome> CountAsync(int carried, Func<Task<CallOutcome>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException e)
        {
            var refusal = Refusal.From(e);
            Note(refusal.Reason.Length > 0 ? refusal.Reason : $"{refusal.Code}");
            return IsAnswer(refusal) ? new CallOutcome(0, Refused: carried) : new CallOutcome(0, Errors: carried);
        }
        catch (Exception e) when (e is SignInException or OperationCanceledException)
        {
            Note(e is SignInException ? "sign-in" : "interrupted");
            return new CallOutcome(0, Errors: carried);
        }
    }

    /// <summary>The club gives a reason; what breaks on the way has none.</summary>
    private static bool IsAnswer(Refusal refusal) => refusal.Reason.Length > 0 && refusal.Code
        is not (StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal);

    private void Note(string reason) => _failures.AddOrUpdate(reason, 1, (_, count) => count + 1);
}
