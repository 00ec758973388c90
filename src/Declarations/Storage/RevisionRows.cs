using CrmClub.Contracts.Declarations.V1;
using Npgsql;

namespace CrmClub.Declarations.Storage;

/// <summary>Reads declarations joined with a revision.</summary>
internal static class RevisionRows
{
    public const string Columns =
        """
        d.id, d.mrn, d.mrn_issued_by, d.administration, d.declarant, d.lrn, d.client, d.request_id, d.acceptance_day,
        d.request_hash, r.revision, r.document, r.decision, r.cause, r.cause_key, r.recorded_at
        """;

    /// <summary>The column after the last of <see cref="Columns"/>.</summary>
    public const int ColumnCount = 16;

    public static StoredRevision Read(NpgsqlDataReader row) => new(
        new Identity(
            row.GetGuid(0),
            row.GetString(1),
            (MrnIssuer)row.GetInt16(2),
            row.GetString(3),
            row.GetString(4),
            row.GetString(5),
            row.GetString(6),
            row.GetGuid(7),
            row.GetFieldValue<DateOnly>(8),
            row.GetFieldValue<byte[]>(9)),
        row.GetInt32(10),
        row.GetFieldValue<byte[]>(11),
        row.GetFieldValue<byte[]>(12),
        row.GetString(13),
        row.IsDBNull(14) ? null : row.GetString(14),
        row.GetDateTime(15));

    public static async Task<List<StoredRevision>> ReadAllAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var all = new List<StoredRevision>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            all.Add(Read(rows));
        return all;
    }

    /// <summary>All revisions of a declaration, oldest first.</summary>
    public static async Task<List<StoredRevision>> OfAsync(
        NpgsqlTransaction transaction, Guid declaration, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {Columns} FROM declaration d JOIN revision r ON r.declaration = d.id
            WHERE d.id = $1 ORDER BY r.revision
            """,
            transaction.Connection,
            transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = declaration });
        return await ReadAllAsync(command, cancel);
    }
}
