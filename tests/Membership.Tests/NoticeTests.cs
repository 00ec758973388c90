using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Membership.Notices;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf;
using static CrmClub.Membership.Tests.AccessionTests;
using static CrmClub.Membership.Tests.TestPeople;

namespace CrmClub.Membership.Tests;

/// <summary>What the club makes known: by two officers, or by itself with what it decides.</summary>
public sealed class NoticeTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notice_PublishedByAnother_IsNumberedByTheYearWithoutAGap()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        membership.Clock.Set("2027-12-30");
        var first = await people.ChangeAsync(Outage());
        await people.RejectAsync(await people.PrepareAsync(Outage()), "It was no outage.");
        membership.Clock.Set("2027-12-31");
        await people.ChangeAsync(Outage());
        membership.Clock.Set("2028-01-03");
        await people.ChangeAsync(Outage());

        Assert.Equal("N-2027-0001", first.Notice.Number);
        Assert.Equal(
            ["N-2027-0001 2027-12-30", "N-2027-0002 2027-12-31", "N-2028-0001 2028-01-03"],
            membership.Notices.All.Select(notice => $"{notice.Number} {notice.PublishedOn}"));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Certificate_SuspendedLiftedAndRevoked_IsMadeKnownOnceEach()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        membership.Clock.Set("2027-09-20");
        var suspended = new Certificate { Number = "CRM-2027-000001", Version = 2, Facility = "F-MY-0001" };
        suspended.Suspensions.Add(new CertificateSuspension { From = "2027-09-20", Ground = SuspensionGround.Inquiry });
        var lifted = new Certificate(suspended) { Version = 3 };
        lifted.Suspensions[0].Until = "2027-10-01";
        var revoked = new Certificate(lifted)
        {
            Version = 4,
            RevokedFrom = "2027-02-01",
            RevocationGround = RevocationGround.Fraud,
        };
        IMessage[] told =
        [
            new CertificateSuspended { Certificate = suspended },
            new CertificateSuspensionLifted { Certificate = lifted },
            new CertificateRevoked { Certificate = revoked },
            new CertificateIssued { Certificate = new() { Number = "CRM-2027-000002", Version = 1 } },
        ];

        foreach (var happened in told.Concat(told))
            await membership.HearAsync(membership.Certificates, happened, Cancel);

        Assert.Equal(
            [
                "N-2027-0001 CRM-2027-000001 2: Certificate CRM-2027-000001 of facility F-MY-0001 does not count for "
                    + "declarations accepted from 20 September 2027 on, until its suspension is lifted. "
                    + "Ground: an inquiry.",
                "N-2027-0002 CRM-2027-000001 3: The suspension of certificate CRM-2027-000001 of facility F-MY-0001 is "
                    + "lifted. It counts again for declarations accepted from 1 October 2027 on.",
                "N-2027-0003 CRM-2027-000001 4: Certificate CRM-2027-000001 of facility F-MY-0001 does not count for "
                    + "declarations accepted from 1 February 2027 on. Ground: fraud.",
            ],
            membership.Notices.All.Select(one =>
                $"{one.Number} {one.Certificate} {one.CertificateVersion}: {one.TextEn}"));
        Assert.All(membership.Notices.All, one => Assert.Equal(NoticeKind.Certificate, one.Kind));
        Assert.Equal("証明書CRM-2027-000001の効力を停止", membership.Notices.All[0].TitleJa);
        Assert.Contains("2027年2月1日", membership.Notices.All[2].TextJa);
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Notice_ByItsAuthorAlone_IsNotPublished()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        var change = await people.PrepareAsync(Outage());

        var refused = await RefusalAsync(() => people.ApproveAsync(change, Officer));

        Assert.Equal(ErrorReason.FourEyes, refused.Reason);
        Assert.Empty(membership.Notices.All);
    }

    [Fact]
    public async Task Correction_NamesWhatItCorrects_AndTheFirstStaysAsItWas()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        var first = (await people.ChangeAsync(Outage())).Notice;

        var second = (await people.ChangeAsync(Outage(corrects: first.Number))).Notice;

        var answer = ReadNotices.Answer(membership.Notices.All, new GetNoticeRequest { Number = first.Number });
        Assert.Equal(first, answer.Notice);
        Assert.Equal([second.Number], answer.CorrectedBy);
        await using var rows = membership.AsSuperuser.CreateCommand(
            "INSERT INTO record SELECT kind, key, entry_id, 7, content FROM record WHERE kind = 'Notice'");
        var twice = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => rows.ExecuteNonQueryAsync(Cancel));
        Assert.Equal("notice_once", twice.ConstraintName);
    }

    [Fact]
    public async Task Notice_WithEveryFault_NamesThemAll()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);

        var refused = await RefusalAsync(() => new TestPeople(membership).PrepareAsync(new Change
        {
            Notice = new Notice
            {
                TitleEn = new string('x', 201),
                TextEn = "First paragraph.\nSecond paragraph.",
                TextJa = "\u0001",
                Corrects = "N-2027-0009",
                Number = "N-2027-0001",
                Decision = 1,
            },
            Reason = "Reported",
        }));

        Assert.Equal(
            [
                "kind KIND", "title_en TEXT_LENGTH", "title_ja REQUIRED", "text_ja TEXT_CHARACTERS", "corrects NOTICE",
                "number GIVEN_BY_CLUB", "decision GIVEN_BY_CLUB",
            ],
            refused.Violations.Select(one => $"{one.Field["change.notice.".Length..]} {one.Rule}"));
    }

    [Fact]
    public async Task Accession_FromApplicationToSuspension_IsMadeKnownInBothLanguages()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        membership.Clock.Set("2027-02-01");
        await people.AustraliaAppliesAsync();
        await people.MeetAllCriteriaAsync("AU");
        membership.Clock.Set("2027-05-18");
        var admission = await people.OpenAsync(VotingSubject.Admission, "AU", "2027-07-01");
        await people.VoteAsync(admission, DelegateEu, VoteChoice.Yes, final: true);
        await people.VoteAsync(admission, DelegateJp, VoteChoice.Yes, final: true);
        await people.ChangeAsync(new Change
        {
            Correction = new EffectiveDayCorrection { Party = "AU", Decision = 2, NewEffectiveOn = "2027-07-15" },
            Reason = "The instrument was deposited later.",
        });

        var notices = membership.Notices.All;
        Assert.Equal(
            [
                "N-2027-0001 Membership: Australia applies for membership",
                $"N-2027-0002 Vote: Vote {admission.Number}: adopted",
                "N-2027-0003 Membership: Australia is admitted",
                "N-2027-0004 Membership: An effective day on Australia is corrected",
            ],
            notices.Select(notice => $"{notice.Number} {notice.Kind}: {notice.TitleEn}"));
        Assert.Equal(
            "Australia is admitted to the club and accedes from 1 July 2027. Share of the base duty that its goods "
            + "bear: 75 % from 1 July 2027, 50 % from 1 July 2028, 25 % from 1 July 2029, 0 % from 1 July 2030.",
            notices[2].TextEn);
        Assert.Equal("オーストラリアの加盟を承認", notices[2].TitleJa);
        Assert.Contains("2027年7月1日から75%、2028年7月1日から50%", notices[2].TextJa);
        Assert.Equal(("AU", 2, admission.Number), (notices[2].Party, notices[2].Decision, notices[2].Ballot));
        Assert.Equal(
            "“Admission of AU” was adopted on 18 May 2027. In favour: 2 of 2 entitled members, with 100 of 100 "
            + "percent of imports.",
            notices[1].TextEn);
        Assert.Equal("N-2027-0003", notices[3].Corrects);
        Assert.Equal("Decision 2 on Australia counts from 15 July 2027, not from 1 July 2027.", notices[3].TextEn);
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Outcome_FoundAfterMidnight_IsDatedWhenItIsPublished_AndDecidedWhenItClosed()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        membership.Clock.Set("2027-02-01");
        await people.AustraliaAppliesAsync();
        await people.MeetAllCriteriaAsync("AU");
        var ballot = await people.OpenAsync(VotingSubject.Admission, "AU");

        membership.Clock.Set(ballot.Deadline.ToDateTimeOffset());
        await people.DeadlinesPassAsync();

        var refusal = membership.Notices.All[^1];
        Assert.Equal(("2027-03-04", "Australia is not admitted"), (refusal.PublishedOn, refusal.TitleEn));
        Assert.Equal("2027-03-03", membership.State.View.Party("AU")!.Contract.Decisions[^1].DecidedOn);
    }

    [Fact]
    public void List_PageByPage_ShowsEachOnce_NewestFirst()
    {
        List<Notice> all =
        [
            .. Enumerable.Range(1, 7).Select(number => new Notice
            {
                Number = $"N-2027-000{number}",
                Kind = number == 4 ? NoticeKind.Vote : NoticeKind.Outage,
            }),
        ];
        var request = new ListNoticesRequest { Kind = NoticeKind.Outage, PageSize = 2 };
        var seen = new List<string>();
        do
        {
            var page = ReadNotices.Answer(all, request);
            seen.AddRange(page.Notices.Select(notice => notice.Number[^1..]));
            request.PageToken = page.NextPageToken;
            all.Add(new Notice { Number = $"N-2028-000{seen.Count}", Kind = NoticeKind.Outage });
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(["7", "6", "5", "3", "2", "1"], seen);
        Assert.Equal(
            ErrorReason.NotFound,
            Assert.Throws<ClubException>(() => ReadNotices.Answer(all, new GetNoticeRequest { Number = "" })).Reason);
    }

    private static Change Outage(string corrects = "") => new()
    {
        Notice = new Notice
        {
            Kind = NoticeKind.Outage,
            TitleEn = "Outage",
            TitleJa = "障害",
            TextEn = "Declarations were not taken from 10:00 to 10:20 UTC.",
            TextJa = "10:00から10:20 UTCまで申告を受け付けられませんでした。",
            Corrects = corrects,
        },
        Reason = "Reported by the operator",
    };
}
