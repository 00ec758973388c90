using Npgsql;

namespace CrmClub.Journal;

/// <summary>Writes entries inside the transaction of the business rows they belong to.</summary>
public static class JournalWriter
{
    /// <summary>
    /// Appends an entry and its id in <c>unsealed</c>, in one statement. Lock the subject before, never after.
    /// </summary>
    /// <returns>The entry's id, for the <c>entry_id</c> column of the business rows.</returns>
    public static Task<long> AppendAsync(this NpgsqlTransaction transaction, NewEntry entry, CancellationToken cancel) =>
        throw new NotImplementedException();
}

/// <summary>Wakes the sealer of this process. Raise it after the commit.</summary>
public sealed class JournalSignal
{
    public void Raise() => throw new NotImplementedException();
}
