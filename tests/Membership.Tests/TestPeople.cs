using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Changes;
using CrmClub.Membership.Parties;
using CrmClub.Membership.Voting;
using CrmClub.ServiceDefaults.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace CrmClub.Membership.Tests;

/// <summary>What the club's people do, through the service's use cases.</summary>
internal sealed class TestPeople(TestMembership membership)
{
    public static readonly Caller Officer = Person("0b000000-0000-4000-8000-000000000001");
    public static readonly Caller Approver = Person("0b000000-0000-4000-8000-000000000002");
    public static readonly Caller DelegateEu = Person("0b000000-0000-4000-8000-000000000009");
    public static readonly Caller DelegateJp = Person("0b000000-0000-4000-8000-00000000000a");
    public static readonly Caller DelegateAu = Person("0b000000-0000-4000-8000-00000000000b");

    public Task<ApplyForMembershipResponse> ApplyAsync(ApplyForMembershipRequest request)
    {
        request.RequestId = NewId();
        return new ApplyForMembership(membership.Deeds).RunAsync(request, Officer, Cancel);
    }

    public Task<ApplyForMembershipResponse> AustraliaAppliesAsync() => ApplyAsync(new ApplyForMembershipRequest
    {
        Party = new Party { Code = "AU", NameEn = "Australia", NameJa = "オーストラリア", Countries = { "AU" } },
        Reason = "Letter of application",
    });

    public Task<AnnounceWithdrawalResponse> LeaveAsync(string party, string day, int known) =>
        new AnnounceWithdrawal(membership.Deeds).RunAsync(new AnnounceWithdrawalRequest
        {
            RequestId = NewId(),
            Party = party,
            EffectiveOn = day,
            Reason = "Notice",
            KnownDecision = known,
        }, Officer, Cancel);

    public async Task<Change> PrepareAsync(Change change, Caller? author = null) =>
        (await new PrepareChange(membership.Deeds).RunAsync(
            new PrepareChangeRequest { RequestId = NewId(), Change = change }, author ?? Officer, Cancel)).Change;

    public async Task<Change> ApproveAsync(Change change, Caller? approver = null) =>
        (await new JudgeChange(membership.Deeds).ApproveAsync(
            new ApproveChangeRequest { RequestId = NewId(), ChangeId = change.Id },
            approver ?? Approver,
            Cancel)).Change;

    public async Task<Change> RejectAsync(Change change, string reason) =>
        (await new JudgeChange(membership.Deeds).RejectAsync(new RejectChangeRequest
        {
            RequestId = NewId(),
            ChangeId = change.Id,
            Reason = reason,
        }, Approver, Cancel)).Change;

    public async Task<Change> ChangeAsync(Change change) => await ApproveAsync(await PrepareAsync(change));

    public async Task MeetAllCriteriaAsync(string party)
    {
        foreach (var criterion in new[] { "COMMON_TARIFF", "CERTIFICATE_RULES", "CONNECTION_TEST", "STOCKPILE" })
        {
            await ChangeAsync(new Change
            {
                Criterion = new CriterionMet
                {
                    Party = party,
                    Criterion = criterion,
                    Evidence = $"Annex {criterion}",
                    Report = criterion == "CONNECTION_TEST" ? TestReports.Of(party) : "",
                },
                Reason = "Reviewed",
            });
        }
    }

    public Task<Change> SetSharesAsync(string from, params (string Party, string Percent)[] shares) =>
        ChangeAsync(new Change
        {
            VotingShares = new VotingShares
            {
                ValidFrom = from,
                Shares = { shares.Select(one => new PartyShare { Party = one.Party, SharePercent = one.Percent }) },
            },
            Reason = "Average of three calendar years",
        });

    public async Task<Ballot> OpenAsync(VotingSubject subject, string party, string effectiveOn = "") =>
        (await new OpenBallot(membership.Deeds, membership.Clock, NullLogger<OpenBallot>.Instance).RunAsync(
            new OpenBallotRequest
            {
                RequestId = NewId(),
                Subject = subject,
                Party = party,
                Title = $"{subject} of {party}",
                EffectiveOn = effectiveOn,
                KnownDecision = membership.State.View.Party(party)?.Contract.Decisions.Count ?? 0,
            }, Officer, Cancel)).Ballot;

    public async Task<Ballot> VoteAsync(Ballot ballot, Caller voter, VoteChoice choice, bool final) =>
        (await new CastVote(membership.Deeds, membership.Close, membership.Clock).RunAsync(new CastVoteRequest
        {
            RequestId = NewId(),
            Ballot = ballot.Number,
            Choice = choice,
            Final = final,
        }, voter, Cancel)).Ballot;

    /// <summary>What the watch over deadlines does when it looks.</summary>
    public async Task DeadlinesPassAsync()
    {
        var watch = new BallotDeadlines(
            membership.Ballots, membership.Deeds, membership.Close, membership.Clock,
            NullLogger<BallotDeadlines>.Instance);
        await watch.CloseDueAsync(Cancel);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string NewId() => Guid.CreateVersion7().ToString("D");

    private static Caller Person(string id) => new(id, "web", "club", IsPerson: true, new HashSet<string>());
}
