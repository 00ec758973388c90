using System.Runtime.CompilerServices;
using CrmClub.Journal;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Suppliers.Storage;

/// <summary>For those who begin to copy: operators, facilities, every version of certificates.</summary>
internal sealed class SuppliersSnapshot : ISnapshotSource
{
    public async IAsyncEnumerable<IMessage> ReadAsync(
        NpgsqlTransaction transaction, [EnumeratorCancellation] CancellationToken cancel)
    {
        var connection = transaction.Connection!;
        foreach (var stored in await SuppliersReader.OperatorsAsync(connection, null, cancel))
            yield return stored.Content;
        foreach (var stored in await SuppliersReader.FacilitiesAsync(connection, null, null, cancel))
            yield return stored.Content;
        foreach (var stored in await SuppliersReader.CertificatesAsync(connection, new CertificateQuery(), cancel))
            yield return stored.Content;
    }
}
