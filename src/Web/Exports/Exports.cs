using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Accounts;
using CrmClub.Web.Calls;
using CrmClub.Web.Cases;
using CrmClub.Web.Members;
using CrmClub.Web.Pages;
using CrmClub.Web.Proposals;
using CrmClub.Web.Quotas;
using CrmClub.Web.Rates;
using CrmClub.Web.SignIn;
using CrmClub.Web.Suppliers;
using CrmClub.Web.Supply;
using CrmClub.Web.Tariff;

namespace CrmClub.Web.Exports;

/// <summary>What the lists show, as CSV: by the same address with its filters, by the names of contracts.</summary>
internal static class Exports
{
    /// <summary>Rows after which no further page is asked for; of declarations, the rest is in "Link".</summary>
    internal const int RowsMax = 10_000;

    private const int PageMax = 500;

    internal static void MapExports(this WebApplication app)
    {
        var lists = app.MapGroup("").RequireAuthorization(Access.Secretariat);
        lists.MapGet("/proposals/csv", ProposalsAsync);
        lists.MapGet("/quotas/csv", QuotasAsync);
        lists.MapGet("/suppliers/csv", SuppliersAsync);
        lists.MapGet("/members/csv", MembersAsync);
        lists.MapGet("/members/changes/csv", MembershipChangesAsync);
        lists.MapGet("/tariff/csv", TariffAsync);
        lists.MapGet("/declarations/csv", DeclarationsAsync);
        lists.MapGet("/supply/csv", SupplyExport.ListAsync);
        lists.MapGet("/rates/csv", RateExport.ListAsync);
        lists.MapGet("/cases/csv", CaseExport.ListAsync);
        lists.MapGet("/accounts/csv", AccountExport.ListAsync);
        lists.MapGet("/accounts/{administration}/{month}/csv", AccountExport.MonthAsync);
    }

    private static async Task<IResult> ProposalsAsync(ProposalCalls calls, string? state) => File(
        await AllPages.AllAsync(
            token => calls.ListAsync(new ListProposalsRequest
            {
                State = Enum.GetValues<ProposalState>().FirstOrDefault(one => $"{one}" == state),
                PageSize = PageMax,
                PageToken = token,
            }),
            page => page.Proposals, page => page.NextPageToken, RowsMax),
        ["number", "title", "state", "effective_on", "changes", "authors", "approver", "recorded_at"],
        one =>
        [
            $"{one.Number}", one.Content.Title, $"{one.State}", one.Content.EffectiveOn,
            $"{one.Content.Additions.Count + one.Content.Amendments.Count + one.Content.Ends.Count}",
            string.Join(' ', one.Authors), one.Approver, Clocks.Text(one.RecordedAt),
        ]);

    private static async Task<IResult> QuotasAsync(QuotaCalls calls, string? only) => File(
        (await AllPages.AllAsync(
            token => calls.ListAsync(token), page => page.Quotas, page => page.NextPageToken, RowsMax))
        .Of(all => QuotaFilter.Rows(all, only)),
        [
            "order_number", "open_from", "open_to", "unit", "volume", "allocated", "balance", "used_percent",
            "criticality", "exhausted", "state", "pending",
        ],
        row =>
        [
            row.Course.Account.OrderNumber, Clocks.Text(row.Course.From), Clocks.Text(row.Course.To),
            row.Course.Account.Unit, row.Course.Account.Volume, row.Course.Account.Allocated,
            row.Course.Account.Balance, row.Course.UsedPercent.ToString(CultureInfo.InvariantCulture),
            $"{row.Course.Account.Criticality}", $"{row.Course.Account.Exhausted}",
            $"{row.Quota.State?.State ?? QuotaState.Unspecified}", row.Quota.Pending,
        ]);

    private static async Task<IResult> SuppliersAsync(
        SupplierCalls calls, Clocks clocks, string? text, string? material, string? state)
    {
        var facilities = (await calls.FacilitiesAsync()).Value ?? [];
        return File(
            (await calls.CertificatesAsync()).Of(all =>
                new SupplierFilter(text, material, state).Rows(all, facilities, clocks.Day)),
            [
                "certificate", "version", "facility", "name", "country", "level", "materials", "state", "valid_from",
                "valid_to",
            ],
            row =>
            [
                row.Certificate.Number, $"{row.Certificate.Version}", row.Certificate.Facility,
                row.Facility?.Name ?? "", row.Certificate.Country, $"{row.Certificate.Level}",
                string.Join(' ', row.Certificate.Scopes.Select(scope => scope.Material).Distinct()), $"{row.State}",
                row.Certificate.ValidFrom, row.Certificate.ValidTo,
            ]);
    }

    private static async Task<IResult> MembersAsync(PersonsCalls calls, Clocks clocks) => File(
        (await calls.PartiesAsync(new ListPartiesRequest { AsOf = clocks.DayText, KnownAt = clocks.KnownAt }))
        .Of(found => found.Parties.ToList()),
        ["party", "name_en", "name_ja", "status", "since", "share_percent", "phase_in_percent", "countries"],
        one =>
        [
            one.Party.Code, one.Party.NameEn, one.Party.NameJa, $"{one.Status}", one.Party.Since(clocks.DayText),
            one.Party.VotingShare(clocks.DayText), one.Party.PhaseIn(clocks.DayText),
            string.Join(' ', one.Party.Countries),
        ]);

    private static async Task<IResult> MembershipChangesAsync(MembershipCalls calls, string? state) => File(
        await calls.ChangesAsync(MembershipChangeFilter.Of(state)),
        ["id", "content", "subject", "state", "author", "approver", "recorded_at", "reason", "rejection"],
        one =>
        [
            one.Id, $"{one.ContentCase}", one.Subject(), $"{one.State}", one.Author, one.Approver,
            Clocks.Text(one.RecordedAt), one.Reason, one.Rejection,
        ]);

    private static async Task<IResult> TariffAsync(PersonsCalls calls, TariffDocuments tariffs, Clocks clocks)
    {
        var version = await calls.TariffVersionAsync(
            new GetTariffVersionRequest { AsOf = clocks.DayText, KnownAt = clocks.KnownAt });
        if (version.Value is not { } found)
            return Results.StatusCode(version.Status);
        return File(
            (await tariffs.DocumentAsync(found.Version))
            .Of(document => new TariffOnDay(document, clocks.DayText).Lines.ToList()),
            [
                "goods_code", "description_en", "description_ja", "base", "certified_a", "certified_b", "certified_c",
                "not_from", "club_preference", "price_floor",
            ],
            line =>
            [
                line.Line.GoodsCode, line.Line.DescriptionEn, line.Line.DescriptionJa, line.Base,
                .. TariffOnDay.Levels.Select(level => line.Certified[level]), line.NotFrom, line.Club, line.Floor,
            ]);
    }

    private static Task<IResult> DeclarationsAsync(HttpContext context, PersonsCalls calls, string? after) =>
        DeclarationFileAsync(context, calls, new ListDeclarationsRequest { Latest = true, PageToken = after ?? "" });

    /// <summary>Those that are asked for from a page on.</summary>
    internal static async Task<IResult> DeclarationFileAsync(
        HttpContext context, PersonsCalls calls, ListDeclarationsRequest request)
    {
        var next = "";
        request.PageSize = PageMax;
        var all = await AllPages.AllAsync(
            token =>
            {
                request.PageToken = token.Length > 0 ? token : request.PageToken;
                return calls.DeclarationsAsync(request);
            },
            page => page.Declarations, page => next = page.NextPageToken, RowsMax);
        if (next.Length > 0)
            context.Response.Headers.Link =
                $"<{context.Request.Path}?after={Uri.EscapeDataString(next)}>; rel=\"next\"";
        return File(
            all,
            [
                "acceptance_day", "mrn", "lrn", "administration", "state", "revision", "duty", "currency", "decided_at",
                "cause",
            ],
            one =>
            [
                one.AcceptanceDay, one.Mrn, one.Lrn, one.Administration, $"{one.State}", $"{one.Revision}",
                one.Duty?.Amount ?? "", one.Duty?.Currency ?? "", Clocks.Text(one.DecidedAt), one.Cause,
            ]);
    }

    internal static IResult File<T>(
        Answer<List<T>> answer, string[] header, Func<T, string[]> row) => answer.Value is { } all
        ? Results.Text(Csv.Of(header, all.Select(row)), "text/csv; charset=utf-8; header=present")
        : Results.StatusCode(answer.Status);
}
