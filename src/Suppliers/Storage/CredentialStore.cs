using System.Security.Cryptography;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Credentials;
using CrmClub.Journal;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Suppliers.Storage;

/// <summary>A credential as it was signed.</summary>
internal sealed record StoredCredential(
    string Certificate, int Version, string KeyId, int StatusList, int StatusIndex, string Jwt)
{
    /// <summary>As the journal records it.</summary>
    public CredentialRecord Record => new()
    {
        Certificate = Certificate,
        Version = Version,
        KeyId = KeyId,
        StatusList = StatusList,
        StatusIndex = StatusIndex,
        Hash = ByteString.CopyFrom(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Jwt))),
    };
}

/// <summary>The table of credentials, and the places in the status lists.</summary>
internal static class CredentialStore
{
    // Half full at most: a free place is found at the second throw, and says nothing of when it was drawn.
    private const int EntriesUsedMax = StatusList.EntriesMin / 2;

    private const string CredentialsSql =
        """
        SELECT entry_id, certificate, version, key_id, status_list, status_index, jwt FROM credential
        WHERE $1 IS NULL OR certificate = $1 ORDER BY certificate, version, entry_id
        """;

    // What counts of a certificate is its newest version; what is of a day to come is not yet. One that another took
    // the place of stands in the list of those revoked: it comes back no more.
    private const string RevokedSql =
        """
        SELECT c.status_index FROM certificate_version v JOIN credential c ON c.certificate = v.number
        WHERE v.state <> 'Issued' AND c.status_list = $1 AND (v.revoked_from <= $2 OR v.superseded_from <= $2)
          AND NOT EXISTS (
            SELECT FROM certificate_version newer WHERE newer.number = v.number AND newer.version > v.version)
        """;

    private const string SuspendedSql =
        """
        SELECT c.status_index FROM certificate_suspension s
        JOIN certificate_version v USING (number, version) JOIN credential c ON c.certificate = v.number
        WHERE c.status_list = $1 AND s.suspended_from <= $2 AND (s.suspended_until IS NULL OR $2 < s.suspended_until)
          AND NOT EXISTS (
            SELECT FROM certificate_version newer WHERE newer.number = v.number AND newer.version > v.version)
        """;

    private const string WithoutSql =
        """
        SELECT v.number FROM certificate_version v
        WHERE v.state IN ('Issued', 'Suspended')
          AND NOT EXISTS (SELECT FROM credential c WHERE c.certificate = v.number AND c.key_id <> ALL($1))
          AND NOT EXISTS (
            SELECT FROM certificate_version newer WHERE newer.number = v.number AND newer.version > v.version)
        ORDER BY v.number
        """;

    public static Task<List<Recorded<StoredCredential>>> ReadAsync(
        NpgsqlConnection connection, string? certificate, CancellationToken cancel) => SuppliersReader.ReadAsync(
        connection, CredentialsSql, [SuppliersReader.Text(certificate)], Row, cancel);

    /// <summary>Places that are set for that purpose on that day; null where there is no such list.</summary>
    public static async Task<List<int>?> SetAsync(
        NpgsqlConnection connection, int list, string purpose, DateOnly today, CancellationToken cancel)
    {
        await using var select = purpose == StatusList.Revocation
            ? new NpgsqlCommand(RevokedSql, connection)
            : new NpgsqlCommand(SuspendedSql, connection);
        select.Parameters.Add(new() { Value = list });
        select.Parameters.Add(new() { Value = today });
        var set = new List<int>();
        await using (var rows = await select.ExecuteReaderAsync(cancel))
            while (await rows.ReadAsync(cancel))
                set.Add(rows.GetInt32(0));
        if (set.Count > 0 || list == 1)
            return set;
        await using var any = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM credential WHERE status_list = $1)", connection);
        any.Parameters.Add(new() { Value = list });
        return (bool)(await any.ExecuteScalarAsync(cancel))! ? set : null;
    }

    /// <summary>Certificates that count, or may again, without a credential by a key that is not compromised.</summary>
    public static async Task<List<string>> WithoutAsync(
        NpgsqlConnection connection, IReadOnlyList<string> compromised, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(WithoutSql, connection);
        select.Parameters.Add(new() { Value = compromised.ToArray() });
        await using var rows = await select.ExecuteReaderAsync(cancel);
        var numbers = new List<string>();
        while (await rows.ReadAsync(cancel))
            numbers.Add(rows.GetString(0));
        return numbers;
    }

    /// <summary>A place that nobody can guess, in the newest list.</summary>
    public static async Task<(int List, int Index)> DrawAsync(Work work)
    {
        await work.LockAsync("status list");
        await using var count = new NpgsqlCommand(
            "SELECT count(*) FROM credential", work.Transaction.Connection, work.Transaction);
        var used = (long)(await count.ExecuteScalarAsync(work.Cancel))!;
        return await FreeAsync(work, 1 + (int)(used / EntriesUsedMax));
    }

    public static async Task AddAsync(Work work, long entry, StoredCredential credential)
    {
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO credential (certificate, version, entry_id, key_id, status_list, status_index, jwt)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            work.Transaction.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = credential.Certificate }, new() { Value = credential.Version },
                new() { Value = entry }, new() { Value = credential.KeyId },
                new() { Value = credential.StatusList }, new() { Value = credential.StatusIndex },
                new() { Value = credential.Jwt },
            },
        };
        await insert.ExecuteNonQueryAsync(work.Cancel);
    }

    private static async Task<(int, int)> FreeAsync(Work work, int list)
    {
        await using var taken = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM credential WHERE status_list = $1 AND status_index = $2)",
            work.Transaction.Connection, work.Transaction);
        taken.Parameters.Add(new() { Value = list });
        var index = taken.Parameters.Add(new NpgsqlParameter { Value = 0 });
        do
            index.Value = RandomNumberGenerator.GetInt32(StatusList.EntriesMin);
        while ((bool)(await taken.ExecuteScalarAsync(work.Cancel))!);
        return (list, (int)index.Value);
    }

    private static StoredCredential Row(NpgsqlDataReader row) => new(
        row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.GetString(6));
}
