using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using Npgsql;
using NpgsqlTypes;

namespace CrmClub.Suppliers.Storage;

/// <summary>Changes of the credential keys and their approvals.</summary>
internal static class KeyChangeStore
{
    /// <summary>What their entries are about; whoever changes the keys goes one after the other.</summary>
    public const string Subject = "credential-keys";

    public static Task<List<Recorded<CredentialKeyChange>>> ChangesAsync(
        NpgsqlConnection connection, Guid? id, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection,
        "SELECT entry_id, id, compromised_key, author, reason FROM credential_key_change WHERE $1 IS NULL OR id = $1",
        [Of(id)],
        row => new CredentialKeyChange
        {
            Id = row.GetGuid(1).ToString("D"),
            CompromisedKey = row.GetString(2),
            Author = row.GetString(3),
            Reason = row.GetString(4),
        },
        cancel);

    /// <summary>Id, author and approver only.</summary>
    public static Task<List<Recorded<CredentialKeyChange>>> ApprovalsAsync(
        NpgsqlConnection connection, Guid? id, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection,
        """
        SELECT entry_id, change_id, author, approver FROM credential_key_approval WHERE $1 IS NULL OR change_id = $1
        """,
        [Of(id)],
        row => new CredentialKeyChange
        {
            Id = row.GetGuid(1).ToString("D"),
            Author = row.GetString(2),
            Approver = row.GetString(3),
        },
        cancel);

    public static Task AddAsync(Work work, long entry, CredentialKeyChange change) => RunAsync(
        work,
        """
        INSERT INTO credential_key_change (id, entry_id, compromised_key, author, reason) VALUES ($1, $2, $3, $4, $5)
        """,
        Guid.Parse(change.Id), entry, change.CompromisedKey, change.Author, change.Reason);

    public static Task ApproveAsync(Work work, long entry, CredentialKeyChange change) => RunAsync(
        work,
        "INSERT INTO credential_key_approval (change_id, entry_id, author, approver) VALUES ($1, $2, $3, $4)",
        Guid.Parse(change.Id), entry, change.Author, change.Approver);

    private static NpgsqlParameter Of(Guid? id) =>
        new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = id ?? (object)DBNull.Value };

    private static async Task RunAsync(Work work, string sql, params object[] values)
    {
#pragma warning disable CA2100 // Every text is a constant of this file.
        await using var command = new NpgsqlCommand(sql, work.Transaction.Connection, work.Transaction);
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(work.Cancel);
    }
}
