using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tariffs.Documents;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Declarations.Reading;

/// <summary>Reads adjustments.</summary>
internal static class AdjustmentRows
{
    public const string Columns =
        "id, mrn, from_revision, to_revision, difference, currency, cause, recorded_at, time_bar";

    public static async Task<List<Adjustment>> ReadAllAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var all = new List<Adjustment>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            all.Add(Read(rows));
        return all;
    }

    public static Adjustment Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0).ToString(),
        Mrn = row.GetString(1),
        FromRevision = row.GetInt32(2),
        ToRevision = row.GetInt32(3),
        Difference = new Money { Amount = Wire.Decimal(row.GetDecimal(4)), Currency = row.GetString(5) },
        Cause = row.GetString(6),
        State = AdjustmentState.Proposed,
        ProposedAt = row.GetDateTime(7).ToTimestamp(),
        TimeBar = Wire.Day(row.GetFieldValue<DateOnly>(8)),
    };
}
