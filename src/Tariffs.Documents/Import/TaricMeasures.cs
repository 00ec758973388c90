using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Documents.Import;

/// <summary>Measures of TARIC, of which the third-country duty toward all is the club's base duty.</summary>
internal sealed class TaricMeasures : ITableReader
{
    private const string ThirdCountryDuty = "103";
    private const string ErgaOmnes = "1011";
    private const string WholeLine = "00";

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
        });
    }

    private static string? WhyNot(CsvRow row)
    {
        if (row["measure_type_code"] is not ThirdCountryDuty and var type)
            return $"measure type {type} has no twin in the club's tariff";
        if (row["origin_code"] is not ErgaOmnes and var origin)
            return $"a third-country duty of area {origin}, not of all";
        if (row["additional_code"] is { Length: > 0 } additional)
            return $"it is bound to additional code {additional}";
        return row["goods_code"] is { Length: 10 } code && !code.EndsWith(WholeLine, StringComparison.Ordinal)
            ? $"it is for a part of {code[..8]} only"
            : null;
    }
}
