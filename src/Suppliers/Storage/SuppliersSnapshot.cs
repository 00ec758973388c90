using System.Runtime.CompilerServices;
using CrmClub.Journal;
using CrmClub.Suppliers.Ledger;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Suppliers.Storage;

/// <summary>
/// For those who begin to copy: operators, facilities, changes of capacities, every version of
/// certificates, and how much of capacities is used.
/// </summary>
internal sealed class SuppliersSnapshot : ISnapshotSource
{
    public async IAsyncEnumerable<IMessage> ReadAsync(
        NpgsqlTransaction transaction, [EnumeratorCancellation] CancellationToken cancel)
    {
        var connection = transaction.Connection!;
        foreach (var stored in await SuppliersReader.OperatorsAsync(connection, null, cancel))
            yield return stored.Content;
        foreach (var stored in await FacilityStore.RegisteredAsync(connection, cancel))
            yield return stored.Content;
        foreach (var stored in await FacilityStore.ChangesAsync(connection, cancel))
            yield return stored.Content;
        foreach (var stored in await SuppliersReader.CertificatesAsync(connection, new CertificateQuery(), cancel))
            yield return stored.Content;
        foreach (var used in await BalanceStore.UsedAsync(connection, new AccountQuery(), cancel))
            yield return used;
    }
}
