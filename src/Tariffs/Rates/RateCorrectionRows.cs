using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Tariffs.Changes;
using CrmClub.Tariffs.Storage;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Tariffs.Rates;

/// <summary>The stored corrections, a row for each state.</summary>
internal static class RateCorrectionRows
{
    private const string Columns = "entry_id, body, state, author, approver";

    /// <summary>Writes a step that has no event of its own, with its entry.</summary>
    public static async Task RecordAsync(RateCorrection correction, ChangeStep step)
    {
        correction.RecordedAt = step.Now;
        var entry = await step.Work.Transaction.AppendAsync(
            new NewEntry(step.Work.Caller.Id, $"rate correction {correction.Number}", null,
                new RateCorrectionRecorded { Correction = correction }),
            step.Work.Cancel);
        await AddAsync(step.Work.Transaction, entry, correction, step.Work.Cancel);
    }

    public static async Task AddAsync(
        NpgsqlTransaction transaction, long entry, RateCorrection correction, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO rate_correction (number, state, entry_id, author, approver, body)
            VALUES ($1, $2, $3, $4, nullif($5, ''), $6)
            """,
            transaction.Connection,
            transaction);
        insert.Parameters.Add(new() { Value = correction.Number });
        insert.Parameters.Add(new() { Value = $"{correction.State}" });
        insert.Parameters.Add(new() { Value = entry });
        insert.Parameters.Add(new() { Value = correction.Author });
        insert.Parameters.Add(new() { Value = correction.Approver });
        insert.Parameters.Add(new() { Value = correction.ToByteArray() });
        await insert.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The number that the next correction gets; called by one at a time.</summary>
    public static async Task<int> NextNumberAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            "SELECT coalesce(max(number), 0) + 1 FROM rate_correction", connection);
        return (int)(await select.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>As it stands; null where there is no such correction.</summary>
    public static async Task<RateCorrection?> FindAsync(
        NpgsqlConnection connection, int number, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            $"SELECT {Columns} FROM rate_correction WHERE number = $1 ORDER BY approver NULLS LAST LIMIT 1",
            connection);
        select.Parameters.Add(new() { Value = number });
        return (await ReadAsync(select, cancel)).Select(row => row.Content).FirstOrDefault();
    }

    /// <summary>As they stand, by number, the newest first.</summary>
    /// <param name="connection">Where from.</param>
    /// <param name="state">Unspecified means any.</param>
    /// <param name="before">Only those with a lower number.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<IReadOnlyList<RateCorrection>> ListAsync(
        NpgsqlConnection connection, RateCorrectionState state, int before, int count, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            $"""
            SELECT * FROM (
              SELECT DISTINCT ON (number) {Columns} FROM rate_correction WHERE number < $1
              ORDER BY number DESC, approver NULLS LAST) AS newest
            WHERE $2 = '' OR state = $2 LIMIT $3
            """,
            connection);
        select.Parameters.Add(new() { Value = before });
        select.Parameters.Add(new() { Value = state == RateCorrectionState.Unspecified ? "" : $"{state}" });
        select.Parameters.Add(new() { Value = count });
        return [.. (await ReadAsync(select, cancel)).Select(row => row.Content)];
    }

    /// <summary>Every row with its entry.</summary>
    public static async Task<List<Recorded<RateCorrection>>> AllAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand($"SELECT {Columns} FROM rate_correction", connection);
        return await ReadAsync(select, cancel);
    }

    // By the columns, on which the database's rules look.
    private static async Task<List<Recorded<RateCorrection>>> ReadAsync(NpgsqlCommand select, CancellationToken cancel)
    {
        var found = new List<Recorded<RateCorrection>>();
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var correction = RateCorrection.Parser.ParseFrom(rows.GetFieldValue<byte[]>(1));
            correction.State = Enum.Parse<RateCorrectionState>(rows.GetString(2));
            correction.Author = rows.GetString(3);
            correction.Approver = rows.IsDBNull(4) ? "" : rows.GetString(4);
            found.Add(new(rows.GetInt64(0), correction));
        }

        return found;
    }
}
