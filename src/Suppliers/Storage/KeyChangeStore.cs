using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using Npgsql;
using static CrmClub.Suppliers.Storage.SuppliersWriter;

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
        [SuppliersReader.IdOrNone(id)],
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
        [SuppliersReader.IdOrNone(id)],
        row => new CredentialKeyChange
        {
            Id = row.GetGuid(1).ToString("D"),
            Author = row.GetString(2),
            Approver = row.GetString(3),
        },
        cancel);

    public static Task AddAsync(Work work, long entry, CredentialKeyChange change) => RunAsync(
        work,
        new NpgsqlBatchCommand(
            """
            INSERT INTO credential_key_change (id, entry_id, compromised_key, author, reason)
            VALUES ($1, $2, $3, $4, $5)
            """)
        {
            Parameters =
            {
                Of(Guid.Parse(change.Id)), Of(entry), Of(change.CompromisedKey), Of(change.Author), Of(change.Reason),
            },
        });

    public static Task ApproveAsync(Work work, long entry, CredentialKeyChange change) => RunAsync(
        work,
        new NpgsqlBatchCommand(
            """
            INSERT INTO credential_key_approval (change_id, entry_id, author, approver) VALUES ($1, $2, $3, $4)
            """)
        {
            Parameters = { Of(Guid.Parse(change.Id)), Of(entry), Of(change.Author), Of(change.Approver) },
        });
}
