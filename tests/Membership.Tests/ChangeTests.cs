using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using static CrmClub.Membership.Tests.AccessionTests;
using static CrmClub.Membership.Tests.TestPeople;

namespace CrmClub.Membership.Tests;

/// <summary>What one officer prepares and another person approves.</summary>
public sealed class ChangeTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approval_ByTheAuthor_IsRefused_AndNothingHolds()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        var change = await people.PrepareAsync(MandateOf(DelegateAu.Id, "JP"));

        var refused = await RefusalAsync(() => people.ApproveAsync(change, Officer));

        Assert.Equal(ErrorReason.FourEyes, refused.Reason);
        Assert.Equal(0L, await CountAsync(membership, "Mandate", DelegateAu.Id));
    }

    [Fact]
    public async Task Change_JudgedOnce_CannotBeJudgedAgain()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        var change = await people.PrepareAsync(MandateOf(DelegateAu.Id, "JP"));

        var rejected = await people.RejectAsync(change, "The letter is missing.");
        var refused = await RefusalAsync(() => people.ApproveAsync(change));

        Assert.Equal(ChangeState.Rejected, rejected.State);
        Assert.Equal(ErrorReason.StateForbids, refused.Reason);
        Assert.Equal(0L, await CountAsync(membership, "Mandate", DelegateAu.Id));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Change_ThatFillsInWhatTheClubGives_NamesEachField()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var change = MandateOf(DelegateAu.Id, "JP");
        (change.Id, change.Approver, change.State) = ("1", "x", ChangeState.Approved);

        var refused = await RefusalAsync(() => new TestPeople(membership).PrepareAsync(change));

        Assert.Equal(
            ["change.id", "change.approver", "change.state"], refused.Violations.Select(one => one.Field));
    }

    [Fact]
    public async Task Correction_MovesTheDay_AndWhatWasKnownBeforeStays()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        membership.Clock.Set("2027-02-01");
        await people.LeaveAsync("JP", "2028-02-01", known: 0);
        var before = membership.State.View.Party("JP")!.Contract.Decisions[0].RecordedAt.ToDateTime();

        await people.ChangeAsync(new Change
        {
            Correction = new EffectiveDayCorrection { Party = "JP", Decision = 1, NewEffectiveOn = "2028-01-01" },
            Reason = "The notice came in December.",
        });

        var japan = membership.State.View.Party("JP")!;
        Assert.Equal(PartyStatus.Withdrawn, japan.StatusOn(new(2028, 1, 1)));
        Assert.Equal(PartyStatus.Member, japan.StatusOn(new(2028, 1, 1), before));
        var correction = japan.Contract.Decisions[1];
        Assert.Equal(
            (PartyStep.Correction, 1, "2028-02-01", "2028-01-01", "The notice came in December."),
            (correction.Step, correction.Corrects, correction.OldEffectiveOn, correction.EffectiveOn,
                correction.Reason));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Theory]
    [InlineData("JP", 7, "2028-01-01", "DECISION")]
    [InlineData("JP", 1, "2028-02-01", "ANOTHER_DAY")]
    [InlineData("JP", 1, "2026-01-01", "STEP_OF_STATUS")]
    [InlineData("JP", 1, "2028-02-30", "DAY")]
    public async Task Correction_OfNothingOrToAnImpossibleDay_IsRefused(
        string party, int decision, string day, string rule)
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        membership.Clock.Set("2027-02-01");
        await people.LeaveAsync("JP", "2028-02-01", known: 0);

        var refused = await RefusalAsync(() => people.PrepareAsync(new Change
        {
            Correction = new EffectiveDayCorrection { Party = party, Decision = decision, NewEffectiveOn = day },
            Reason = "Cause",
        }));

        Assert.Equal(rule, Assert.Single(refused.Violations).Rule);
    }

    [Fact]
    public async Task Shares_ThatDontAddUp_LeaveOutAMember_OrAreNone_NameEveryFault()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);

        var refused = await RefusalAsync(() => new TestPeople(membership)
            .SetSharesAsync("2027-02-01", ("EU", "62"), ("EU", "30"), ("AU", "x")));

        Assert.Equal(
            ["UNIQUE EU", "PARTY AU", "PERCENT x", "SUM 92", "EVERY_MEMBER JP"],
            refused.Violations.Select(one => $"{one.Rule} {one.Value}"));
    }

    [Fact]
    public async Task Mandate_OfAPersonWhoVotesForAnotherParty_IsRefused()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);

        var refused = await RefusalAsync(
            () => new TestPeople(membership).PrepareAsync(MandateOf(DelegateEu.Id, "JP")));

        Assert.Equal("ONE_PARTY", Assert.Single(refused.Violations).Rule);
    }

    internal static Change MandateOf(string person, string party, string from = "2027-01-04", string to = "") => new()
    {
        Mandate = new Mandate { Party = party, PersonId = person, Deputy = true, ValidFrom = from, ValidTo = to },
        Reason = "Letter of the party",
    };

    private static async Task<long> CountAsync(TestMembership membership, string kind, string person)
    {
        await using var count = membership.AsSuperuser.CreateCommand(
            "SELECT count(*) FROM record WHERE kind = $1 AND content ->> 'personId' = $2");
        count.Parameters.Add(new() { Value = kind });
        count.Parameters.Add(new() { Value = person });
        return (long)(await count.ExecuteScalarAsync(Cancel))!;
    }
}
