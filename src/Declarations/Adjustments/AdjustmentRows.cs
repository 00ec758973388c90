using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tariffs.Documents;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Declarations.Adjustments;

/// <summary>Reads adjustments as they were proposed.</summary>
internal static class AdjustmentRows
{
    /// <summary>Of the table as a.</summary>
    public const string Columns =
        """
        a.id, a.mrn, a.from_revision, a.to_revision, a.difference, a.currency, a.cause, a.recorded_at, a.time_bar,
        a.administration, a.proposed_on
        """;

    /// <summary>The column after the last of <see cref="Columns"/>.</summary>
    public const int ColumnCount = 11;

    public static Adjustment Read(NpgsqlDataReader row)
    {
        var (bar, proposed) = (
            row.GetFieldValue<DateOnly>(8), row.IsDBNull(10) ? (DateOnly?)null : row.GetFieldValue<DateOnly>(10));
        return new()
        {
            Id = row.GetGuid(0).ToString(),
            Mrn = row.GetString(1),
            FromRevision = row.GetInt32(2),
            ToRevision = row.GetInt32(3),
            Difference = new Money { Amount = Wire.Decimal(row.GetDecimal(4)), Currency = row.GetString(5) },
            Cause = row.GetString(6),
            State = AdjustmentState.Proposed,
            ProposedAt = row.GetDateTime(7).ToTimestamp(),
            TimeBar = Wire.Day(bar),
            Administration = row.GetString(9),
            ProposedOn = proposed is { } day ? Wire.Day(day) : "",
            Barred = proposed > bar,
        };
    }
}
