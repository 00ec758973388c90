using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Errors;
using static CrmClub.Membership.Tests.AccessionTests;
using static CrmClub.Membership.Tests.TestPeople;

namespace CrmClub.Membership.Tests;

/// <summary>Two officers at once: one wins, the other is told what changed.</summary>
public sealed class TwoOfficersTests(Postgres postgres)
{
    private const string German = "5e000000-0000-4000-8000-0000000000de";

    // Of each kind of change: one that waits, one that takes effect first, and what is said when the other is approved.
    private static readonly Dictionary<Change.ContentOneofCase, (Change Waits, Change First, string Said)> Table = new()
    {
        [Change.ContentOneofCase.Criterion] = (Met("Annex 4"), Met("Annex 5"),
            "AU was found to meet STOCKPILE by Annex 5"),
        [Change.ContentOneofCase.Correction] = (Corrected("2027-01-20"), Corrected("2027-01-25"),
            "AU 2 Correction from 2027-01-25"),
        [Change.ContentOneofCase.VotingShares] = (Shares("61", "39"), Shares("62", "38"),
            "EU has 62 % from 2027-03-01; JP has 38 % from 2027-03-01"),
        [Change.ContentOneofCase.Mandate] = (Mandate(DelegateAu.Id), Mandate(Officer.Id),
            $"{Officer.Id} votes for JP from 2027-03-01"),
        [Change.ContentOneofCase.Administration] = (Australian(), Australian(), "The administration is registered."),
        [Change.ContentOneofCase.CustomsSystem] = (System("Customs"), System("Zoll"), "Zoll was registered anew"),
        [Change.ContentOneofCase.Rotation] = (Rotated(), Rotated(), "Another client id has taken its place."),
        [Change.ContentOneofCase.CountryGroup] = (Group("CL"), Group("KZ"),
            "PARTNERS has KZ from 2027-03-01; PARTNERS was stated anew"),
        [Change.ContentOneofCase.Notice] = (Correcting(), Correcting(), "N-2027-0002 corrects N-2027-0001"),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Change.ContentOneofCase> Kinds =>
        [.. Enum.GetValues<Change.ContentOneofCase>().Where(kind => kind != Change.ContentOneofCase.None)];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Approve_AfterAnothersChangeOfTheSame_IsRefused_AndSaysWhatChanged(Change.ContentOneofCase kind)
    {
        await using var membership = await AppliedAsync();
        var people = new TestPeople(membership);
        var (waits, first, said) = Table[kind];
        var waiting = await people.PrepareAsync(waits);
        await people.ChangeAsync(first);
        var before = await membership.CountAsync("journal", Cancel);

        var refused = await RefusalAsync(() => people.ApproveAsync(waiting));

        Assert.Contains(said, $"{refused.Message} {string.Join(' ', refused.Violations.Select(one => one.Message))}");
        Assert.Equal(before, await membership.CountAsync("journal", Cancel));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Approve_TwoInTheSameInstant_OneWins()
    {
        await using var membership = await AppliedAsync();
        var people = new TestPeople(membership);
        Change[] prepared =
        [
            await people.PrepareAsync(Shares("61", "39")), await people.PrepareAsync(Shares("62", "38")),
            await people.PrepareAsync(Shares("63", "37")),
        ];

        var outcomes = await Task.WhenAll(prepared.Select(
            change => Record.ExceptionAsync(() => people.ApproveAsync(change)).AsTask()));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(
            outcomes.OfType<ClubException>(), lost => Assert.Equal(ErrorReason.ConcurrentChange, lost.Reason));
        Assert.Equal(2, outcomes.OfType<ClubException>().Count());
    }

    [Fact]
    public async Task Withdraw_KnowingLessThanHappened_IsToldWhatHappened()
    {
        await using var membership = await AppliedAsync();
        var people = new TestPeople(membership);
        await people.LeaveAsync("AU", "2027-02-01", known: 1);

        var refused = await RefusalAsync(() => people.LeaveAsync("AU", "2027-02-01", known: 1));

        Assert.Equal(
            (ErrorReason.ConcurrentChange, "AU was changed since decision 1: 2 Withdrawal from 2027-02-01."),
            (refused.Reason, refused.Message));
    }

    [Fact]
    public async Task Approve_ADeputyBesideADelegate_BothStand()
    {
        await using var membership = await AppliedAsync();
        var people = new TestPeople(membership);
        var deputy = Mandate(DelegateAu.Id);
        deputy.Mandate.Deputy = true;
        var waiting = await people.PrepareAsync(deputy);
        await people.ChangeAsync(Mandate(Officer.Id));

        Assert.Equal(ChangeState.Approved, (await people.ApproveAsync(waiting)).State);
    }

    private static Change Met(string evidence) => new()
    {
        Criterion = new CriterionMet { Party = "AU", Criterion = "STOCKPILE", Evidence = evidence },
        Reason = "Filed",
    };

    private static Change Corrected(string day) => new()
    {
        Correction = new EffectiveDayCorrection { Party = "AU", Decision = 1, NewEffectiveOn = day },
        Reason = "The letter came in January",
    };

    private static Change Shares(string eu, string jp) => new()
    {
        VotingShares = new VotingShares
        {
            ValidFrom = "2027-03-01",
            Shares =
            {
                new PartyShare { Party = "EU", SharePercent = eu }, new PartyShare { Party = "JP", SharePercent = jp },
            },
        },
        Reason = "Average of three calendar years",
    };

    private static Change Mandate(string person) => new()
    {
        Mandate = new Mandate { Party = "JP", PersonId = person, ValidFrom = "2027-03-01" },
        Reason = "Letter of the party",
    };

    private static Change Australian() => new()
    {
        Administration = new Administration
        {
            Code = "AU",
            Party = "AU",
            NameEn = "Australian Border Force",
            NameJa = "オーストラリア国境警備隊",
            TimeZone = "Australia/Sydney",
            TenantId = "7e000000-0000-4000-8000-0000000000a0",
            Policies =
            {
                new AdministrationPolicy
                {
                    ValidFrom = "2027-01-04",
                    Currency = "AUD",
                    ExchangeRateSeries = "AU-MONTHLY",
                    TimeBarYears = 4,
                    Rounding = new RoundingPolicy
                    {
                        LineStep = new RoundingStep { Unit = "0.01", Mode = RoundingMode.HalfAwayFromZero },
                    },
                },
            },
        },
        Reason = "Letter of the party",
    };

    private static Change System(string name) => new()
    {
        CustomsSystem = new CustomsSystem { ClientId = German, Administration = "DE", Name = name },
        Reason = "Letter of the administration",
    };

    private static Change Rotated() => new()
    {
        Rotation = new ClientRotation
        {
            ClientId = German,
            NewClientId = $"{Guid.NewGuid()}",
            ValidFrom = "2027-03-01",
            OldValidTo = "2027-04-01",
        },
        Reason = "The key is a year old",
    };

    private static Change Group(string country) => new()
    {
        CountryGroup = new CountryGroup
        {
            Code = "PARTNERS",
            NameEn = "Partners",
            NameJa = "パートナー国",
            Source = "Decision of the members",
            Members = { new CountryGroupMember { Member = country, ValidFrom = "2027-03-01" } },
        },
        Reason = "Decision of the members",
    };

    private static Change Correcting() => new()
    {
        Notice = new Notice
        {
            Kind = NoticeKind.General,
            TitleEn = "Correction",
            TitleJa = "訂正",
            TextEn = "The name was wrong.",
            TextJa = "名称に誤りがありました。",
            Corrects = "N-2027-0001",
        },
        Reason = "Reported",
    };

    private async Task<TestMembership> AppliedAsync()
    {
        var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        membership.Clock.Set("2027-02-01");
        await new TestPeople(membership).AustraliaAppliesAsync();
        return membership;
    }
}
