using System.Threading.Channels;
using CrmClub.Contracts.Common.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using Npgsql;

namespace CrmClub.Declarations.Submission;

/// <summary>
/// Declarations wait here to be stored together: a writer takes what is waiting, so groups form by themselves and
/// nothing waits for a timer. Each is answered after its group's commit.
/// </summary>
internal sealed class SubmissionBatcher(
    GroupStore store,
    Repeats repeats,
    NpgsqlDataSource database,
    DeclarationMetrics metrics,
    ILogger<SubmissionBatcher> log) : BackgroundService
{
    public const int GroupDeclarationsMax = 500;

    private const int GroupBytesMax = 8 * 1024 * 1024;

    // Their entry has to hold them: 100 bytes each at most, and a declaration has a thousand items.
    private const int GroupClaimsMax = 2_000;
    private const int QueueDeclarationsMax = 10_000;
    private const long QueueBytesMax = 64L * 1024 * 1024;
    private const int Writers = 2;
    private const int TransientAttemptsMax = 3;
    private static readonly TimeSpan GroupTimeMax = TimeSpan.FromSeconds(8);

    private readonly FairQueue _queue = new(QueueDeclarationsMax, QueueBytesMax);

    // One for each that waits.
    private readonly Channel<bool> _waiting = Channel.CreateUnbounded<bool>();

    public int QueueLength => _queue.Count;

    /// <summary>Takes a declaration into a group, and returns when it is stored.</summary>
    public async Task<Submitted> StoreAsync(PendingDeclaration declaration)
    {
        if (!_queue.TryEnqueue(declaration))
        {
            metrics.Overloaded();
            throw new ClubException(ErrorReason.Overloaded, "Too many declarations wait to be stored.");
        }

        if (!_waiting.Writer.TryWrite(true))
            declaration.Fail(Unavailable());
        return await declaration.Stored.WaitAsync(declaration.Cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        metrics.Observe(this);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAsync(stopping)));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (_queue.Dequeue() is { } left)
            left.Fail(Unavailable());
    }

    private async Task WriteAsync(CancellationToken stopping)
    {
        while (await _waiting.Reader.WaitToReadAsync(stopping))
        {
            var group = Take();
            if (group.Count > 0)
                await StoreGroupAsync(group);
        }
    }

    private List<PendingDeclaration> Take()
    {
        var group = new List<PendingDeclaration>();
        var (bytes, claims) = (0, 0);
        while (group.Count < GroupDeclarationsMax && bytes < GroupBytesMax
            && claims < GroupClaimsMax && _waiting.Reader.TryRead(out _)
            && _queue.Dequeue() is { } next)
        {
            if (next.Cancel.IsCancellationRequested)
                continue;
            bytes += next.Document.Length;
            claims += next.Decided.Decision.Items.Sum(item => item.Claims.Count);
            group.Add(next);
        }

        return group;
    }

    private async Task StoreGroupAsync(IReadOnlyList<PendingDeclaration> group)
    {
        using var span = BatchTrace.Start("store group", group.Select(one => one.Trace));
        // Not the host's token: a group that has begun is finished, so that its callers learn what became of it.
        using var limit = new CancellationTokenSource(GroupTimeMax);
        try
        {
            await StoreWithRepeatsAsync(group, limit.Token);
            metrics.Stored(group.Count);
        }
        catch (PostgresException refused) when (group.Count > 1 && !IsPassing(refused))
        {
            // One of them is refused by the database: the others are not to suffer for it.
            log.GroupRefused(refused, group.Count);
            await StoreGroupAsync([.. group.Take(group.Count / 2)]);
            await StoreGroupAsync([.. group.Skip(group.Count / 2)]);
        }
        catch (Exception failure)
        {
            log.GroupNotStored(failure, group.Count);
            foreach (var one in group)
                one.Fail(IsPassing(failure) ? Unavailable() : failure);
        }
    }

    private async Task StoreWithRepeatsAsync(IReadOnlyList<PendingDeclaration> group, CancellationToken cancel)
    {
        while (group.Count > 0)
        {
            var taken = await StoreWithRetryAsync(group, cancel);
            if (taken.Count == 0)
                return;
            var found = await repeats.FindAsync([.. taken.Select(one => one.Identity)], cancel);
            group = [.. taken.Where(one => !Answer(one, found))];
        }
    }

    /// <summary>True when it is answered; false when the number that the club built for it is taken.</summary>
    private static bool Answer(PendingDeclaration asked, Taken found)
    {
        try
        {
            if (Repeats.Judge(asked.Identity, found) is { } first)
            {
                // One of its own id was stored by an attempt of unknown outcome: this is still its first answer.
                asked.Complete(new Submitted(first, Replayed: first.Identity.Id != asked.Identity.Id));
                return true;
            }
        }
        catch (ClubException refusal)
        {
            asked.Fail(refusal);
            return true;
        }

        asked.Identity = asked.Identity with { Mrn = MrnFactory.Build(asked.Identity.Administration, asked.Day) };
        return false;
    }

    /// <summary>
    /// Once more when the outcome is unknown or nothing happened: the numbers make it harmless. After a restart of the
    /// database each connection kept would fail once, so they are let go together.
    /// </summary>
    private async Task<IReadOnlyList<PendingDeclaration>> StoreWithRetryAsync(
        IReadOnlyList<PendingDeclaration> group, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await store.StoreAsync(group, cancel);
            }
            catch (NpgsqlException failure) when (failure.IsTransient && attempt < TransientAttemptsMax)
            {
                log.GroupTriedAgain(failure, group.Count);
                if (failure is not PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected })
                    database.Clear();
            }
        }
    }

    private static bool IsPassing(Exception failure) => Failures.ReasonOf(failure) == ErrorReason.Unavailable;

    private static ClubException Unavailable() => new(
        ErrorReason.Unavailable, "The declaration could not be stored now. Try again with the same request_id.");
}

internal static partial class SubmissionBatcherLog
{
    [LoggerMessage(LogLevel.Warning, "A group of {Count} declarations is refused by the database; it is halved.")]
    public static partial void GroupRefused(this ILogger log, Exception failure, int count);

    [LoggerMessage(LogLevel.Error, "A group of {Count} declarations could not be stored.")]
    public static partial void GroupNotStored(this ILogger log, Exception failure, int count);

    [LoggerMessage(LogLevel.Warning, "A group of {Count} declarations is tried again.")]
    public static partial void GroupTriedAgain(this ILogger log, Exception failure, int count);
}
