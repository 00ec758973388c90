using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Storage;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Tariffs.Proposals;

/// <summary>The stored proposals, a row for each revision.</summary>
internal static class ProposalRows
{
    private const string NewestSql =
        "SELECT DISTINCT ON (number) entry_id, body, state, authors, approver FROM proposal";

    public static async Task AddAsync(
        NpgsqlTransaction transaction, long entry, Proposal proposal, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO proposal (number, revision, entry_id, state, authors, approver, body)
            VALUES ($1, $2, $3, $4, $5, nullif($6, ''), $7)
            """,
            transaction.Connection,
            transaction);
        insert.Parameters.Add(new() { Value = proposal.Number });
        insert.Parameters.Add(new() { Value = proposal.Revision });
        insert.Parameters.Add(new() { Value = entry });
        insert.Parameters.Add(new() { Value = $"{proposal.State}" });
        insert.Parameters.Add(new() { Value = proposal.Authors.ToArray() });
        insert.Parameters.Add(new() { Value = proposal.Approver });
        insert.Parameters.Add(new() { Value = proposal.ToByteArray() });
        await insert.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The number that the next proposal gets; called by one at a time.</summary>
    public static async Task<int> NextNumberAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand("SELECT coalesce(max(number), 0) + 1 FROM proposal", connection);
        return (int)(await select.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>The newest revision; null where there is no such proposal.</summary>
    public static async Task<Proposal?> FindAsync(NpgsqlConnection connection, int number, CancellationToken cancel) =>
        (await HistoryAsync(connection, number, cancel)).LastOrDefault();

    /// <summary>Every revision, oldest first.</summary>
    public static async Task<IReadOnlyList<Proposal>> HistoryAsync(
        NpgsqlConnection connection, int number, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            "SELECT entry_id, body, state, authors, approver FROM proposal WHERE number = $1 ORDER BY revision",
            connection);
        select.Parameters.Add(new() { Value = number });
        return [.. (await ReadAsync(select, cancel)).Select(row => row.Content)];
    }

    /// <summary>The newest revision of each that is in a state, by number, the newest first.</summary>
    /// <param name="connection">Where from.</param>
    /// <param name="state">Unspecified means any.</param>
    /// <param name="before">Only those with a lower number.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<IReadOnlyList<Proposal>> ListAsync(
        NpgsqlConnection connection, ProposalState state, int before, int count, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            $"""
            SELECT * FROM ({NewestSql} WHERE number < $1 ORDER BY number DESC, revision DESC) AS newest
            WHERE $2 = '' OR state = $2 LIMIT $3
            """,
            connection);
        select.Parameters.Add(new() { Value = before });
        select.Parameters.Add(new() { Value = state == ProposalState.Unspecified ? "" : $"{state}" });
        select.Parameters.Add(new() { Value = count });
        return [.. (await ReadAsync(select, cancel)).Select(row => row.Content)];
    }

    /// <summary>Every row with its entry.</summary>
    public static async Task<List<Recorded<Proposal>>> AllAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            "SELECT entry_id, body, state, authors, approver FROM proposal", connection);
        return await ReadAsync(select, cancel);
    }

    // By the columns, on which the database's rules look.
    private static async Task<List<Recorded<Proposal>>> ReadAsync(NpgsqlCommand select, CancellationToken cancel)
    {
        var found = new List<Recorded<Proposal>>();
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var proposal = Proposal.Parser.ParseFrom(rows.GetFieldValue<byte[]>(1));
            proposal.State = Enum.Parse<ProposalState>(rows.GetString(2));
            proposal.Authors.Clear();
            proposal.Authors.Add(rows.GetFieldValue<string[]>(3));
            proposal.Approver = rows.IsDBNull(4) ? "" : rows.GetString(4);
            found.Add(new(rows.GetInt64(0), proposal));
        }

        return found;
    }
}
