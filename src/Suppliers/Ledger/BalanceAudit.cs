using System.Runtime.CompilerServices;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Suppliers.Ledger;

/// <summary>Holds each sum of the ledger against its claims and transfers, and against what was told of it.</summary>
internal sealed class BalanceAudit : IRowAudit
{
    private const string SumsSql =
        """
        SELECT facility || ' ' || material || ' ' || stage || ' ' || year,
          coalesce(sum(claimed), 0) = coalesce(sum(stored_claimed), 0)
            AND coalesce(sum(handed), 0) = coalesce(sum(stored_handed), 0)
            AND coalesce(sum(received), 0) = coalesce(sum(stored_received), 0)
        FROM (
          SELECT facility, material, stage, year, CASE WHEN taken_back THEN -kg ELSE kg END AS claimed,
            0 AS handed, 0 AS received, 0 AS stored_claimed, 0 AS stored_handed, 0 AS stored_received
          FROM capacity_claim
          UNION ALL
          SELECT from_facility, material, stage, extract(year FROM day)::int, 0, kg, 0, 0, 0, 0 FROM facility_transfer
          UNION ALL
          SELECT to_facility, material, stage, extract(year FROM day)::int, 0, 0, kg, 0, 0, 0 FROM facility_transfer
          UNION ALL
          SELECT facility, material, stage, year, 0, 0, 0, claimed_kg, handed_kg, received_kg FROM balance) every
        GROUP BY facility, material, stage, year ORDER BY 1
        """;

    public async IAsyncEnumerable<AuditFault?> CheckAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using (var command = new NpgsqlCommand(SumsSql, connection))
        await using (var rows = await command.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
                yield return rows.GetBoolean(1)
                    ? null : Fault(rows.GetString(0), "it is not the sum of its claims and transfers");
        }

        var told = await ToldAsync(connection, cancel);
        foreach (var used in await BalanceStore.UsedAsync(connection, new AccountQuery(), cancel))
        {
            var key = Key(used);
            yield return told.GetValueOrDefault(key) == used.UsedKg
                ? null : Fault(key, "the newest entry of it says something else");
        }
    }

    private static async Task<Dictionary<string, string>> ToldAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        var newest = new Dictionary<string, string>();
        await using var command = new NpgsqlCommand(
            "SELECT body FROM journal WHERE kind = $1 ORDER BY id", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = CapacityUsed.Descriptor.FullName });
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var used = CapacityUsed.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0));
            newest[Key(used)] = used.UsedKg;
        }

        return newest;
    }

    private static string Key(CapacityUsed used) => $"{used.Facility} {used.Material} {used.Stage} {used.Year}";

    private static AuditFault Fault(string key, string fault) => new() { Table = "balance", Key = key, Fault = fault };
}
