using System.Data;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Adjustments;
using CrmClub.Declarations.Storage;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Accounts;

/// <summary>An amount of an account that revisions and reports don't explain.</summary>
/// <param name="Entry">Entry of the journal with which it was written.</param>
/// <param name="Posting">The account; the amount is what is kept less what is explained.</param>
internal readonly record struct Unexplained(long Entry, Posting Posting);

/// <summary>What a stretch of the journal did to the accounts.</summary>
/// <param name="Last">Its last entry.</param>
/// <param name="IsEnd">Whether there was no more of it.</param>
/// <param name="Found">What is not explained.</param>
internal sealed record CheckedStretch(long Last, bool IsEnd, IReadOnlyList<Unexplained> Found);

/// <summary>
/// Compares the accounts kept with the sum over revisions, reports and steps of adjustments, entry by entry. The month
/// of a later change is the one that its entry told; entries from before it was told leave it open.
/// </summary>
internal static class AccountCheck
{
    private const string StretchSql =
        """
        SELECT coalesce(max(id), $1), count(*) FROM (
          SELECT id FROM journal WHERE id > $1 AND kind = ANY ($2) ORDER BY id LIMIT $3) AS stretch
        """;

    private const string RevisionsSql =
        """
        SELECT r.entry_id, d.administration, d.acceptance_day, r.decision, (
            SELECT f.decision FROM revision f WHERE f.declaration = r.declaration AND f.revision = r.revision - 1),
          d.mrn, r.revision, CASE WHEN r.revision > 1 THEN (
            SELECT sum(a.difference) FROM adjustment_report s JOIN adjustment a ON a.id = s.adjustment
            WHERE s.declaration = r.declaration AND s.state = 5 AND s.entry_id < r.entry_id) END
        FROM revision r JOIN declaration d ON d.id = r.declaration WHERE r.entry_id > $1 AND r.entry_id <= $2
        """;

    private const string ToldSql =
        """
        SELECT id, body FROM journal WHERE kind = $3 AND id IN (
          SELECT entry_id FROM revision WHERE entry_id > $1 AND entry_id <= $2 AND revision > 1)
        """;

    private const string StepsSql =
        $"""
        SELECT {AdjustmentRows.Columns}, s.entry_id, s.document, EXISTS (
          SELECT FROM report r WHERE r.declaration = s.declaration AND r.state = 5 AND r.entry_id < s.entry_id)
        FROM adjustment_report s JOIN adjustment a ON a.id = s.adjustment WHERE s.entry_id > $1 AND s.entry_id <= $2
        """;

    private const string ReportsSql =
        "SELECT r.entry_id, r.document FROM report r WHERE r.entry_id > $1 AND r.entry_id <= $2";

    private const string PostingsSql =
        """
        SELECT entry_id, administration, month, currency, kind, amount FROM posting
        WHERE entry_id > $1 AND entry_id <= $2
        """;

    private static readonly string[] Kinds =
    [
        DeclarationsDecided.Descriptor.FullName, DeclarationReported.Descriptor.FullName,
        AdjustmentsReported.Descriptor.FullName,
    ];

    /// <summary>The entry after which accounts begin.</summary>
    public static async Task<long> OpeningAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT entry_id FROM account_opening", connection);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Checks the next entries on a connection of its own.</summary>
    public static async Task<CheckedStretch> NextAsync(
        NpgsqlDataSource database, long after, int entriesMax, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        return await NextAsync(connection, after < 0 ? await OpeningAsync(connection, cancel) : after, entriesMax,
            cancel);
    }

    /// <summary>The same within a transaction that sees one state.</summary>
    public static async Task<CheckedStretch> NextAsync(
        NpgsqlConnection connection, long after, int entriesMax, CancellationToken cancel)
    {
        var (last, isEnd) = await StretchAsync(connection, after, entriesMax, cancel);
        // Behind the journal's end there is nothing to explain an amount.
        var until = isEnd ? long.MaxValue : last;
        var sums = new Dictionary<(long, Posting), decimal>();
        var untold = new HashSet<long>();
        await foreach (var (entry, posting) in ExplainedAsync(connection, after, until, cancel))
        {
            if (posting.Month == default)
                untold.Add(entry);
            Add(entry, posting, -posting.Amount);
        }

        await foreach (var (entry, posting) in KeptAsync(connection, after, until, cancel))
            Add(entry, posting, posting.Amount);
        return new CheckedStretch(last, isEnd, [.. sums.Where(one => one.Value != 0).Select(
            one => new Unexplained(one.Key.Item1, one.Key.Item2 with { Amount = one.Value }))]);

        void Add(long entry, Posting posting, decimal amount)
        {
            var month = posting.Kind is PostingKind.Adjusted && untold.Contains(entry) ? default : posting.Month;
            var key = (entry, posting with { Month = month, Amount = 0 });
            sums[key] = sums.GetValueOrDefault(key) + amount;
        }
    }

    private static async Task<(long Last, bool IsEnd)> StretchAsync(
        NpgsqlConnection connection, long after, int entriesMax, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(StretchSql, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Kinds });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = entriesMax });
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return (row.GetInt64(0), row.GetInt64(1) < entriesMax);
    }

    private static async IAsyncEnumerable<(long Entry, Posting Posting)> KeptAsync(
        NpgsqlConnection connection, long after, long until,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = Between(new(PostingsSql, connection), after, until);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            yield return (rows.GetInt64(0), new Posting(
                rows.GetString(1), rows.GetFieldValue<DateOnly>(2), rows.GetString(3), (PostingKind)rows.GetInt16(4),
                rows.GetDecimal(5)));
        }
    }

    private static async IAsyncEnumerable<(long Entry, Posting Posting)> ExplainedAsync(
        NpgsqlConnection connection, long after, long until,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var told = await ToldAsync(connection, after, until, cancel);
        await using (var command = Between(new(RevisionsSql, connection), after, until))
        await using (var rows = await command.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
            {
                var day = rows.GetFieldValue<DateOnly>(2);
                var former = rows.IsDBNull(4) ? null : Read(rows.GetString(1), day, rows.GetFieldValue<byte[]>(4));
                var next = Read(rows.GetString(1), day, rows.GetFieldValue<byte[]>(3));
                var entry = rows.GetInt64(0);
                var posting = Posting.Of(former, next, day);
                if (posting.Kind is PostingKind.Adjusted)
                {
                    var month = told.GetValueOrDefault((entry, rows.GetString(5), rows.GetInt32(6)));
                    posting = posting with { Month = month };
                }

                yield return (entry, posting);
                if (next.State is DeclarationState.Invalidated && !rows.IsDBNull(7)
                    && former is not { State: DeclarationState.Invalidated })
                    yield return (entry, posting with { Kind = PostingKind.Dropped, Amount = rows.GetDecimal(7) });
            }
        }

        await using (var command = Between(new(ReportsSql, connection), after, until))
        await using (var rows = await command.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
            {
                var report = DeclarationReport.Parser.ParseFrom(rows.GetFieldValue<byte[]>(1));
                foreach (var posting in Posting.Of(report))
                    yield return (rows.GetInt64(0), posting);
            }
        }

        await using var select = Between(new(StepsSql, connection), after, until);
        await using var steps = await select.ExecuteReaderAsync(cancel);
        while (await steps.ReadAsync(cancel))
        {
            var report = AdjustmentReport.Parser.ParseFrom(
                steps.GetFieldValue<byte[]>(AdjustmentRows.ColumnCount + 1));
            var isInvalidated = steps.GetBoolean(AdjustmentRows.ColumnCount + 2);
            foreach (var posting in Posting.Of(report, AdjustmentRows.Read(steps), isInvalidated))
                yield return (steps.GetInt64(AdjustmentRows.ColumnCount), posting);
        }
    }

    /// <summary>Months in which entries told that revisions changed what was decided before.</summary>
    private static async Task<Dictionary<(long Entry, string Mrn, int Revision), DateOnly>> ToldAsync(
        NpgsqlConnection connection, long after, long until, CancellationToken cancel)
    {
        await using var command = Between(new(ToldSql, connection), after, until);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DeclarationsDecided.Descriptor.FullName });
        var told = new Dictionary<(long, string, int), DateOnly>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            foreach (var one in DeclarationsDecided.Parser.ParseFrom(rows.GetFieldValue<byte[]>(1)).Declarations)
            {
                if (Months.TryParse(one.AdjustedIn, out var month))
                    told[(rows.GetInt64(0), one.Mrn, one.Revision)] = month;
            }
        }

        return told;
    }

    // Only what an account is made of. What can't be read any more explains nothing.
    private static StoredRevision Read(string administration, DateOnly day, byte[] decision)
    {
        var identity = new Identity(
            default, "", default, administration, "", "", "", default, day, []);
        var read = new StoredRevision(identity, 0, [], decision, "", null, default);
        try
        {
            return read.Decision.Duty.Length > 0 ? read : Nothing();
        }
        catch (InvalidProtocolBufferException)
        {
            return Nothing();
        }

        StoredRevision Nothing() => read with { DecisionBytes = new StoredDecision { Duty = "0" }.ToByteArray() };
    }

    private static NpgsqlCommand Between(NpgsqlCommand command, long after, long until)
    {
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = until });
        return command;
    }
}
