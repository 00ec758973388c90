using System.Globalization;
using System.Security.Cryptography;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Simulation;

/// <summary>
/// Simulates proposals in steps. The sums of a step, how far it came and what is told of it are one transaction, so
/// that a process that dies leaves nothing half done and nothing twice.
/// </summary>
internal sealed class RunSimulations(
    NpgsqlDataSource database, StandingOfNow standing, JournalSignal journal, TimeProvider time)
{
    private const int PageDeclarationsMax = 2_000;
    private const int StepPagesMax = 5;
    private const int ProgressParts = 10;

    private (string Hash, TariffSnapshot Snapshot)? _candidate;

    /// <summary>Declarations that are read at once.</summary>
    public int PageMax { get; init; } = PageDeclarationsMax;

    /// <summary>How often that is done in a step.</summary>
    public int StepMax { get; init; } = StepPagesMax;

    /// <summary>Does the next step; false when nothing is left, or another process is at it.</summary>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await SimulationJob.NextAsync(transaction, cancel) is not { } job)
            return false;
        var taken = standing.Take();
        // Tariffs tells of a version before it is simulated; its document may take a moment longer.
        if (taken.Tariffs.Version(job.Asked.BaseVersion) is not { } before
            || before.Hash != ByteString.CopyFrom(Convert.FromHexString(job.Asked.BaseHash)))
            return false;

        var found = job.Found ?? await SimulationPages.CountAsync(transaction, job, cancel);
        var tally = Tally.From(job.Sums);
        var two = new TwoTariffs(before.Snapshot, await CandidateAsync(transaction, job, cancel), taken);
        var (page, examined) = await AddAsync(transaction, job, two, tally, cancel);
        var isDone = page.Count < PageMax;
        long? entry = null;
        if (isDone)
            entry = await transaction.AppendAsync(Told(job, new SimulationDone
            {
                Proposal = job.Asked.Proposal,
                Number = job.Asked.Number,
                Examined = examined,
                DoneAt = time.RecordedNow(),
                Result = tally.ToTold(),
            }), cancel);
        else if (Part(job.Examined, found) != Part(examined, found))
            await transaction.AppendAsync(Told(job, new SimulationProgressed
            {
                Proposal = job.Asked.Proposal,
                Number = job.Asked.Number,
                Examined = examined,
                Found = Math.Max(found, examined),
            }), cancel);
        if (!await MoveAsync(transaction, job, page, found, examined, tally, isDone, entry, cancel))
            // It was cancelled meanwhile.
            return true;
        FailPoint.Reach("simulation.before-commit");
        await transaction.CommitAsync(cancel);
        FailPoint.Reach("simulation.after-commit");
        journal.Raise();
        return true;
    }

    // While one page is decided, the next is read.
    private async Task<(SimulationPage Last, long Examined)> AddAsync(
        NpgsqlTransaction transaction, SimulationJob job, TwoTariffs two, Tally tally, CancellationToken cancel)
    {
        var examined = job.Examined;
        var page = await SimulationPages.NextAsync(transaction, job, null, PageMax, cancel);
        for (var pages = 1; ; pages++)
        {
            var (isLast, decided) = (page.Count < PageMax || pages == StepMax, page.Declarations);
            var deciding = Task.Run(() => decided.ForEach(declaration => two.Add(tally, declaration)), cancel);
            var next = isLast ? Task.FromResult(page)
                : SimulationPages.NextAsync(transaction, job, page, PageMax, cancel);
            await Task.WhenAll(deciding, next);
            examined += decided.Count;
            page = await next;
            if (isLast)
                return (page, examined);
        }
    }

    private static long Part(long examined, long found) => found == 0 ? 0 : examined * ProgressParts / found;

    private static NewEntry Told(SimulationJob job, IMessage happened) => new(
        "club", string.Create(CultureInfo.InvariantCulture, $"proposal {job.Asked.Proposal}"), null, happened);

    private async Task<TariffSnapshot> CandidateAsync(
        NpgsqlTransaction transaction, SimulationJob job, CancellationToken cancel)
    {
        if (_candidate is { } known && known.Hash == job.Asked.DocumentHash)
            return known.Snapshot;
        await using var select = new NpgsqlCommand(
            "SELECT document FROM simulation WHERE id = $1", transaction.Connection, transaction);
        select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = job.Id });
        var document = (byte[])(await select.ExecuteScalarAsync(cancel))!;
        if (Convert.ToHexStringLower(SHA256.HashData(document)) != job.Asked.DocumentHash)
            throw new InvalidOperationException($"The tariff of simulation {job.Id} is not what was asked for.");
        var snapshot = TariffSnapshot.Compile(TariffDocuments.ToTariff(TariffDocument.Parser.ParseFrom(document)));
        _candidate = (job.Asked.DocumentHash, snapshot);
        return snapshot;
    }

    private static async Task<bool> MoveAsync(
        NpgsqlTransaction transaction, SimulationJob job, SimulationPage page, long found, long examined, Tally tally,
        bool isDone, long? entry, CancellationToken cancel)
    {
        await using var update = new NpgsqlCommand(
            """
            UPDATE simulation SET found = $2, examined = $3, reached_day = $4, reached_declaration = $5, sums = $6,
              ended_at = CASE WHEN $7 THEN clock_timestamp() END, entry_id = $8
            WHERE id = $1 AND ended_at IS NULL
            """,
            transaction.Connection,
            transaction);
        update.Parameters.Add(new NpgsqlParameter<long> { TypedValue = job.Id });
        update.Parameters.Add(new NpgsqlParameter<long>
        {
            TypedValue = isDone ? examined : Math.Max(found, examined),
        });
        update.Parameters.Add(new NpgsqlParameter<long> { TypedValue = examined });
        update.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = page.LastDay });
        update.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = page.LastDeclaration });
        update.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = tally.ToResult().ToByteArray() });
        update.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = isDone });
        update.Parameters.Add(new NpgsqlParameter<long?> { TypedValue = entry });
        return await update.ExecuteNonQueryAsync(cancel) == 1;
    }
}
