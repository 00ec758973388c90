using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Accounts;

/// <summary>Accounts, and the declarations of a month, as tables.</summary>
internal static class AccountExport
{
    public static async Task<IResult> ListAsync(AccountCalls calls, string? administration, string? from, string? to)
    {
        var filter = new AccountFilter(administration, from, to);
        return Exports.Exports.File(
            (await calls.ListAsync(filter.Request)).Of(filter.Rows),
            [
                "month", "administration", "currency", "decided", "adjusted", "dropped", "claimed", "collected",
                "difference",
            ],
            row =>
            [
                row.Of.Month, row.Of.Administration, row.Of.Currency, row.Of.Decided, row.Of.Adjusted, row.Of.Dropped,
                Text(row.Claimed), row.Of.Collected, Text(row.Difference),
            ]);
    }

    public static async Task<IResult> MonthAsync(
        HttpContext context, PersonsCalls calls, string administration, string month, string? after) =>
        AccountFilter.DaysOf(month) is { } days
            ? await Exports.Exports.DeclarationFileAsync(
                context, calls,
                new ListDeclarationsRequest
                {
                    Administration = administration,
                    AcceptedFrom = days.From,
                    AcceptedTo = days.To,
                    PageToken = after ?? "",
                })
            : Results.NotFound();

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
