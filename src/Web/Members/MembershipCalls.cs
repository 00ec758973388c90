using CrmClub.Contracts.Membership.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Members;

/// <summary>What the pages of membership ask and do, in the name of who is signed in.</summary>
internal sealed class MembershipCalls(
    PersonsCalls calls, MembershipService.MembershipServiceClient membership, VotingService.VotingServiceClient voting)
{
    private const string Service = "membership";
    private const int PageMax = 500;

    /// <summary>Changes that a list takes at most.</summary>
    internal const int ListedMax = 10_000;

    /// <summary>Changes in a state, in any if it is unspecified; newest first.</summary>
    public async Task<Answer<List<Change>>> ChangesAsync(ChangeState state) =>
        (await AllPages.AllAsync(
            token => calls.AskAsync(Service, options => membership.ListChangesAsync(
                new() { State = state, PageSize = PageMax, PageToken = token }, options)),
            page => page.Changes, page => page.NextPageToken, ListedMax))
        .Of(all => Enumerable.Reverse(all).ToList());

    /// <summary>The open ballots on a party.</summary>
    public async Task<Answer<List<Ballot>>> BallotsOnAsync(string party) =>
        (await calls.AskAsync(Service, options => voting.ListBallotsAsync(
            new() { State = BallotState.Open, PageSize = PageMax }, options)))
        .Of(found => found.Ballots.Where(one => one.Party == party).ToList());

    /// <summary>Takes a form's step, once for its request id; the address at which it is seen.</summary>
    public async Task<Answer<string>> StepAsync(string party, PartyForm form)
    {
        var (id, day, reason) = (form.RequestId ?? "", Text(form.Day), Text(form.Reason));
        return form.Deed switch
        {
            PartyDeed.Evidence => await PrepareAsync(id, new Change
            {
                Criterion = new CriterionMet
                {
                    Party = party,
                    Criterion = Text(form.Criterion).ToUpperInvariant(),
                    Evidence = Text(form.Evidence),
                    Report = Text(form.Report),
                },
                Reason = reason,
            }),
            PartyDeed.Correct => await PrepareAsync(id, new Change
            {
                Correction = new EffectiveDayCorrection
                {
                    Party = party,
                    Decision = form.Decision,
                    NewEffectiveOn = day,
                },
                Reason = reason,
            }),
            PartyDeed.Withdraw => (await calls.AskAsync(Service, options => membership.AnnounceWithdrawalAsync(
                new()
                {
                    RequestId = id,
                    Party = party,
                    EffectiveOn = day,
                    Reason = reason,
                    KnownDecision = form.KnownDecision,
                }, options))).Of(_ => $"/members/{party}"),
            _ => (await calls.AskAsync(Service, options => voting.OpenBallotAsync(
                new()
                {
                    RequestId = id,
                    Party = party,
                    Subject = PartyDeeds.SubjectOf(form.Deed),
                    Title = Text(form.Title),
                    EffectiveOn = day,
                    KnownDecision = form.KnownDecision,
                }, options))).Of(_ => $"/members/{party}#votes"),
        };
    }

    /// <summary>Records that a party applies, once for the form's request id.</summary>
    public Task<Answer<ApplyForMembershipResponse>> ApplyAsync(ApplicationForm form) =>
        calls.AskAsync(Service, options => membership.ApplyForMembershipAsync(
            new()
            {
                RequestId = form.RequestId ?? "",
                Party = new Party
                {
                    Code = Text(form.Code).ToUpperInvariant(),
                    NameEn = Text(form.NameEn),
                    NameJa = Text(form.NameJa),
                    Countries = { form.CountryCodes },
                },
                EffectiveOn = Text(form.Day),
                Reason = Text(form.Reason),
                KnownDecision = form.KnownDecision,
            }, options));

    /// <summary>Second pair of eyes: the change takes effect, or is rejected with a reason.</summary>
    public async Task<Answer<Change>> JudgeAsync(string change, JudgeForm form) => form.Do == Judgement.Approve
        ? (await calls.AskAsync(Service, options => membership.ApproveChangeAsync(
            new() { RequestId = form.RequestId ?? "", ChangeId = change }, options))).Of(done => done.Change)
        : (await calls.AskAsync(Service, options => membership.RejectChangeAsync(
            new() { RequestId = form.RequestId ?? "", ChangeId = change, Reason = Text(form.Reason) }, options)))
            .Of(done => done.Change);

    private async Task<Answer<string>> PrepareAsync(string id, Change change) =>
        (await calls.AskAsync(Service, options => membership.PrepareChangeAsync(
            new() { RequestId = id, Change = change }, options))).Of(done => $"/members/changes/{done.Change.Id}");

    private static string Text(string? text) => text?.Trim() ?? "";
}
