using System.Globalization;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Web.Accounts;

/// <summary>What a month brought to an administration, in its own currency.</summary>
/// <param name="Of">As it is kept.</param>
internal sealed record AccountRow(Account Of)
{
    public decimal Decided => Number(Of.Decided);

    public decimal Adjusted => Number(Of.Adjusted);

    public decimal Dropped => Number(Of.Dropped);

    public decimal Collected => Number(Of.Collected);

    /// <summary>What should have been collected.</summary>
    public decimal Claimed => Decided + Adjusted + Dropped;

    /// <summary>What is claimed and not reported as collected.</summary>
    public decimal Difference => Claimed - Collected;

    public string Address => $"/accounts/{Of.Administration}/{Of.Month}";

    private static decimal Number(string amount) => decimal.Parse(amount, CultureInfo.InvariantCulture);
}

/// <summary>Which accounts a list shows; it stands in its address.</summary>
internal sealed record AccountFilter(string? Administration, string? From, string? To)
{
    public const string MonthForm = "yyyy-MM";

    /// <summary>What is asked of the service, as it is written.</summary>
    public GetAccountsRequest Request => new() { FromMonth = From?.Trim() ?? "", ToMonth = To?.Trim() ?? "" };

    /// <summary>Those of which it holds, newest month first.</summary>
    public List<AccountRow> Rows(GetAccountsResponse found) =>
    [
        .. found.Accounts.Select(one => new AccountRow(one)).Where(row => string.IsNullOrWhiteSpace(Administration)
                || row.Of.Administration.Equals(Administration.Trim(), StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(row => row.Of.Month, StringComparer.Ordinal)
            .ThenBy(row => row.Of.Administration, StringComparer.Ordinal),
    ];

    /// <summary>First day of a month and of the one after it, as they are written; null where it is no month.</summary>
    public static (string From, string To)? DaysOf(string month) => DateOnly.TryParseExact(
        month, MonthForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year < 9999
        ? (Pages.Clocks.Text(day), Pages.Clocks.Text(day.AddMonths(1))) : null;
}
