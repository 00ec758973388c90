using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;
using CrmClub.Web.Calls;
using CrmClub.Web.Grievances;
using CrmClub.Web.Language;
using CrmClub.Web.Notices;
using CrmClub.Web.Pages;
using CrmClub.Web.Proposals;
using CrmClub.Web.Quotas;
using CrmClub.Web.Suppliers;
using Microsoft.Extensions.Localization;

namespace CrmClub.Web.Search;

/// <summary>
/// Asks all services at once for what a person typed, in their name: goods and facilities by the services' own
/// searches, which forgive a wrong letter; the rest by number or name.
/// </summary>
internal sealed class Searcher(
    PersonsCalls calls, ProposalCalls proposals, QuotaCalls quotas, SupplierCalls suppliers, Clocks clocks,
    GrievanceCalls grievances, NoticeCalls notices,
    NomenclatureService.NomenclatureServiceClient nomenclature, RegisterService.RegisterServiceClient register,
    IStringLocalizer<Texts> texts)
{
    private const int HitsMax = 20;
    private const int PageMax = 500;
    private const int MrnLength = 18;
    private const int ProposalDigitsMax = 5;

    private static bool InJapanese => CultureInfo.CurrentUICulture.Name == "ja";

    /// <summary>What was found, by kind and what fits exactly first, and the services that did not answer.</summary>
    public async Task<(List<Hit> Hits, List<string> Silent)> FindAsync(Term term)
    {
        var answers = await Task.WhenAll(
            GoodsAsync(term), DeclarationAsync(term), CertificatesAsync(term), FacilitiesAsync(term),
            ProposalsAsync(term), QuotasAsync(term), PartiesAsync(term), BallotsAsync(term),
            ProposalAsync(term), GrievanceAsync(term), NoticeAsync(term));
        return (
            [
                .. Pages(term).Concat(answers.SelectMany(answer => answer.Value ?? []))
                    .OrderBy(hit => hit.Kind).ThenBy(hit => !hit.IsExact),
            ],
            [
                .. answers.Where(answer => answer.Trouble is Trouble.Down).Select(answer => answer.Service).Distinct()
                    .Order(),
            ]);
    }

    /// <summary>Where a question leads by itself: to what it names, or to all that was found if that is one.</summary>
    public static string? AddressOf(IReadOnlyCollection<Hit> hits, bool isAll)
    {
        var exact = hits.Where(hit => hit.IsExact).ToList();
        return exact.Count == 1 ? exact[0].Address : hits.Count == 1 && isAll ? hits.Single().Address : null;
    }

    private IEnumerable<Hit> Pages(Term term) => SitePages.All
        .Select(page => new Hit(HitKind.Page, page.Address, texts[page.Name], "", term.Is(texts[page.Name])))
        .Where(hit => term.IsIn(hit.Name));

    private async Task<Answer<List<Hit>>> GoodsAsync(Term term) =>
        (await calls.AskAsync("tariffs", options => nomenclature.SearchNomenclatureAsync(
            new SearchNomenclatureRequest { Query = term.Goods, AsOf = clocks.DayText, Limit = HitsMax }, options)))
        .Of(found => found.Found.Select(one => new Hit(
            HitKind.Goods, one.Line is null ? $"/duty?code={one.GoodsCode}" : $"/tariff/{one.GoodsCode}",
            Figures.GoodsCode(one.GoodsCode),
            InJapanese && one.Line is { } line ? line.DescriptionJa : one.DescriptionEn, term.Is(one.GoodsCode)))
            .ToList());

    private async Task<Answer<List<Hit>>> DeclarationAsync(Term term) => term.Plain.Length != MrnLength
        ? new("declarations", Trouble.None, [])
        : (await calls.DeclarationAsync(new GetDeclarationRequest { Mrn = term.Plain })).Of(found => new List<Hit>
        {
            new(HitKind.Declaration, $"/declarations/{found.Answer.Mrn}", found.Answer.Mrn,
                $"{found.Answer.AcceptanceDay} {Words.Of(found.Answer.State)}", IsExact: true),
        });

    // One that is named is asked for by its number; only a part of one is looked for in all of them.
    private async Task<Answer<List<Hit>>> CertificatesAsync(Term term) =>
        term.NumberOf("CRM", 6) is { Length: > 0 } number
        ? (await suppliers.CertificateAsync(number, clocks.DayText)).Of(found => new List<Hit>
        {
            new(HitKind.Certificate, $"/certificates/{number}", number,
                $"{found.Certificate.Facility} {found.Certificate.ValidTo}", IsExact: true),
        })
        : (await suppliers.CertificatesAsync()).Of(found => Hits(
            found, one => term.IsIn(one.Number), one => new Hit(
                HitKind.Certificate, $"/certificates/{one.Number}", one.Number, $"{one.Facility} {one.ValidTo}",
                term.Is(one.Number))));

    private async Task<Answer<List<Hit>>> FacilitiesAsync(Term term) =>
        (await calls.AskAsync("suppliers", options => register.SearchRegisterAsync(
            new SearchRegisterRequest { Text = term.Text.Trim(), PageSize = HitsMax }, options)))
        .Of(found => found.Facilities.Select(one => new Hit(
            HitKind.Facility, $"/facilities/{one.Number}", one.Name, $"{one.Number} {one.OperatorName}",
            term.Is(one.Number) || term.Is(one.Name))).ToList());

    private async Task<Answer<List<Hit>>> GrievanceAsync(Term term) =>
        term.NumberOf("G", 4) is not { Length: > 0 } number
            ? new("suppliers", Trouble.None, [])
            : (await grievances.GetAsync(number)).Of(one => new List<Hit>
            {
                new(HitKind.Grievance, $"/grievances/{number}", number, $"{one.FiledOn} {one.Facility}", IsExact: true),
            });

    private async Task<Answer<List<Hit>>> NoticeAsync(Term term) =>
        term.NumberOf("N", 4) is not { Length: > 0 } number
            ? new("membership", Trouble.None, [])
            : (await notices.GetAsync(number)).Of(found => new List<Hit>
            {
                new(HitKind.Notice, $"/notices/{number}", number,
                    InJapanese ? found.Notice.TitleJa : found.Notice.TitleEn, IsExact: true),
            });

    // By its bare number; shorter than any goods code that leads to a page.
    private async Task<Answer<List<Hit>>> ProposalAsync(Term term) =>
        term.Plain.Length > ProposalDigitsMax || !int.TryParse(term.Plain, CultureInfo.InvariantCulture, out var number)
            ? new("tariffs", Trouble.None, [])
            : (await proposals.GetAsync(number)).Of(found => new List<Hit>
            {
                new(HitKind.Proposal, $"/proposals/{found.Proposal.Number}",
                    texts["Proposal.Title", found.Proposal.Number], found.Proposal.Content.Title, IsExact: true),
            });

    private async Task<Answer<List<Hit>>> ProposalsAsync(Term term) =>
        (await proposals.ListAsync(new ListProposalsRequest { PageSize = PageMax })).Of(found => Hits(
            found.Proposals, one => !term.IsNumber && term.IsIn(Title(one)), one => new Hit(
                HitKind.Proposal, $"/proposals/{one.Number}", texts["Proposal.Title", one.Number], one.Content.Title,
                term.Is(texts["Proposal.Title", one.Number]) || term.Is(one.Content.Title))));

    private string Title(Proposal one) => $"{texts["Proposal.Title", one.Number]} {one.Content.Title}";

    private async Task<Answer<List<Hit>>> QuotasAsync(Term term) =>
        (await quotas.ListAsync(null)).Of(found => Hits(
            found.Quotas, one => term.IsIn(one.Definition.OrderNumber), one => new Hit(
                HitKind.Quota, $"/quotas/{one.Definition.OrderNumber}", one.Definition.OrderNumber,
                one.Definition.Unit, term.Is(one.Definition.OrderNumber))));

    private async Task<Answer<List<Hit>>> PartiesAsync(Term term) =>
        (await calls.PartiesAsync(new ListPartiesRequest { AsOf = clocks.DayText, PageSize = PageMax })).Of(found =>
            Hits(found.Parties.Select(one => one.Party), one => term.Is(one.Code) || NamesOf(one).Any(term.IsIn),
                one => new Hit(
                    HitKind.Party, $"/members/{one.Code}", InJapanese ? one.NameJa : one.NameEn, one.Code,
                    term.Is(one.Code) || NamesOf(one).Any(term.Is))));

    private static string[] NamesOf(Party party) => [party.NameEn, party.NameJa];

    private async Task<Answer<List<Hit>>> BallotsAsync(Term term) => !term.Plain.StartsWith('B')
        ? new("membership", Trouble.None, [])
        : (await proposals.BallotsAsync(default)).Of(found => Hits(
            found.Ballots, one => term.IsIn(one.Number), one => new Hit(
                HitKind.Ballot, one.Proposal.Split(' ') is ["proposal", var number] ? $"/proposals/{number}#votes"
                    : $"/members/{one.Party}", one.Number, one.Title, term.Is(one.Number))));

    private static List<Hit> Hits<T>(IEnumerable<T> all, Func<T, bool> holds, Func<T, Hit> make) =>
        [.. all.Where(holds).Select(make).OrderBy(hit => !hit.IsExact).Take(HitsMax)];
}
