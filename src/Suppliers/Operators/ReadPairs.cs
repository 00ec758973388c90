using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Names;
using CrmClub.Suppliers.Storage;
using Npgsql;

namespace CrmClub.Suppliers.Operators;

/// <summary>The report of those that may be one, or be taken for each other.</summary>
internal sealed class ReadPairs(NpgsqlDataSource database)
{
    public async Task<ListSupplierPairsResponse> ListAsync(ListSupplierPairsRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        // Registered first comes first.
        var operators = (await SuppliersReader.OperatorsAsync(connection, null, cancel)).OrderBy(one => one.Entry);
        var facilities = (await FacilityStore.RegisteredAsync(connection, cancel)).OrderBy(one => one.Entry);
        var read = SupplierPairs.Of(
                [.. operators.Select(one => one.Content)], [.. facilities.Select(one => one.Content)])
            .OrderBy(Key, StringComparer.Ordinal)
            .Where(pair => page.After is null || string.CompareOrdinal(Key(pair), page.After) > 0)
            .Take(page.Size + 1);
        var (pairs, next) = page.Cut([.. read], Key);
        return new ListSupplierPairsResponse { Pairs = { pairs }, NextPageToken = next };
    }

    // Two may share several identifiers.
    private static string Key(SupplierPair pair) =>
        $"{pair.Likeness:d}/{pair.First}/{pair.Second}/{pair.FirstValue}";
}
