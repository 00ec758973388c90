using System.Collections.Concurrent;
using System.Globalization;
using CrmClub.Client;
using Grpc.Core;

namespace CrmClub.Testing.Clubs;

/// <summary>
/// Customs systems at work: so many declarations are always under way, each tried again as a client does until it is
/// answered, each written down before and after.
/// </summary>
public sealed class DeclaringLoad : IAsyncDisposable
{
    private const int InFlight = 8;
    private static readonly IReadOnlyList<(string System, string Administration)> Systems =
        [.. ClubUnderTest.CustomsSystems.Take(3)];

    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(120);

    // 100 to 200 calls a second leave the machine to the faults.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly ClubClient[] _clients;
    private readonly ClientJournal _journal;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<string> _failures = [];
    private readonly Task[] _loops;
    private long _answered;

    private DeclaringLoad(ClubUnderTest club, string journalFile)
    {
        JournalFile = journalFile;
        _journal = new ClientJournal(journalFile);
        _clients = [.. Systems.Select(system => club.SignedInAs(system.System))];
        _loops = [.. Enumerable.Range(0, InFlight).Select(worker => Task.Run(() => DeclareAsync(worker)))];
    }

    public string JournalFile { get; }

    /// <summary>Answers so far.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Begins; writes to a file of its own in the club's folder.</summary>
    public static DeclaringLoad Start(ClubUnderTest club) =>
        new(club, Path.Combine(club.Folder, $"client-{Guid.NewGuid():n}.jsonl"));

    /// <summary>Waits until so many more are answered.</summary>
    public Task UntilAnsweredAsync(int more, TimeSpan within, CancellationToken cancel)
    {
        var goal = Answered + more;
        return Eventually.HoldsAsync(
            $"{more} more declarations are answered", () => Task.FromResult(Answered >= goal), within, cancel);
    }

    /// <summary>Lets what is under way be answered, and ends.</summary>
    /// <returns>Answers of the club that no client should get, as text.</returns>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
        return [.. _failures];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _journal.Dispose();
        foreach (var client in _clients) client.Dispose();
        _stop.Dispose();
    }

    private async Task DeclareAsync(int worker)
    {
        var at = worker % Systems.Count;
        while (!_stop.IsCancellationRequested)
        {
            var request = ExampleDeclaration.Request(Systems[at].Administration);
            var lrn = request.Declaration.Lrn;
            _journal.Sending(Systems[at].Administration, lrn);
            try
            {
                var answer = (await _clients[at].CallAsync(
                    options => _clients[at].Declarations.SubmitDeclarationAsync(request, options),
                    AnsweredWithin)).Answer;
                var duty = decimal.Parse(answer.Duty.Amount, CultureInfo.InvariantCulture);
                _journal.Acknowledged(Systems[at].Administration, lrn, answer.Mrn, duty);
                Interlocked.Increment(ref _answered);
            }
            catch (Exception failure) when (failure is RpcException or SignInException)
            {
                _failures.Add($"{lrn}: {Describe(failure)}");
            }

            await Task.Delay(Pace, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Describe(Exception failure) => failure is RpcException call
        ? $"{call.StatusCode} {call.Status.Detail} {string.Join("; ", Client.Refusal.From(call).Violations)}"
        : failure.Message;
}
