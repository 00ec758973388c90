using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using static CrmClub.Membership.Tests.AccessionTests;
using static CrmClub.Membership.Tests.TestPeople;

namespace CrmClub.Membership.Tests;

/// <summary>What is refused, by which rule; of everything that is wrong at once, all is said.</summary>
public sealed class BadInputTests(Postgres postgres)
{
    private const string Today = "2027-02-01";
    private const string Yesterday = "2027-01-31";
    private const string German = "5e000000-0000-4000-8000-0000000000de";

    private static readonly Dictionary<string, Row> Table = new()
    {
        ["an application from before today"] = new(
            club => club.People.ApplyAsync(Application("NZ", Yesterday, "NZ")),
            ErrorReason.ValidationFailed, "EFFECTIVE_BEFORE_DECISION effective_on"),
        ["a ballot's effect from before today"] = new(
            club => club.People.OpenAsync(VotingSubject.Admission, "AU", Yesterday),
            ErrorReason.ValidationFailed, "EFFECTIVE_BEFORE_DECISION effective_on"),
        ["shares from before today"] = new(
            club => club.People.SetSharesAsync(Yesterday, ("EU", "60"), ("JP", "40")),
            ErrorReason.ValidationFailed, "EFFECTIVE_BEFORE_DECISION change.voting_shares.valid_from"),
        ["a client id from before today"] = new(
            club => club.People.PrepareAsync(new Change
            {
                Rotation = new ClientRotation
                {
                    ClientId = German,
                    NewClientId = $"{Guid.NewGuid()}",
                    ValidFrom = Yesterday,
                    OldValidTo = Today,
                },
                Reason = "The key is a year old",
            }),
            ErrorReason.ValidationFailed, "EFFECTIVE_BEFORE_DECISION change.rotation.valid_from"),
        ["a country that left a group before today"] = new(
            club => club.People.PrepareAsync(GroupOfSeven(club.Membership, without: "GB", from: Yesterday)),
            ErrorReason.ValidationFailed, "EFFECTIVE_BEFORE_DECISION change.country_group.members"),
        ["a correction without its cause"] = new(
            club => club.People.PrepareAsync(new Change
            {
                Correction = new EffectiveDayCorrection { Party = "AU", Decision = 1, NewEffectiveOn = Yesterday },
            }),
            ErrorReason.ValidationFailed, "REQUIRED reason"),
        ["countries of a member and of an applicant"] = new(
            club => club.People.ApplyAsync(Application("NZ", Today, "NZ", "DE", "AU")),
            ErrorReason.ValidationFailed,
            "COUNTRY_OF_ONE_PARTY party.countries[1]", "COUNTRY_OF_ONE_PARTY party.countries[2]"),
        ["a vote by nobody's delegate"] = new(
            club => club.People.VoteAsync(club.Open, Officer, VoteChoice.Yes, final: true),
            ErrorReason.NoMandate, "The caller has no mandate today."),
        ["a vote by a mandate that has ended"] = new(
            club => club.People.VoteAsync(club.Open, DelegateAu, VoteChoice.Yes, final: true),
            ErrorReason.NoMandate, "The caller has no mandate today."),
        ["shares that don't add up"] = new(
            club => club.People.SetSharesAsync("2027-03-01", ("EU", "60"), ("JP", "39.9999")),
            ErrorReason.ValidationFailed, "SUM change.voting_shares.shares"),
        ["a member that applies"] = new(
            club => club.People.ApplyAsync(Application("JP", Today, "JP")),
            ErrorReason.StateForbids,
            "A party that is Member on 2027-02-01 can't take the step Application."),
        ["the admission of a member"] = new(
            club => club.People.OpenAsync(VotingSubject.Admission, "JP"),
            ErrorReason.StateForbids,
            "A party that is Member on 2027-02-01 can't take the step Admission."),
        ["the lifting of what is not suspended"] = new(
            club => club.People.OpenAsync(VotingSubject.Lifting, "JP"),
            ErrorReason.StateForbids,
            "A party that is Member on 2027-02-01 can't take the step Lifting."),
        ["the suspension of an applicant"] = new(
            club => club.People.OpenAsync(VotingSubject.Suspension, "AU"),
            ErrorReason.StateForbids,
            "A party that is Applicant on 2027-02-01 can't take the step Suspension."),
        ["a vote after closing"] = new(
            club => club.People.VoteAsync(club.Closed, DelegateEu, VoteChoice.No, final: true),
            ErrorReason.StateForbids, "The ballot closed on 2027-02-01."),
        ["a vote after the deadline, before anybody looked"] = new(
            club =>
            {
                club.Membership.Clock.Set(club.Open.Deadline.ToDateTimeOffset());
                return club.People.VoteAsync(club.Open, DelegateEu, VoteChoice.No, final: true);
            },
            ErrorReason.StateForbids, "The ballot's deadline has passed."),
        ["a deadline beyond the calendar"] = new(
            club =>
            {
                club.Membership.Clock.Set("2036-12-20");
                return club.People.OpenAsync(VotingSubject.Procedure, "");
            },
            ErrorReason.ValidationFailed, "CALENDAR subject"),
        ["everything wrong at once"] = new(
            club =>
            {
                var application = Application("QX", Yesterday, "DE", "DE", "QX");
                (application.Party.NameEn, application.Reason) = ("", "");
                return club.People.ApplyAsync(application);
            },
            ErrorReason.ValidationFailed,
            "COUNTRY_CODE party.code", "REQUIRED party.name_en", "COUNTRY_OF_ONE_PARTY party.countries[0]",
            "UNIQUE party.countries[1]", "COUNTRY_OF_ONE_PARTY party.countries[1]",
            "COUNTRY_CODE party.countries[2]", "REQUIRED reason", "EFFECTIVE_BEFORE_DECISION effective_on"),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> What => [.. Table.Keys];

    [Theory, MemberData(nameof(What))]
    public async Task Ask_ForWhatARuleForbids_IsRefusedByItsName_AndNothingIsRecorded(string what)
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        await people.ChangeAsync(ChangeTests.MandateOf(DelegateAu.Id, "JP", to: Today));
        membership.Clock.Set(Today);
        await people.AustraliaAppliesAsync();
        var closed = await people.OpenAsync(VotingSubject.Procedure, "");
        await people.VoteAsync(closed, DelegateEu, VoteChoice.Yes, final: true);
        await people.VoteAsync(closed, DelegateJp, VoteChoice.Yes, final: true);
        var club = new Club(membership, people, await people.OpenAsync(VotingSubject.Procedure, ""), closed);
        var before = await membership.CountAsync("journal", Cancel);

        var refused = await RefusalAsync(() => Table[what].Ask(club));

        Assert.Equal(Table[what].Reason, refused.Reason);
        Assert.Equal(
            Table[what].Said,
            refused.Violations.Count > 0
                ? refused.Violations.Select(one => $"{one.Rule} {one.Field}") : [refused.Message]);
        Assert.Equal(before, await membership.CountAsync("journal", Cancel));
    }

    private static ApplyForMembershipRequest Application(string code, string from, params string[] countries) => new()
    {
        Party = new Party { Code = code, NameEn = "Applicant", NameJa = "申請国", Countries = { countries } },
        EffectiveOn = from,
        Reason = "Letter of application",
        KnownDecision = 0,
    };

    private static Change GroupOfSeven(TestMembership membership, string without, string from)
    {
        var group = membership.Groups.All.Last(known => known.Code == "G7").Clone();
        group.RecordedAt = null;
        foreach (var row in group.Members)
            (row.RecordedAt, row.ValidTo) = (null, row.Member == without ? from : "");
        return new Change { CountryGroup = group, Reason = "Letter of the group" };
    }

    private sealed record Club(TestMembership Membership, TestPeople People, Ballot Open, Ballot Closed);

    private sealed record Row(Func<Club, Task> Ask, ErrorReason Reason, params string[] Said);
}
