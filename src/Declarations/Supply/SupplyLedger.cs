using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Supply;

/// <summary>
/// Sums up what was supplied, a stretch of the journal at a time and once each, whichever replica comes first. Takes a
/// fifth of a core at most, so that the work itself keeps its speed.
/// </summary>
internal sealed class SupplyLedger(
    NpgsqlDataSource database, StandingOfNow standing, TimeProvider time, ILogger<SupplyLedger> log)
    : BackgroundService
{
    private const int StretchEntries = 20;
    private const int RestPerWork = 4;

    private const string CursorSql = "SELECT seq FROM supply_counted FOR UPDATE SKIP LOCKED";

    private const string StretchSql =
        """
        SELECT s.seq, s.entry_id, j.kind = $2 FROM (
          SELECT seq, entry_id FROM sealed WHERE seq > $1 ORDER BY seq LIMIT $3) AS s
        JOIN journal j ON j.id = s.entry_id ORDER BY s.seq
        """;

    // Each revision of the stretch, and the one before it.
    private const string RevisionsSql =
        $"""
        SELECT {RevisionRows.Columns}, r.revision = n.revision
        FROM revision n JOIN declaration d ON d.id = n.declaration
        JOIN revision r ON r.declaration = n.declaration AND r.revision IN (n.revision - 1, n.revision)
        WHERE n.entry_id >= $1 AND n.entry_id <= $2 AND n.entry_id = ANY ($3)
        """;

    private const string AddSql =
        """
        INSERT INTO supply_month AS m SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
        ON CONFLICT (month, material, stage, origin)
        DO UPDATE SET kg = m.kg + excluded.kg, items = m.items + excluded.items
        """;

    private static readonly TimeSpan RestMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RestAtEnd = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Counts the next stretch; true where there was nothing more to count, or another replica counts.
    /// </summary>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var cursor = new NpgsqlCommand(CursorSql, connection, transaction);
        if (await cursor.ExecuteScalarAsync(cancel) is not long counted)
            return true;
        var (last, entries) = await StretchAsync(transaction, counted, cancel);
        if (last == counted)
            return true;
        var sums = entries.Count == 0 ? [] : await SumsAsync(transaction, entries, cancel);
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (sums.Count > 0)
        {
            var add = new NpgsqlBatchCommand(AddSql);
            add.AddArray(sums.Keys.Select(one => one.Month));
            add.AddArray(sums.Keys.Select(one => one.Material));
            add.AddArray(sums.Keys.Select(one => (short)one.Stage));
            add.AddArray(sums.Keys.Select(one => one.Origin));
            add.AddArray(sums.Values.Select(one => one.Kg));
            add.AddArray(sums.Values.Select(one => one.Items));
            batch.BatchCommands.Add(add);
        }

        var move = new NpgsqlBatchCommand("UPDATE supply_counted SET seq = $1");
        move.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last });
        batch.BatchCommands.Add(move);
        await batch.ExecuteNonQueryAsync(cancel);
        FailPoint.Reach("supply.before-commit");
        await transaction.CommitAsync(cancel);
        return false;
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            var rest = RestAtEnd;
            try
            {
                if (!await StepAsync(stopping))
                    rest = time.GetElapsedTime(began) * RestPerWork;
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                if (Failures.ReasonOf(failure) != ErrorReason.Unavailable)
                    log.CountFailed(failure);
            }

            await Task.Delay(rest < RestMin ? RestMin : rest, time, stopping);
        }
    }

    private static async Task<(long Last, List<long> Entries)> StretchAsync(
        NpgsqlTransaction transaction, long after, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(StretchSql, transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DeclarationsDecided.Descriptor.FullName });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = StretchEntries });
        var (last, entries) = (after, new List<long>());
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            last = rows.GetInt64(0);
            if (rows.GetBoolean(2))
                entries.Add(rows.GetInt64(1));
        }

        return (last, entries);
    }

    private async Task<Dictionary<SupplyKey, Supplied>> SumsAsync(
        NpgsqlTransaction transaction, List<long> entries, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(RevisionsSql, transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = entries.Min() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = entries.Max() });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. entries] });
        var now = standing.Take();
        var sums = new Dictionary<SupplyKey, Supplied>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var sign = rows.GetBoolean(RevisionRows.ColumnCount) ? 1 : -1;
            foreach (var (key, amount) in Read(RevisionRows.Read(rows), now))
            {
                var sum = sums.GetValueOrDefault(key);
                sums[key] = new Supplied(sum.Kg + sign * amount.Kg, sum.Items + sign * amount.Items);
            }
        }

        return sums;
    }

    // What somebody made unreadable is the audit's to name, and stops nobody's figures.
    private IReadOnlyList<(SupplyKey Key, Supplied Amount)> Read(StoredRevision revision, Standing now)
    {
        try
        {
            return Supplied.Of(revision, now);
        }
        catch (InvalidProtocolBufferException broken)
        {
            log.NotRead(broken, revision.Identity.Mrn, revision.Revision);
            return [];
        }
    }
}

internal static partial class SupplyLedgerLog
{
    [LoggerMessage(LogLevel.Error, "Supply could not be counted; it is tried again.")]
    public static partial void CountFailed(this ILogger log, Exception failure);

    [LoggerMessage(LogLevel.Error, "{Mrn}/{Revision} can't be read and is counted as no supply.")]
    public static partial void NotRead(this ILogger log, Exception failure, string mrn, int revision);
}
