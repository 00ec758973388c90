using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents.Import;

namespace CrmClub.Web.Rates;

/// <summary>What is done with a table that was pasted.</summary>
public enum ImportDeed
{
    /// <summary>It is looked at, and nothing is recorded.</summary>
    Check,

    /// <summary>It is recorded.</summary>
    Record,
}

/// <summary>A table of figures as it is pasted into the page.</summary>
internal sealed class ImportForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public ImportDeed Deed { get; set; }

    /// <summary>Comma-separated values.</summary>
    public string? Table { get; set; }

    /// <summary>Only figures that begin on this day or later; empty for all.</summary>
    public string? From { get; set; }

    /// <summary>Why others are corrected.</summary>
    public string? Reason { get; set; }

    /// <summary>What is asked, and what is wrong with the table, by line and column.</summary>
    public (RecordRatesRequest Request, RateTable Table, IReadOnlyList<Violation> Faults) Read()
    {
        using var text = new StringReader((Table ?? "").Trim());
        var table = RateTable.Read(text);
        if (DateOnly.TryParseExact(
            From, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
            table = table.From(first);
        return (new RecordRatesRequest
        {
            RequestId = RequestId ?? "",
            ValidateOnly = Deed == ImportDeed.Check,
            Rates = { table.Rates },
            Prices = { table.Prices },
            Reason = Reason?.Trim() ?? "",
        }, table, table.Check(materials: null));
    }
}
