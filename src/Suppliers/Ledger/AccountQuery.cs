using CrmClub.Contracts.Tariffs.V1;
using Npgsql;
using NpgsqlTypes;

namespace CrmClub.Suppliers.Ledger;

/// <summary>Which accounts of the ledger; null stands for all.</summary>
internal sealed record AccountQuery(
    string? Facility = null, string? Material = null, Stage? Stage = null, int? Year = null)
{
    /// <summary>First year, where not one alone is asked for.</summary>
    public int? FromYear { get; init; }

    /// <summary>Adds $1 to $5: facility, material, stage, first and last year.</summary>
    public void AddTo(NpgsqlCommand command)
    {
        command.Parameters.Add(Text(Facility));
        command.Parameters.Add(Text(Material));
        command.Parameters.Add(Text(Stage?.ToString()));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Year ?? FromYear ?? 0 });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Year ?? int.MaxValue });
    }

    private static NpgsqlParameter Text(string? value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };
}
