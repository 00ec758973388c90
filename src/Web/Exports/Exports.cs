using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Accounts;
using CrmClub.Web.Audit;
using CrmClub.Web.Calls;
using CrmClub.Web.Cases;
using CrmClub.Web.Codes;
using CrmClub.Web.Filing;
using CrmClub.Web.Grievances;
using CrmClub.Web.Members;
using CrmClub.Web.Notices;
using CrmClub.Web.Pages;
using CrmClub.Web.Proposals;
using CrmClub.Web.Quotas;
using CrmClub.Web.Rates;
using CrmClub.Web.Risk;
using CrmClub.Web.Sandbox;
using CrmClub.Web.SignIn;
using CrmClub.Web.Suppliers;
using CrmClub.Web.Supply;
using CrmClub.Web.Tariff;

namespace CrmClub.Web.Exports;

/// <summary>
/// What the lists show, as CSV or as a workbook: by the same address with its filters, by the names of contracts.
/// </summary>
internal static class Exports
{
    /// <summary>Rows after which no further page is asked for; of declarations, the rest is in "Link".</summary>
    internal const int RowsMax = 10_000;

    private const int PageMax = 500;

    internal static void MapExports(this WebApplication app)
    {
        var lists = app.MapGroup("").RequireAuthorization(Access.Secretariat);
        lists.MapList("/proposals", ProposalsAsync);
        lists.MapList("/quotas", QuotasAsync);
        lists.MapList("/suppliers", SuppliersAsync);
        app.MapGroup("").RequireAuthorization(Access.Controls).MapList("/risk", RiskAsync);
        app.MapGroup("").RequireAuthorization(Access.Oversight).MapList("/audit", EntriesAsync);
        app.MapGroup("").RequireAuthorization(Access.Sandbox).MapList("/sandbox", SandboxFiles.ListAsync);
        app.MapGroup("").RequireAuthorization(Access.Filing).MapList("/filing", FilingReader.ListAsync);
        app.MapGroup("").RequireAuthorization(Access.Grievances).MapList("/grievances", GrievancesAsync);
        lists.MapList("/members", MembersAsync);
        lists.MapList("/members/changes", MembershipChangesAsync);
        lists.MapList("/notices", NoticesAsync);
        lists.MapList("/codes", CodesAsync);
        lists.MapList("/tariff", TariffAsync);
        lists.MapList("/declarations", DeclarationsAsync);
        lists.MapList("/supply", SupplyExport.ListAsync);
        lists.MapList("/rates", RateExport.ListAsync);
        app.MapGroup("").RequireAuthorization(Access.Cases).MapList("/cases", CaseExport.ListAsync);
        lists.MapList("/accounts", AccountExport.ListAsync);
        lists.MapList("/accounts/{administration}/{month}", AccountExport.MonthAsync);
    }

    private static void MapList(this RouteGroupBuilder lists, string page, Delegate answer)
    {
        lists.MapGet($"{page}/{Listing.AsCsv}", answer);
        lists.MapGet($"{page}/{Listing.AsXlsx}", answer);
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

    private static async Task<IResult> CodesAsync(CodeLists lists, string? list)
    {
        var answer = await lists.ReadAsync(list);
        return answer.Value is { } table ? new Listing(table.Header, table.Rows) : Results.StatusCode(answer.Status);
    }

    private static async Task<IResult> NoticesAsync(NoticeCalls calls, string? kind) => File(
        await calls.ListAsync(Enum.GetValues<NoticeKind>().FirstOrDefault(one => $"{one}" == kind)),
        ["number", "published_on", "kind", "title_en", "title_ja", "corrects"],
        one => [one.Number, one.PublishedOn, $"{one.Kind}", one.TitleEn, one.TitleJa, one.Corrects]);

    private static async Task<IResult> EntriesAsync(
        AuditCalls calls, string? service, string? actor, string? subject) => File(
        await calls.AllAsync(new EntryFilter(service, actor, subject), RowsMax),
        ["seq", "at", "actor", "kind", "subject", "effective_day", "leaf"],
        one =>
        [
            $"{one.Seq}", $"{one.At.ToDateTime():O}", one.Actor, one.Kind, one.Subject, one.EffectiveDay, one.Leaf,
        ]);

    private static async Task<IResult> RiskAsync(
        RiskCalls calls, string? from, string? to, string? administration) => File(
        (await calls.RatesAsync(from, to)).Of(found => found.Profiles.Where(one =>
            string.IsNullOrEmpty(administration) || one.Administration == administration).ToList()),
        ["administration", "month", "profile", "hits", "confirmed", "unconfirmed"],
        one =>
        [
            one.Administration, one.Month, one.Profile, $"{one.Hits}", $"{one.Confirmed}", $"{one.Unconfirmed}",
        ]);

    private static async Task<IResult> GrievancesAsync(GrievanceCalls calls, Clocks clocks, string? state) => File(
        await calls.ListAsync(new GrievanceFilter(state)),
        [
            "number", "filed_on", "due_on", "age_days", "late", "state", "facility", "certificate", "language",
            "anonymous",
        ],
        one =>
        [
            one.Number, one.FiledOn, one.DueOn, $"{one.Age(clocks.Today)}", $"{one.IsLate(clocks.Today)}",
            $"{one.State}", one.Facility, one.Certificate, one.Language, $"{one.Anonymous}",
        ]);

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
        (request.PageSize, request.Brief) = (PageMax, true);
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
                "cause", "origins", "items", "recommendation", "profiles",
            ],
            one =>
            [
                one.AcceptanceDay, one.Mrn, one.Lrn, one.Administration, $"{one.State}", $"{one.Revision}",
                one.Duty?.Amount ?? "", one.Duty?.Currency ?? "", Clocks.Text(one.DecidedAt), one.Cause,
                string.Join(' ', one.Origins), $"{one.Items.Count}",
                $"{one.Items.Select(item => item.Control?.Recommendation ?? default).DefaultIfEmpty().Max()}",
                string.Join(' ', one.Items.SelectMany(item => item.Control?.Reasons ?? [])
                    .Select(reason => reason.Profile).Distinct()),
            ]);
    }

    internal static IResult File<T>(
        Answer<List<T>> answer, string[] header, Func<T, string[]> row) => answer.Value is { } all
        ? new Listing(header, [.. all.Select(row)])
        : Results.StatusCode(answer.Status);
}
