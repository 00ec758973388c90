using System.Data;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Suppliers.Certificates;
using Npgsql;
using NpgsqlTypes;

namespace CrmClub.Suppliers.Register;

/// <summary>State of the registry's journal: whoever has seen it knows all that was committed before.</summary>
/// <param name="Sealed">Up to where entries are numbered.</param>
/// <param name="Waiting">How many are committed besides.</param>
/// <param name="Newest">Id of the newest of these.</param>
internal readonly record struct RegisterVersion(long Sealed, long Waiting, long Newest);

/// <summary>
/// Keeps the index as new as the tables, whichever replica changed them: each search asks how far the journal is, which
/// costs no more than a look-up by key, and reads again what entries since then speak of.
/// </summary>
internal sealed class RegisterNews(NpgsqlDataSource database) : IDisposable
{
    private const string VersionSql =
        """
        SELECT (SELECT coalesce(max(seq), 0) FROM sealed), count(*), coalesce(max(entry_id), 0) FROM unsealed
        """;

    // All, or those that entries after a seq or not sealed yet speak of: by facility or by certificate.
    private const string ChangedSql =
        """
        WITH subject AS (
          SELECT subject FROM journal WHERE id = ANY (ARRAY (
            SELECT entry_id FROM sealed WHERE seq > $1 UNION ALL SELECT entry_id FROM unsealed)))
        SELECT f.number, f.country, f.name, o.name, s.materials, s.stages, c.levels, c.froms, c.tos, c.revoked,
          c.superseded, c.suspended, c.materials, c.stages
        FROM facility f JOIN operator o ON o.number = f.operator CROSS JOIN LATERAL (
          SELECT array_agg(material) AS materials, array_agg(stage) AS stages FROM (
            SELECT material, stage FROM facility_scope WHERE facility = f.number
            UNION SELECT material, stage FROM capacity_change WHERE facility = f.number) every) s
        CROSS JOIN LATERAL (
          SELECT array_agg(level) AS levels, array_agg(lower(valid)) AS froms, array_agg(upper(valid)) AS tos,
            array_agg(revoked_from) AS revoked, array_agg(superseded_from) AS superseded,
            array_agg((SELECT string_agg(concat_ws('/', suspended_from, suspended_until), ' ' ORDER BY place)
              FROM certificate_suspension WHERE number = v.number AND version = v.version)) AS suspended,
            array_agg((SELECT string_agg(material, chr(31) ORDER BY place) FROM certificate_scope
              WHERE number = v.number AND version = v.version)) AS materials,
            array_agg((SELECT string_agg(stage, chr(31) ORDER BY place) FROM certificate_scope
              WHERE number = v.number AND version = v.version)) AS stages
          FROM (
            SELECT DISTINCT ON (number) * FROM certificate_version WHERE facility = f.number
            ORDER BY number, version DESC) v) c
        WHERE $1 < 0 OR f.number IN (SELECT subject FROM subject) OR f.number IN (
          SELECT facility FROM certificate_version WHERE number IN (SELECT subject FROM subject))
        ORDER BY f.number
        """;

    // What no text may have.
    private const char Separator = '\u001F';

    private readonly SemaphoreSlim _one = new(1, 1);
    private RegisterVersion? _seen;

    /// <summary>Never without having asked <see cref="CatchUpAsync"/>.</summary>
    public RegisterIndex Index { get; } = new();

    public async Task<RegisterVersion> VersionAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await VersionAsync(connection, cancel);
    }

    /// <summary>After it, the index knows all that was committed before the call.</summary>
    public async Task CatchUpAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (await VersionAsync(connection, cancel) == _seen)
            return;
        await _one.WaitAsync(cancel);
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(
                IsolationLevel.RepeatableRead, cancel);
            var version = await VersionAsync(connection, cancel);
            if (version == _seen)
                return;
            Index.Put(await ChangedAsync(connection, _seen?.Sealed ?? -1, cancel));
            _seen = version;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static async Task<RegisterVersion> VersionAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(VersionSql, connection);
        await using var rows = await select.ExecuteReaderAsync(cancel);
        await rows.ReadAsync(cancel);
        return new(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
    }

    private static async Task<List<IndexedFacility>> ChangedAsync(
        NpgsqlConnection connection, long after, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(ChangedSql, connection);
        select.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = after });
        await using var rows = await select.ExecuteReaderAsync(cancel);
        var changed = new List<IndexedFacility>();
        while (await rows.ReadAsync(cancel))
        {
            changed.Add(new(
                rows.GetString(0),
                string.Intern(rows.GetString(1)),
                [rows.GetString(2), rows.GetString(3)],
                Scopes(rows.GetFieldValue<string[]>(4), rows.GetFieldValue<string[]>(5)),
                rows.IsDBNull(6) ? [] : Certificates(rows)));
        }

        return changed;
    }

    private static CertificateFacts[] Certificates(NpgsqlDataReader row)
    {
        var (froms, tos) = (row.GetFieldValue<DateOnly[]>(7), row.GetFieldValue<DateOnly[]>(8));
        var (revoked, superseded) = (row.GetFieldValue<DateOnly?[]>(9), row.GetFieldValue<DateOnly?[]>(10));
        var suspended = row.GetFieldValue<string?[]>(11);
        var (materials, stages) = (row.GetFieldValue<string[]>(12), row.GetFieldValue<string[]>(13));
        return [.. row.GetFieldValue<string[]>(6).Select((level, place) => new CertificateFacts(
            Enum.Parse<CertificateLevel>(level),
            froms[place],
            tos[place],
            revoked[place],
            superseded[place],
            Suspensions(suspended[place] ?? ""),
            Scopes(materials[place].Split(Separator), stages[place].Split(Separator))))];
    }

    private static (DateOnly, DateOnly?)[] Suspensions(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('/')).Select(days => (
            ChangeRules.Day(days[0]), days.Length > 1 ? ChangeRules.Day(days[1]) : (DateOnly?)null)),
    ];

    private static (string, Stage)[] Scopes(string[] materials, string[] stages) =>
        [.. materials.Zip(stages, (material, stage) => (string.Intern(material), Enum.Parse<Stage>(stage)))];
}
