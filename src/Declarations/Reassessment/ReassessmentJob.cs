using Npgsql;

namespace CrmClub.Declarations.Reassessment;

/// <summary>Work that a change left: which declarations it may touch.</summary>
/// <param name="Id">Number.</param>
/// <param name="Change">What has changed.</param>
/// <param name="FromDay">With <paramref name="FromDeclaration"/>: how far it has come, else its first day.</param>
/// <param name="FromDeclaration">The last declaration looked at.</param>
/// <param name="UntilDay">Day after its last; null has no end.</param>
/// <param name="Found">How many it may touch; null where it has not begun.</param>
internal sealed record ReassessmentJob(
    long Id, Change Change, DateOnly FromDay, Guid FromDeclaration, DateOnly? UntilDay, long? Found)
{
    // "reas" in ASCII.
    private const long LockKey = 0x72656173;

    /// <summary>The oldest that is not done; null where there is none, or another process is at it.</summary>
    public static async Task<ReassessmentJob?> NextAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id, coalesce(reached_day, effective_day), reached_declaration, until_day, certificate, version,
              party, decision, membership_seq, rate_set, series, tariff, quota, quota_period, quota_number, quota_day,
              found, started_at
            FROM (SELECT pg_try_advisory_xact_lock($1) AS locked OFFSET 0) AS attempt
            JOIN reassessment ON attempt.locked
            WHERE done_at IS NULL ORDER BY id LIMIT 1
            """,
            transaction.Connection,
            transaction);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new ReassessmentJob(
                row.GetInt64(0),
                ChangeOf(row, 4),
                row.GetFieldValue<DateOnly>(1),
                row.IsDBNull(2) ? Guid.Empty : row.GetGuid(2),
                row.IsDBNull(3) ? null : row.GetFieldValue<DateOnly>(3),
                row.IsDBNull(17) ? null : row.GetInt64(16))
            : null;
    }

    /// <summary>The change, of twelve columns from <c>certificate</c> to <c>quota_day</c>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="at">Place of the first.</param>
    public static Change ChangeOf(NpgsqlDataReader row, int at)
    {
        if (!row.IsDBNull(at))
            return new Change.OfCertificate(row.GetString(at), row.GetInt32(at + 1));
        if (!row.IsDBNull(at + 2))
            return new Change.OfParty(row.GetString(at + 2), row.GetInt32(at + 3), row.GetInt64(at + 4));
        if (!row.IsDBNull(at + 8))
            return new Change.OfQuota(row.GetString(at + 8), row.GetFieldValue<DateOnly>(at + 9),
                row.GetInt32(at + 10), row.GetFieldValue<DateOnly>(at + 11));
        return row.IsDBNull(at + 5)
            ? new Change.OfTariff(row.GetInt32(at + 7))
            : new Change.OfRates(row.GetInt32(at + 5), row.GetString(at + 6));
    }
}
