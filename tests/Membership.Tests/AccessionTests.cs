using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Errors;
using static CrmClub.Membership.Tests.TestPeople;

namespace CrmClub.Membership.Tests;

/// <summary>A third country accedes, is phased in, is suspended and comes back.</summary>
public sealed class AccessionTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accession_FromApplicationToLifting_GoesAsTheStoryTells()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        PartyStatus Status(string day) => membership.State.View.Party("AU")!.StatusOn(DateOnly.Parse(day));
        decimal? Share(string day) => membership.State.View.Party("AU")!.PhaseInShareOn(DateOnly.Parse(day));

        membership.Clock.Set("2027-02-01");
        await people.SetSharesAsync("2027-02-01", ("EU", "62"), ("JP", "38"));
        await people.AustraliaAppliesAsync();
        await people.MeetAllCriteriaAsync("AU");

        membership.Clock.Set("2027-05-18");
        var admission = await people.OpenAsync(VotingSubject.Admission, "AU", "2027-07-01");
        Assert.Equal("2027-06-17T22:00:00Z", $"{admission.Deadline.ToDateTime():yyyy-MM-ddTHH:mm:ssZ}");
        membership.Clock.Set("2027-05-20");
        await people.VoteAsync(admission, DelegateEu, VoteChoice.Yes, final: false);
        membership.Clock.Set("2027-05-27");
        var open = await people.VoteAsync(admission, DelegateEu, VoteChoice.Yes, final: true);
        Assert.Equal(BallotState.Open, open.State);
        membership.Clock.Set("2027-05-28");
        var adopted = await people.VoteAsync(admission, DelegateJp, VoteChoice.Yes, final: true);
        Assert.Equal((BallotState.Adopted, "2027-05-28"), (adopted.State, adopted.ClosedOn));
        membership.Clock.Set("2027-05-29");
        var late = await RefusalAsync(() => people.VoteAsync(admission, DelegateJp, VoteChoice.No, final: true));
        Assert.Equal(ErrorReason.StateForbids, late.Reason);

        Assert.Equal(PartyStatus.Applicant, Status("2027-06-30"));
        Assert.Equal(PartyStatus.Acceding, Status("2027-07-01"));
        Assert.Equal([null, 75m, 75m, 50m, 25m, 25m, null], new[]
        {
            Share("2027-06-30"), Share("2027-07-01"), Share("2028-06-30"), Share("2028-07-01"), Share("2029-07-01"),
            Share("2030-06-30"), Share("2030-07-01"),
        });
        Assert.Equal(PartyStatus.Member, Status("2030-07-01"));

        membership.Clock.Set("2030-06-30");
        await people.SetSharesAsync("2030-07-01", ("EU", "62"), ("JP", "30"), ("AU", "8"));
        var refused = await RefusalAsync(() => people.OpenAsync(VotingSubject.Suspension, "AU", "2030-08-01"));
        Assert.Equal("THREE_MEMBERS", Assert.Single(refused.Violations).Rule);

        membership.Clock.Set("2031-03-03");
        var suspension = await people.OpenAsync(VotingSubject.Suspension, "AU", "2031-04-01");
        Assert.Equal(["EU 62", "JP 30"], suspension.Entitled.Select(one => $"{one.Party} {one.SharePercent}"));
        var alone = await people.VoteAsync(suspension, DelegateEu, VoteChoice.Yes, final: true);
        Assert.Equal((BallotState.Open, false), (alone.State, alone.Tally.HasMajority));
        var both = await people.VoteAsync(suspension, DelegateJp, VoteChoice.Yes, final: true);
        Assert.Equal((BallotState.Adopted, "92"), (both.State, both.Tally.EntitledShare));
        Assert.Equal((PartyStatus.Member, PartyStatus.Suspended), (Status("2031-03-31"), Status("2031-04-01")));

        membership.Clock.Set("2031-06-16");
        var lifting = await people.OpenAsync(VotingSubject.Lifting, "AU", "2031-07-01");
        await people.VoteAsync(lifting, DelegateEu, VoteChoice.Yes, final: true);
        await people.VoteAsync(lifting, DelegateJp, VoteChoice.Yes, final: true);
        Assert.Equal((PartyStatus.Suspended, PartyStatus.Member), (Status("2031-06-30"), Status("2031-07-01")));

        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Admission_WithCriteriaUnmet_NamesEach()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        await people.AustraliaAppliesAsync();
        await people.ChangeAsync(new Change
        {
            Criterion = new CriterionMet { Party = "AU", Criterion = "STOCKPILE", Evidence = "Annex 4" },
            Reason = "Reviewed",
        });

        var refused = await RefusalAsync(() => people.OpenAsync(VotingSubject.Admission, "AU"));

        Assert.Equal(
            ["COMMON_TARIFF", "CERTIFICATE_RULES", "CONNECTION_TEST"],
            refused.Violations.Select(violation => violation.Value));
        Assert.All(refused.Violations, violation => Assert.Equal("CRITERION_NOT_MET", violation.Rule));
    }

    [Fact]
    public async Task Admission_NotUnanimousAtTheDeadline_IsRefused_AndThePartyMayApplyAgain()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        membership.Clock.Set("2027-02-01");
        await people.AustraliaAppliesAsync();
        await people.MeetAllCriteriaAsync("AU");
        var ballot = await people.OpenAsync(VotingSubject.Admission, "AU");
        await people.VoteAsync(ballot, DelegateEu, VoteChoice.Yes, final: true);
        await people.VoteAsync(ballot, DelegateJp, VoteChoice.Abstain, final: false);

        membership.Clock.Set(ballot.Deadline.ToDateTimeOffset().AddSeconds(-1));
        await people.DeadlinesPassAsync();
        Assert.Equal(PartyStatus.Applicant, membership.State.View.Party("AU")!.StatusOn(new(2027, 3, 3)));
        membership.Clock.Set(ballot.Deadline.ToDateTimeOffset());
        await people.DeadlinesPassAsync();

        var australia = membership.State.View.Party("AU")!;
        Assert.Equal(PartyStatus.Refused, australia.StatusOn(new(2027, 3, 3)));
        Assert.Equal("2027-03-03", australia.Contract.Decisions[^1].DecidedOn);
        Assert.Equal(ballot.Number, australia.Contract.Decisions[^1].Ballot);
        membership.Clock.Set("2027-03-10");
        var again = await people.ApplyAsync(new ApplyForMembershipRequest
        {
            Party = new Party { Code = "AU", NameEn = "Australia", NameJa = "豪州", Countries = { "AU" } },
            Reason = "Second letter",
            KnownDecision = 2,
        });
        Assert.Equal(3, again.Party.Decisions.Count);
        Assert.Equal("豪州", again.Party.NameJa);
        var refused = await RefusalAsync(() => people.OpenAsync(VotingSubject.Admission, "AU"));
        Assert.Equal(4, refused.Violations.Count);
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Application_WithEveryFault_NamesThemAll()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);

        var refused = await RefusalAsync(() => new TestPeople(membership).ApplyAsync(new ApplyForMembershipRequest
        {
            Party = new Party { Code = "XX", Countries = { "DE", "NZ", "NZ", "QQ" } },
            EffectiveOn = "2027-01-03",
        }));

        Assert.Equal(
            [
                "party.code COUNTRY_CODE", "party.name_en REQUIRED", "party.name_ja REQUIRED",
                "party.countries[0] COUNTRY_OF_ONE_PARTY", "party.countries[2] UNIQUE",
                "party.countries[3] COUNTRY_CODE",
                "reason REQUIRED", "effective_on EFFECTIVE_BEFORE_DECISION",
            ],
            refused.Violations.Select(violation => $"{violation.Field} {violation.Rule}"));
    }

    [Fact]
    public async Task Step_ByAnOfficerWhoKnowsLess_IsToldWhatChanged()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        membership.Clock.Set("2027-02-01");
        await people.LeaveAsync("JP", "2028-02-01", known: 0);

        var refused = await RefusalAsync(() => people.LeaveAsync("JP", "2028-03-01", known: 0));

        Assert.Equal(ErrorReason.ConcurrentChange, refused.Reason);
        Assert.Contains("1 Withdrawal from 2028-02-01", refused.Message);
    }

    [Fact]
    public async Task Withdrawal_BeforeThePeriodOfNotice_IsRefused()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        membership.Clock.Set("2027-02-01");

        var refused = await RefusalAsync(() => people.LeaveAsync("JP", "2028-01-31", known: 0));

        Assert.Equal("PERIOD_OF_NOTICE", Assert.Single(refused.Violations).Rule);
        await people.LeaveAsync("JP", "2028-02-01", known: 0);
        var japan = membership.State.View.Party("JP")!;
        Assert.Equal(PartyStatus.Member, japan.StatusOn(new(2028, 1, 31)));
        Assert.Equal(PartyStatus.Withdrawn, japan.StatusOn(new(2028, 2, 1)));
        var twice = await RefusalAsync(() => people.LeaveAsync("JP", "2028-03-01", known: 1));
        Assert.Equal(ErrorReason.StateForbids, twice.Reason);
    }

    public static async Task<ClubException> RefusalAsync(Func<Task> act) =>
        await Assert.ThrowsAsync<ClubException>(act);
}
