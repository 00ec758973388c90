using System.Globalization;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Suppliers.Certificates;
using Npgsql;
using Enum = System.Enum;

namespace CrmClub.Suppliers.Ledger;

/// <summary>What facilities hand to each other.</summary>
internal static class TransferStore
{
    /// <summary>Transfers of a facility by that number, or all; with the entries that made them.</summary>
    public static async Task<List<(long Entry, FacilityTransfer Transfer)>> ReadAsync(
        NpgsqlConnection connection, (string Facility, string Number)? one, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT entry_id, from_facility, to_facility, material, stage, day, trim_scale(kg)::text, number
            FROM facility_transfer WHERE $1 OR (from_facility, number) = ($2, $3) ORDER BY entry_id
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = one is null });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = one?.Facility ?? "" });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = one?.Number ?? "" });
        var all = new List<(long, FacilityTransfer)>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            all.Add((rows.GetInt64(0), new FacilityTransfer
            {
                FromFacility = rows.GetString(1),
                ToFacility = rows.GetString(2),
                Material = rows.GetString(3),
                Stage = Enum.Parse<Stage>(rows.GetString(4)),
                Day = ChangeRules.Day(rows.GetFieldValue<DateOnly>(5)),
                Kg = rows.GetString(6),
                Number = rows.GetString(7),
            }));
        return all;
    }

    /// <summary>Adds one that is new, on both sides.</summary>
    public static async Task AddAsync(
        NpgsqlTransaction transaction, long entry, FacilityTransfer transfer, CancellationToken cancel)
    {
        var day = ChangeRules.Day(transfer.Day);
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(With(
            """
            INSERT INTO facility_transfer (from_facility, to_facility, material, stage, day, kg, number, entry_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            transfer.FromFacility, transfer.ToFacility, transfer.Material, transfer.Stage.ToString(), day,
            Kg(transfer), transfer.Number, entry));
        // In the order of the key, as claims are.
        batch.BatchCommands.Add(With(
            """
            INSERT INTO balance AS b (facility, material, stage, year, handed_kg, received_kg)
            SELECT facility, $3, $4, $5, handed, received FROM (VALUES ($1, $6, 0), ($2, 0, $6))
              AS side (facility, handed, received) ORDER BY facility COLLATE "C"
            ON CONFLICT (facility, material, stage, year) DO UPDATE SET
              handed_kg = b.handed_kg + excluded.handed_kg, received_kg = b.received_kg + excluded.received_kg
            """,
            transfer.FromFacility, transfer.ToFacility, transfer.Material, transfer.Stage.ToString(), day.Year,
            Kg(transfer)));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static decimal Kg(FacilityTransfer transfer) => decimal.Parse(transfer.Kg, CultureInfo.InvariantCulture);

    private static NpgsqlBatchCommand With(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
