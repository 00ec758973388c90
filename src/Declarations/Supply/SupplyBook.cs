using CrmClub.Contracts.Tariffs.V1;
using Npgsql;

namespace CrmClub.Declarations.Supply;

/// <summary>Reads what was summed up.</summary>
internal sealed class SupplyBook(NpgsqlDataSource database)
{
    /// <summary>What came in months from the first to the last, by month, material and stage.</summary>
    public async Task<IReadOnlyList<(SupplyKey Key, Supplied Amount)>> ReadAsync(
        DateOnly first, DateOnly last, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT month, material, stage, origin, kg, items FROM supply_month
            WHERE month >= $1 AND month <= $2 AND items > 0 ORDER BY month, material, stage, origin
            """);
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = first });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = last });
        var all = new List<(SupplyKey, Supplied)>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            all.Add((new SupplyKey(
                    rows.GetFieldValue<DateOnly>(0), rows.GetString(1), (Stage)rows.GetInt16(2), rows.GetString(3)),
                new Supplied(rows.GetDecimal(4), rows.GetInt64(5))));
        }

        return all;
    }
}
