using CrmClub.Web.Pages;

namespace CrmClub.Web.Cases;

/// <summary>Cases as a table.</summary>
internal static class CaseExport
{
    public static async Task<IResult> ListAsync(
        CaseCalls calls, string? administration, string? cause, string? state)
    {
        var filter = new CaseFilter(administration, cause, state);
        return Exports.Exports.File(
            (await calls.ListAsync(filter, Exports.Exports.RowsMax)).Of(all => filter.Rows(all)),
            [
                "id", "mrn", "administration", "waits_for", "deadline", "difference", "currency", "state",
                "proposed_at", "time_bar", "cause",
            ],
            row =>
            [
                row.Adjustment.Id, row.Adjustment.Mrn, row.Adjustment.Administration, $"{row.Kind}", row.Deadline,
                row.Adjustment.Difference.Amount, row.Adjustment.Difference.Currency, $"{row.Adjustment.State}",
                Clocks.Text(row.Adjustment.ProposedAt), row.Adjustment.TimeBar, row.Adjustment.Cause,
            ]);
    }
}
