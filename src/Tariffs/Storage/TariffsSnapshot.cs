using System.Runtime.CompilerServices;
using CrmClub.Journal;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Tariffs.Storage;

/// <summary>The present state for those who begin to copy it; they fetch documents by their hash.</summary>
internal sealed class TariffsSnapshot : ISnapshotSource
{
    public async IAsyncEnumerable<IMessage> ReadAsync(
        NpgsqlTransaction transaction, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var stored in await TariffsReader.VersionsAsync(transaction.Connection!, 0, cancel))
            yield return stored.Content.Version;
        foreach (var stored in await TariffsReader.RateSetsAsync(transaction.Connection!, 0, cancel))
            yield return stored.Content.Set;
    }
}
