using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Documents.Import;

/// <summary>Lines of the Harmonized Tariff Schedule of the United States as the USITC exports them.</summary>
internal sealed class UsTariffSchedule : ITableReader
{
    private const string ColumnTwo = "COLUMN-2";
    private const string Schedule = "Harmonized Tariff Schedule of the United States";

    public IReadOnlyList<string> Columns => ["hts", "description", "general", "column2"];

    // General note 3(b); the Russian Federation and Belarus by Public Law 117-110.
    public IReadOnlyList<CountryGroup> Groups(DateOnly first) =>
    [
        new CountryGroup
        {
            Id = ColumnTwo,
            NameEn = "Countries whose products bear the rates of column 2",
            Members =
            {
                new[] { "BY", "CU", "KP", "RU" }.Select(country =>
                    new CountryGroupMember { Country = country, ValidFrom = Wire.Day(first) }),
            },
        },
    ];

    public void Read(CsvRow row, ImportBuilder builder)
    {
        // Headings bear no duty, and statistical suffixes that of their line.
        if (row["general"].Length == 0 && row["column2"].Length == 0)
            return;
        if (row["special"].Length > 0)
            builder.LeaveOut(row.Line, row["hts"], "special: rates by programme are not read");
        Add("general", Engine.CountryGroup.All);
        Add("column2", ColumnTwo);

        void Add(string column, string origin) => builder.Add(new ImportedDuty(
            row.Line, row["hts"], row["description"], column, row[column], DutyNotation.Us, origin, Schedule));
    }
}
