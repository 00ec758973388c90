using Npgsql;

namespace CrmClub.Declarations.Copies;

/// <summary>
/// Keeps groups of declarations apart from changes of certificates and members: groups share the lock, a change has it
/// alone. It lasts to the end of the transaction.
/// </summary>
internal static class CopyLock
{
    // "cert" in ASCII; the only other advisory locks of this database are the journal's and the reassessment's.
    private const long Key = 0x63657274;

    public static NpgsqlBatchCommand Shared() => Command("SELECT pg_advisory_xact_lock_shared($1)");

    public static NpgsqlBatchCommand Exclusive() => Command("SELECT pg_advisory_xact_lock($1)");

    /// <summary>How far the copies are, under the lock: <see cref="Copied.Read"/> reads it.</summary>
    public static NpgsqlBatchCommand Known() => new(
        """
        SELECT (SELECT coalesce(max(change), 0) FROM certificate_version),
          (SELECT coalesce(max(seq), 0) FROM membership_copy),
          (SELECT coalesce(max(number), 0) FROM rate_set),
          (SELECT coalesce(max(number), 0) FROM tariff_version JOIN tariff_document USING (hash))
        """);

    private static NpgsqlBatchCommand Command(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Key });
        return command;
    }
}
