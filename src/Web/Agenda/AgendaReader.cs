using System.Globalization;
using System.Security.Claims;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Calls;
using CrmClub.Web.Cases;
using CrmClub.Web.Members;
using CrmClub.Web.Pages;
using CrmClub.Web.Proposals;
using CrmClub.Web.Quotas;
using CrmClub.Web.SignIn;
using CrmClub.Web.Suppliers;

namespace CrmClub.Web.Agenda;

/// <summary>What waits for a person, and what runs out, of all services at once.</summary>
internal sealed class AgendaReader(
    PersonsCalls calls, MembershipCalls membership, ProposalCalls proposals, SupplierCalls suppliers, QuotaCalls quotas,
    Clocks clocks, GrievanceService.GrievanceServiceClient grievances, OutageService.OutageServiceClient outages)
{
    private const int PageMax = 500;

    private static readonly ProposalState[] UnderWay =
        [ProposalState.Draft, ProposalState.Submitted, ProposalState.Approved, ProposalState.Adopted];

    /// <summary>The rows, by day, and the services that did not answer.</summary>
    public async Task<(List<AgendaItem> Items, List<string> Silent)> ReadAsync(ClaimsPrincipal person)
    {
        var answers = await Task.WhenAll(
            [.. UnderWay.Select(state => ProposalsAsync(state, person)), BallotsAsync(), ChangesAsync(person),
                MembershipAsync(person), PartiesAsync(person),
                CertificatesAsync(), SurveillanceAsync(), QuotasAsync(), GrievancesAsync(), AdjustmentsAsync(),
                OutagesAsync()]);
        return (
            [
                .. answers.SelectMany(answer => answer.Value ?? []).OrderBy(item => item.Until.Length == 0)
                    .ThenBy(item => item.Until, StringComparer.Ordinal).ThenBy(item => item.Kind)
                    .ThenBy(item => item.Name, StringComparer.Ordinal),
            ],
            [.. answers.Where(answer => answer.Value is null).Select(answer => answer.Service).Distinct().Order()]);
    }

    private async Task<Answer<List<AgendaItem>>> ProposalsAsync(ProposalState state, ClaimsPrincipal person) =>
        (await proposals.ListAsync(new ListProposalsRequest { State = state, PageSize = PageMax })).Of(found =>
            Items(found.Proposals, one => KindOf(one, person) is { } kind
                ? new AgendaItem(kind, $"/proposals/{one.Number}", one.Content.Title, one.Content.EffectiveOn)
                : null));

    private static AgendaKind? KindOf(Proposal proposal, ClaimsPrincipal person)
    {
        var isAuthor = proposal.Authors.Contains(Roles.IdOf(person));
        return proposal.State switch
        {
            ProposalState.Submitted when Roles.IsApprover(person) && !isAuthor => AgendaKind.ApproveProposal,
            ProposalState.Adopted when Roles.IsApprover(person) => AgendaKind.Publish,
            ProposalState.Approved when Roles.IsOfficer(person) => AgendaKind.PutToVote,
            ProposalState.Draft when Roles.IsOfficer(person) && isAuthor => AgendaKind.Submit,
            _ => null,
        };
    }

    private async Task<Answer<List<AgendaItem>>> BallotsAsync() =>
        (await proposals.BallotsAsync(BallotState.Open)).Of(found => Items(found.Ballots, one => new AgendaItem(
            AgendaKind.Ballot, AddressOf(one), one.Title, Clocks.Text(one.Deadline))));

    private static string AddressOf(Ballot ballot) => ballot.Proposal.Split(' ') is ["proposal", var number]
        ? $"/proposals/{number}"
        : ballot.Party.Length > 0 ? $"/members/{ballot.Party}" : "/members";

    private async Task<Answer<List<AgendaItem>>> ChangesAsync(ClaimsPrincipal person) =>
        (await suppliers.WaitingAsync()).Of(found => Items(found.Changes, one =>
            Roles.IsApprover(person) && one.Author != Roles.IdOf(person)
                ? new AgendaItem(AgendaKind.ApproveCertificate, $"/certificates/changes/{one.Id}",
                    one.Certificate.Number, one.EffectiveDay())
                : null));

    private async Task<Answer<List<AgendaItem>>> MembershipAsync(ClaimsPrincipal person) =>
        (await membership.ChangesAsync(ChangeState.Prepared)).Of(found => Items(found, one =>
            Roles.IsApprover(person) && one.Author != Roles.IdOf(person)
                ? new AgendaItem(
                    AgendaKind.ApproveMembership,
                    one.Notice is null ? $"/members/changes/{one.Id}" : $"/notices/changes/{one.Id}",
                    one.Reason, "")
                : null));

    // What was corrected meanwhile is not to come.
    private async Task<Answer<List<AgendaItem>>> PartiesAsync(ClaimsPrincipal person) =>
        (await calls.PartiesAsync(new ListPartiesRequest { AsOf = Clocks.Text(clocks.Today) })).Of(found =>
            found.Parties.SelectMany(one => one.Party.Statuses
                .Where(row => string.CompareOrdinal(row.ValidFrom, Clocks.Text(clocks.Today)) > 0
                    && one.Party.Since(row.ValidFrom) == row.ValidFrom)
                .Select(row => ItemOf(AgendaKind.PartyChanges, one.Party, row.ValidFrom))
                .Concat(one.Status == PartyStatus.Applicant && Roles.IsOfficer(person)
                    ? [ItemOf(AgendaKind.DecideApplication, one.Party, "")] : []))
            .Distinct().ToList());

    private static AgendaItem ItemOf(AgendaKind kind, Party party, string day) => new(kind, $"/members/{party.Code}",
        CultureInfo.CurrentUICulture.Name == "ja" ? party.NameJa : party.NameEn, day);

    private async Task<Answer<List<AgendaItem>>> CertificatesAsync() =>
        (await suppliers.CertificatesAsync()).Of(found => Items(found, one => one.EndsSoon(clocks.Today)
            ? new AgendaItem(AgendaKind.CertificateEnds, $"/certificates/{one.Number}", one.Number, one.ValidTo)
            : null));

    private async Task<Answer<List<AgendaItem>>> SurveillanceAsync() =>
        (await suppliers.SurveillanceAsync("")).Of(found => Items(found.Surveillances, one => new AgendaItem(
            AgendaKind.Surveillance, $"/certificates/{one.Certificate}", one.Certificate, one.DueOn)));

    private async Task<Answer<List<AgendaItem>>> QuotasAsync() =>
        (await quotas.ListAsync(null)).Of(found => Items(
            QuotaFilter.Rows(found.Quotas, null).Where(row => row.Course.IsOpenOn(clocks.Today)), row =>
            {
                var (quota, course) = row;
                AgendaKind? kind = quota.State is { State: not QuotaState.Unspecified } ? AgendaKind.QuotaShut
                    : course.Account is { Exhausted: true } or { Criticality: QuotaCriticality.Used }
                        ? AgendaKind.QuotaCritical
                        : null;
                return kind is null ? null : new AgendaItem(kind.Value,
                    $"/quotas/{course.Account.OrderNumber}", course.Account.OrderNumber,
                    course.LastsTo is { } day ? Clocks.Text(day) : "");
            }));

    private async Task<Answer<List<AgendaItem>>> GrievancesAsync() =>
        (await calls.AskAsync("suppliers", options => grievances.ListGrievancesAsync(
            new ListGrievancesRequest { PageSize = PageMax }, options))).Of(found => Items(found.Grievances, one =>
            one.State == GrievanceState.Answered ? null : new AgendaItem(
                AgendaKind.Grievance, $"/grievances/{one.Number}", one.Number, one.DueOn)));

    private async Task<Answer<List<AgendaItem>>> AdjustmentsAsync() =>
        (await calls.AdjustmentsAsync(PageMax)).Of(found => Items(found.Adjustments, one =>
            new ClubCase(one) is { Kind: CaseKind.Hearing or CaseKind.Notification } waiting
                ? new AgendaItem(AgendaKind.Adjustment, ClubCase.AddressOf(one.Id), one.Mrn, waiting.Deadline)
                : null));

    private async Task<Answer<List<AgendaItem>>> OutagesAsync() =>
        (await calls.AskAsync("declarations", options => outages.ListOutagesAsync(new ListOutagesRequest(), options)))
        .Of(found => Items(found.Outages, one => one.EndedAt is not null ? null : new AgendaItem(
            AgendaKind.Outage, "/declarations",
            one.Administration.Length > 0 ? one.Administration : one.Reason, Clocks.Text(one.BeganAt))));

    private static List<AgendaItem> Items<T>(IEnumerable<T> all, Func<T, AgendaItem?> make) =>
        [.. all.Select(make).OfType<AgendaItem>()];
}
