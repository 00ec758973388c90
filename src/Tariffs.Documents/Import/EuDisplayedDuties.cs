using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Documents.Import;

/// <summary>Third-country duties of the EU as its tariff displays them, a row for each TARIC code.</summary>
internal sealed class EuDisplayedDuties : ITableReader
{
    private const string Preference = "preference_";
    private const string Nomenclature = "Regulation (EEC) 2658/87, annex I";

    public IReadOnlyList<string> Columns => ["cn_taric_code", "description", "mfn_duty"];

    public void Read(CsvRow row, ImportBuilder builder)
    {
        builder.Add(new ImportedDuty(
            row.Line, row["cn_taric_code"], row["description"], "mfn_duty", row["mfn_duty"], DutyNotation.Eu,
            Engine.CountryGroup.All, Nomenclature));
        foreach (var preference in row.Columns.Where(name => name.StartsWith(Preference, StringComparison.Ordinal)))
        {
            if (row[preference].Length > 0)
                builder.LeaveOut(row.Line, row["cn_taric_code"], $"{preference}: it has no twin in the club's tariff");
        }
    }
}
