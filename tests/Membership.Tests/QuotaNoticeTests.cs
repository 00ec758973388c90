using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using static CrmClub.Membership.Tests.ProposalTests;

namespace CrmClub.Membership.Tests;

/// <summary>What becomes of tariff quotas is made known by itself.</summary>
public sealed class QuotaNoticeTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Quota_CriticalExhaustedShutAndOpened_IsMadeKnownOnceEachInBothLanguages()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        IMessage[] happened =
        [
            Opens(0), Allocated(1, "14000"), Allocated(2, "13999"), Allocated(3, "1"), Allocated(4, "0"),
            Allocated(5, "40"), Allocated(6, "0"), Changed(QuotaState.Blocked, 1), Changed(QuotaState.Suspended, 2),
            Opens(3), Opens(4), Changed(QuotaState.Blocked, 5),
        ];
        foreach (var one in happened)
            await TellAsync(membership, one);
        // Told again, as after a restart.
        await membership.Refresh.NowAsync(Cancel);
        foreach (var one in happened)
            await TellAsync(membership, one);

        Assert.Equal(
            [
                "N-2027-0001 Quota 099020 is critical", "N-2027-0002 Quota 099020 is exhausted",
                "N-2027-0003 Quota 099020 is blocked", "N-2027-0004 Quota 099020 is suspended",
                "N-2027-0005 Quota 099020 is open again", "N-2027-0006 Quota 099020 is blocked",
            ],
            membership.Notices.All.Select(one => $"{one.Number} {one.TitleEn}"));
        Assert.All(membership.Notices.All, one => Assert.Equal((NoticeKind.Quota, "2027-01-04"),
            (one.Kind, one.PublishedOn)));
        var (critical, exhausted, blocked) =
            (membership.Notices.All[0], membership.Notices.All[1], membership.Notices.All[2]);
        Assert.Equal(
            "Left of quota 099020 for the period from 1 January 2027: 1 of 15,000 kg Dy2O3. 90 % are used; what is "
            + "requested from now on is secured until it is allocated.",
            critical.TextEn);
        Assert.Equal("割当099020が危険水準に到達", critical.TitleJa);
        Assert.Contains("2027年1月1日", critical.TextJa);
        Assert.Contains("by the allocation of 10 March 2027", exhausted.TextEn);
        Assert.EndsWith("Reason: an inquiry", blocked.TextEn);
        Assert.Equal(("099020", QuotaStepKind.Exhausted, "2027-01-01"),
            (exhausted.Quota.OrderNumber, exhausted.Quota.Kind, exhausted.Quota.OpenFrom));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    private static QuotaAllocated Allocated(int number, string balance) => new()
    {
        Account = new QuotaAccount
        {
            OrderNumber = "099020",
            OpenFrom = "2027-01-01",
            Unit = "kg Dy2O3",
            Volume = "15000",
            Balance = balance,
            Number = number,
            AllocatedOn = "2027-03-10",
            Exhausted = balance == "0",
            Criticality = balance.Length > 2 ? QuotaCriticality.NoEquivalent : QuotaCriticality.Used,
        },
    };

    private static QuotaStateChanged Opens(int second) => Changed(QuotaState.Unspecified, second);

    private static QuotaStateChanged Changed(QuotaState state, int second) => new()
    {
        OrderNumber = "099020",
        State = state,
        Reason = "an inquiry",
        ChangedAt = Timestamp.FromDateTime(new DateTime(2027, 3, 8, 1, 1, second, DateTimeKind.Utc)),
    };
}
