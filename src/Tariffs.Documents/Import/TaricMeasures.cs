using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using MeasureType = CrmClub.Contracts.Tariffs.V1.MeasureType;

namespace CrmClub.Tariffs.Documents.Import;

/// <summary>Measures of TARIC toward all: third-country duties are base duties, relief is a suspension.</summary>
internal sealed class TaricMeasures : ITableReader
{
    // The table gives no conditions: relief under end-use, for ships and platforms, and by airworthiness certificate
    // asks for the document by which TARIC grants it.
    private static readonly Dictionary<string, (MeasureType Type, string Document)> Types = new()
    {
        ["103"] = (MeasureType.Base, ""),
        ["105"] = (MeasureType.DutySuspension, "N990"),
        ["112"] = (MeasureType.DutySuspension, ""),
        ["115"] = (MeasureType.DutySuspension, "N990"),
        ["117"] = (MeasureType.DutySuspension, "C990"),
        ["119"] = (MeasureType.DutySuspension, "C119"),
    };

    private const string ErgaOmnes = "1011";
    private const string WholeLine = "00";
    private const int TaricDigits = 10;

    public IReadOnlyList<string> Columns =>
        ["goods_code", "additional_code", "order_number", "start", "end", "origin_code", "measure_type_code", "duty"];

    public void Read(CsvRow row, ImportBuilder builder)
    {
        var code = row["goods_code"];
        if (WhyNot(row) is { } reason)
        {
            builder.LeaveOut(row.Line, code, reason);
            return;
        }

        builder.Add(new ImportedDuty(
            row.Line, code, "", "duty", row["duty"], DutyNotation.Taric, CountryGroup.All, row["legal_base"])
        {
            ValidFrom = row["start"],
            LastDay = row["end"],
            Type = Types[row["measure_type_code"]].Type,
            Document = Types[row["measure_type_code"]].Document,
            IsOfPart = code.Length == TaricDigits && !code.EndsWith(WholeLine, StringComparison.Ordinal),
        });
    }

    private static string? WhyNot(CsvRow row)
    {
        if (!Types.ContainsKey(row["measure_type_code"]))
            return $"measure type {row["measure_type_code"]} has no twin in the club's tariff";
        if (row["origin_code"] is not ErgaOmnes and var origin)
            return $"a duty of area {origin}, not of all";
        return row["additional_code"] is { Length: > 0 } additional
            ? $"it is bound to additional code {additional}" : null;
    }
}
