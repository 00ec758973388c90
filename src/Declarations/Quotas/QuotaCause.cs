using CrmClub.Declarations.Reassessment;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Documents;
using Npgsql;

namespace CrmClub.Declarations.Quotas;

/// <summary>An allocation as a cause: it says what each drawing got.</summary>
internal static class QuotaCause
{
    /// <param name="change">The allocation.</param>
    /// <param name="given">What drawings have by it, by declaration, revision and item.</param>
    public static Cause Of(
        Change.OfQuota change, IReadOnlyDictionary<(Guid Declaration, int Revision, int Item), decimal> given) => new(
            $"quota {change.OrderNumber}: allocated on {Wire.Day(change.Day)}",
            $"quota:{change.OrderNumber}:{Wire.Day(change.Period)}:{change.Number}",
            basis =>
            {
                var quotas = basis.Quotas;
                foreach (var (item, quota) in basis.Quotas)
                {
                    if (given.TryGetValue((basis.Id, quota.Revision, item), out var total))
                        quotas = quotas.SetItem(item, quota with
                        {
                            Claim = quota.Claim with { Allocated = total },
                            Blocked = "",
                        });
                }

                return quotas == basis.Quotas ? null : basis with { Quotas = quotas };
            })
        {
            Settles = true,
        };

    /// <summary>The same for the declarations of a step.</summary>
    public static async Task<Cause> ReadAsync(
        NpgsqlTransaction transaction, Change.OfQuota change, IEnumerable<StoredRevision> touched,
        CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT e.declaration, e.revision, e.item, a.total
            FROM quota_entry e JOIN quota_allocation a ON a.drawing = e.id
            WHERE e.declaration = ANY ($4) AND (a.order_number, a.open_from, a.number) = ($1, $2, $3)
            """,
            transaction.Connection,
            transaction);
        command.Parameters.Add(new() { Value = change.OrderNumber });
        command.Parameters.Add(new() { Value = change.Period });
        command.Parameters.Add(new() { Value = change.Number });
        command.Parameters.Add(new() { Value = touched.Select(one => one.Identity.Id).ToArray() });
        var given = new Dictionary<(Guid, int, int), decimal>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            given[(rows.GetGuid(0), rows.GetInt32(1), rows.GetInt32(2))] = rows.GetDecimal(3);
        return Of(change, given);
    }
}
