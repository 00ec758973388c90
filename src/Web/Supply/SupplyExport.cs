using System.Globalization;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Web.Supply;

/// <summary>Shares of supply as a table, a row for each origin.</summary>
internal static class SupplyExport
{
    public static async Task<IResult> ListAsync(SupplyCalls calls, string? from, string? to) => Exports.Exports.File(
        (await calls.ListAsync(new ListSupplyRequest { FromMonth = from ?? "", ToMonth = to ?? "" })).Of(found =>
            found.Supplies.SelectMany(one => new SupplyOf(one).Origins, (one, row) => (Of: one, Row: row)).ToList()),
        ["material", "stage", "origin", "kg", "percent", "studied_percent", "club_percent", "concentration", "items"],
        one =>
        [
            one.Of.Material, $"{one.Of.Stage}", one.Row.Country, one.Row.Kg, Text(one.Row.Percent),
            Text(one.Row.Studied), one.Of.Period.ClubPercent, $"{one.Of.Period.Concentration}",
            $"{one.Of.Period.Items}",
        ]);

    private static string Text(decimal? number) =>
        number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
