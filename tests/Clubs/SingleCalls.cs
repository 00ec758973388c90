using System.Collections.Concurrent;
using System.Globalization;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using Grpc.Core;

namespace CrmClub.Testing.Clubs;

/// <summary>
/// A customs system that makes each call once. Whatever happens, a call ends by its deadline: with a declaration, or
/// with a refusal that says that it may be made again. When all is over, what was refused is sent as a client does.
/// </summary>
public sealed class SingleCalls : IAsyncDisposable
{
    private const string System = "customs-de";
    private const string Administration = "DE";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterDeadlineMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(60);

    private static readonly StatusCode[] MayBeMadeAgain =
        [StatusCode.Unavailable, StatusCode.DeadlineExceeded, StatusCode.ResourceExhausted];

    private readonly ClubClient _client;
    private readonly Metadata _headers;
    private readonly ClientJournal _journal;
    private readonly ConcurrentQueue<SubmitDeclarationRequest> _refused = [];
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _calling;
    private int _answered;

    private SingleCalls(ClubUnderTest club, string token, string journalFile)
    {
        JournalFile = journalFile;
        _journal = new ClientJournal(journalFile);
        _client = club.SignedInAs(System);
        _headers = new Metadata { { "authorization", $"Bearer {token}" } };
        _calling = Task.Run(CallAsync);
    }

    public string JournalFile { get; }

    /// <summary>Refusals so far.</summary>
    public int Refused => _refused.Count;

    /// <summary>Declarations answered so far.</summary>
    public int Answered => Volatile.Read(ref _answered);

    public static async Task<SingleCalls> StartAsync(ClubUnderTest club, CancellationToken cancel) => new(
        club, await club.TokenAsync(System, cancel), Path.Combine(club.Folder, $"client-{Guid.NewGuid():n}.jsonl"));

    /// <summary>Waits until calls are refused.</summary>
    public Task UntilRefusedAsync(int more, TimeSpan within, CancellationToken cancel)
    {
        var goal = Refused + more;
        return Eventually.HoldsAsync(
            $"{more} calls are refused", () => Task.FromResult(Refused >= goal), within, cancel);
    }

    /// <summary>Ends, and gets declared what was refused: a refusal leaves open whether it is stored.</summary>
    /// <returns>What no client should get, as text.</returns>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        await _stop.CancelAsync();
        await _calling;
        foreach (var request in _refused)
        {
            Acknowledge((await _client.CallAsync(
                options => _client.Declarations.SubmitDeclarationAsync(request, options), AnsweredWithin)).Answer);
        }

        return [.. _faults];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _calling;
        _journal.Dispose();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task CallAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var request = ExampleDeclaration.Request(Administration);
            _journal.Sending(Administration, request.Declaration.Lrn);
            try
            {
                using var call = _client.Declarations.SubmitDeclarationAsync(
                    request, _headers, DateTime.UtcNow + Deadline);
                Acknowledge((await call.ResponseAsync.WaitAsync(Deadline + AfterDeadlineMax)).Answer);
                Interlocked.Increment(ref _answered);
            }
            catch (RpcException failure)
            {
                _refused.Enqueue(request);
                var refusal = Client.Refusal.From(failure);
                if (!MayBeMadeAgain.Contains(refusal.Code) || refusal.Message.Length == 0)
                    _faults.Enqueue($"{request.Declaration.Lrn}: {refusal}");
            }
            catch (TimeoutException)
            {
                _refused.Enqueue(request);
                _faults.Enqueue($"{request.Declaration.Lrn}: no answer long after its deadline");
            }

            await Task.Delay(Pace, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Acknowledge(DeclarationAnswer answer) => _journal.Acknowledged(
        Administration, answer.Lrn, answer.Mrn, decimal.Parse(answer.Duty.Amount, CultureInfo.InvariantCulture));
}
