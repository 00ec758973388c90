using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Storage;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Tariffs.Proposals;

/// <summary>The stored comments on proposals.</summary>
internal static class CommentRows
{
    public static async Task AddAsync(
        NpgsqlTransaction transaction, long entry, ProposalComment comment, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand(
            "INSERT INTO proposal_comment (proposal, number, resolved, entry_id, body) VALUES ($1, $2, $3, $4, $5)",
            transaction.Connection,
            transaction);
        insert.Parameters.Add(new() { Value = comment.Proposal });
        insert.Parameters.Add(new() { Value = comment.Number });
        insert.Parameters.Add(new() { Value = comment.ResolvedBy.Length > 0 });
        insert.Parameters.Add(new() { Value = entry });
        insert.Parameters.Add(new() { Value = comment.ToByteArray() });
        await insert.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Those on a proposal as they stand, in the order in which they were made.</summary>
    public static async Task<IReadOnlyList<ProposalComment>> OfAsync(
        NpgsqlConnection connection, int proposal, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            """
            SELECT DISTINCT ON (number) entry_id, body FROM proposal_comment WHERE proposal = $1
            ORDER BY number, resolved DESC
            """,
            connection);
        select.Parameters.Add(new() { Value = proposal });
        return [.. (await ReadAsync(select, cancel)).Select(row => row.Content)];
    }

    /// <summary>Every row with its entry.</summary>
    public static async Task<List<Recorded<ProposalComment>>> AllAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand("SELECT entry_id, body FROM proposal_comment", connection);
        return await ReadAsync(select, cancel);
    }

    private static async Task<List<Recorded<ProposalComment>>> ReadAsync(
        NpgsqlCommand select, CancellationToken cancel)
    {
        var found = new List<Recorded<ProposalComment>>();
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            found.Add(new(
                rows.GetInt64(0), ProposalComment.Parser.ParseFrom(rows.GetFieldValue<byte[]>(1))));
        }

        return found;
    }
}
