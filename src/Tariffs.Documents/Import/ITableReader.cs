using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents.Import;

/// <summary>Knows the columns of a table.</summary>
internal interface ITableReader
{
    IReadOnlyList<string> Columns { get; }

    /// <summary>Country groups that its duties are for.</summary>
    /// <param name="first">First day of its duties.</param>
    IReadOnlyList<CountryGroup> Groups(DateOnly first) => [];

    void Read(CsvRow row, ImportBuilder builder);
}
