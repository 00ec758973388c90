using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents.Import;

/// <summary>Whose tables are read.</summary>
public enum TableFormat
{
    /// <summary>
    /// The EU's: measures with TARIC's texts (goods_code, measure_type_code, origin_code, start, end, duty, …), or
    /// duties as displayed (cn_taric_code, description, mfn_duty, …).
    /// </summary>
    Taric,

    /// <summary>The US tariff schedule's: hts, description, general, column2, ….</summary>
    Hts,
}

/// <summary>What a table does not say.</summary>
/// <param name="Title">Title of the tariff.</param>
/// <param name="ValidFrom">First day of duties whose table gives none; null where it has to.</param>
/// <param name="With">A document whose groups, rates and administrations are taken over; null where none.</param>
public sealed record ImportTerms(string Title, DateOnly? ValidFrom, TariffDocument? With);

/// <summary>A tariff from a table, and what of the table is not in it.</summary>
/// <param name="Document">The tariff, a sound document.</param>
/// <param name="LeftOut">What was left out, by line.</param>
public sealed record ImportedTariff(TariffDocument Document, IReadOnlyList<LeftOut> LeftOut);

/// <summary>Something that was left out.</summary>
/// <param name="Line">Line in the table, from 1.</param>
/// <param name="GoodsCode">Goods code as it stands there.</param>
/// <param name="Reason">Why.</param>
public sealed record LeftOut(int Line, string GoodsCode, string Reason)
{
    /// <summary>One sentence.</summary>
    public override string ToString() => $"line {Line}, {GoodsCode}: {Reason}";
}

/// <summary>A table can't be imported at all.</summary>
public sealed class ImportException(string message) : Exception(message);

/// <summary>Makes tariff documents of public tables. What the club's tariff can't say is left out, by line.</summary>
public static class TariffImport
{
    private static readonly Dictionary<TableFormat, ITableReader[]> Readers = new()
    {
        [TableFormat.Taric] = [new TaricMeasures(), new EuDisplayedDuties()],
        [TableFormat.Hts] = [new UsTariffSchedule()],
    };

    /// <summary>Reads a table.</summary>
    /// <exception cref="ImportException">It is none of the format, or lacks what all of it needs.</exception>
    /// <exception cref="TariffDocumentException">The document that it is imported with is not sound.</exception>
    public static ImportedTariff Read(TextReader text, TableFormat format, ImportTerms terms)
    {
        var table = new CsvTable(text);
        var reader = Array.Find(Readers[format], one => table.Has(one.Columns))
            ?? throw new ImportException("The table's header has none of these sets of columns: "
                + string.Join("; ", Readers[format].Select(one => string.Join(", ", one.Columns))) + ".");
        var builder = new ImportBuilder(terms);
        foreach (var group in terms.ValidFrom is { } first ? reader.Groups(first) : [])
            builder.Add(group);
        foreach (var row in table.Rows())
            reader.Read(row, builder);
        return builder.Build();
    }
}
