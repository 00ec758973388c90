using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Groups;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf.WellKnownTypes;
using static CrmClub.Membership.Tests.AccessionTests;

namespace CrmClub.Membership.Tests;

public sealed class CountryGroupTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("CLUB", "2027-01-04", 28)]
    [InlineData("CLUB", "2027-01-03", 0)]
    [InlineData("ACCEDING", "2027-01-04", 0)]
    [InlineData("EU-27", "2027-01-04", 27)]
    [InlineData("EU-27", "2020-01-31", 0)]
    [InlineData("OECD", "2027-01-04", 38)]
    [InlineData("OECD", "2021-05-24", 37)]
    [InlineData("ASEAN", "2025-10-26", 11)]
    [InlineData("ASEAN", "2025-10-25", 10)]
    [InlineData("G7", "2027-01-04", 7)]
    [InlineData("DOM-DY-SEP", "2027-01-04", 1)]
    public async Task Founded_OnADay_HasTheCountriesOfThatDay(string code, string day, int countries)
    {
        await using var membership = await FoundedAsync();

        Assert.Equal(countries, Get(membership, code, day).Countries.Count);
    }

    [Fact]
    public async Task Group_StatedAnew_IsKnownAsItWasBefore()
    {
        await using var membership = await FoundedAsync();
        var people = new TestPeople(membership);
        await people.ChangeAsync(Of(Group("PARTNERS", ("CL", "2027-02-01", ""), ("G7", "2027-02-01", ""))));
        var first = Get(membership, "PARTNERS", "2027-02-01").Group.RecordedAt;

        await people.ChangeAsync(Of(Group(
            "PARTNERS", ("CL", "2027-02-01", "2027-03-01"), ("G7", "2027-02-01", ""), ("KZ", "2027-03-01", ""))));

        Assert.Equal(
            ["CA", "CL", "DE", "FR", "GB", "IT", "JP", "US"], Get(membership, "PARTNERS", "2027-02-28").Countries);
        Assert.Equal(
            ["CA", "DE", "FR", "GB", "IT", "JP", "KZ", "US"], Get(membership, "PARTNERS", "2027-03-01").Countries);
        Assert.Equal(
            ["CA", "CL", "DE", "FR", "GB", "IT", "JP", "US"],
            Get(membership, "PARTNERS", "2027-03-01", first).Countries);
        Assert.Equal(ErrorReason.NotFound, Assert.Throws<ClubException>(() => Get(
            membership, "PARTNERS", "2027-03-01", Get(membership, "G7", "2027-03-01").Group.RecordedAt)).Reason);
        // A row that stands as before keeps its record time.
        Assert.Equal(
            [false, true, false],
            Get(membership, "PARTNERS", "2027-03-01").Group.Members.Select(row => row.RecordedAt.Equals(first)));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task List_PageByPage_HasEveryGroupOnce_AndOnlyWhatWasKnown()
    {
        await using var membership = await FoundedAsync();
        var request = new ListCountryGroupsRequest { AsOf = "2027-01-04", PageSize = 4 };

        var first = List(membership, request);
        request.PageToken = first.NextPageToken;
        var second = List(membership, request);
        request.PageToken = second.NextPageToken;
        var third = List(membership, request);

        Assert.Equal(
            ["ACCEDING", "ASEAN", "CLUB", "DOM-DY-SEP", "DOM-NDPR-SEP", "DOM-TB-SEP", "EU-27", "G7", "OECD"],
            first.Groups.Concat(second.Groups).Concat(third.Groups).Select(one => one.Group.Code));
        Assert.Equal("", third.NextPageToken);
        Assert.Equal(["ACCEDING", "CLUB"], List(membership, new ListCountryGroupsRequest
        {
            KnownAt = Timestamp.FromDateTime(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
        }).Groups.Select(one => one.Group.Code));
    }

    [Fact]
    public void Countries_PageByPage_AreThoseOfTheStandard_InBothLanguages()
    {
        var request = new ListCountriesRequest { PageSize = 200 };
        var first = ListCountries.Answer(request);
        request.PageToken = first.NextPageToken;
        var second = ListCountries.Answer(request);

        Assert.Equal(249, first.Countries.Concat(second.Countries).DistinctBy(country => country.Code).Count());
        Assert.Equal("", second.NextPageToken);
        Assert.Equal(
            ("JPN", "392", "Japan", "日本"),
            first.Countries.Where(country => country.Code == "JP")
                .Select(country => (country.Alpha3, country.Numeric, country.NameEn, country.NameJa)).Single());
    }

    [Fact]
    public async Task Group_WithEveryFault_NamesThemAll()
    {
        await using var membership = await FoundedAsync();
        var group = Group(
            "ALL", ("QX", "2027-02-01", ""), ("NATO", "2027-02-01", ""), ("CL", "2027-02-01", "2027-02-01"),
            ("KZ", "2027-02-01", ""), ("KZ", "2027-03-01", "2027-04-01"), ("ALL", "2027-02-01", ""),
            ("JP", "2027-02-30", ""));
        (group.NameJa, group.Source, group.RecordedAt) = ("", "", new Timestamp());
        group.Correction = "There is nothing to correct";

        var refused = await RefusalAsync(() => new TestPeople(membership).PrepareAsync(Of(group)));

        Assert.Equal(
            [
                "code RESERVED ALL", "name_ja REQUIRED ", "source REQUIRED ", "members[0].member COUNTRY_CODE QX",
                "members[1].member GROUP NATO", "members[2].valid_to AFTER_FROM 2027-02-01",
                "members[6].valid_from DAY 2027-02-30", "members OVERLAP KZ from 2027-03-01",
                "members NO_CYCLE ALL > ALL", "correction NOT_HERE There is nothing to correct",
                "recorded_at GIVEN_BY_CLUB ",
            ],
            refused.Violations.Select(one => $"{one.Field["change.country_group.".Length..]} {one.Rule} {one.Value}"));
    }

    [Theory]
    [InlineData("CLUB", "RESERVED")]
    [InlineData("ACCEDING", "RESERVED")]
    [InlineData("JP", "GROUP_CODE")]
    [InlineData("oecd", "GROUP_CODE")]
    public async Task Group_UnderACodeThatIsNobodys_IsRefused(string code, string rule)
    {
        await using var membership = await FoundedAsync();

        var refused = await RefusalAsync(
            () => new TestPeople(membership).PrepareAsync(Of(Group(code, ("CL", "2027-02-01", "")))));

        Assert.Equal(rule, Assert.Single(refused.Violations).Rule);
    }

    [Fact]
    public async Task Groups_InEachOtherOnACommonDay_AreRefused_OneAfterTheOtherAreNot()
    {
        await using var membership = await FoundedAsync();
        var people = new TestPeople(membership);
        await people.ChangeAsync(Of(Group("INNER", ("CL", "2027-02-01", ""))));
        await people.ChangeAsync(Of(Group("MIDDLE", ("INNER", "2027-02-01", "2027-06-01"))));
        await people.ChangeAsync(Of(Group("OUTER", ("MIDDLE", "2027-02-01", ""))));

        var refused = await RefusalAsync(() => people.PrepareAsync(
            Of(Group("INNER", ("CL", "2027-02-01", ""), ("OUTER", "2027-05-31", "")))));
        await people.ChangeAsync(Of(Group("INNER", ("CL", "2027-02-01", ""), ("OUTER", "2027-06-01", ""))));

        var cycle = Assert.Single(refused.Violations);
        Assert.Equal(
            ("NO_CYCLE", "INNER > OUTER > MIDDLE > INNER", true),
            (cycle.Rule, cycle.Value, cycle.Message.Contains("2027-05-31", StringComparison.Ordinal)));
        Assert.Equal(["CL"], Get(membership, "OUTER", "2027-05-31").Countries);
        Assert.Empty(Get(membership, "OUTER", "2027-06-01").Countries);
    }

    [Fact]
    public async Task DaysPast_ToldOtherwise_NeedACause()
    {
        await using var membership = await FoundedAsync();
        var people = new TestPeople(membership);
        await people.ChangeAsync(Of(Group("PARTNERS", ("CL", "2027-01-04", ""))));
        membership.Clock.Set("2027-02-01");
        var corrected = Group("PARTNERS", ("CL", "2027-01-04", "2027-01-20"));

        var refused = await RefusalAsync(() => people.PrepareAsync(Of(corrected)));
        await people.ChangeAsync(Of(Group("PARTNERS", ("CL", "2027-01-04", "2027-02-01"))));
        corrected.Correction = "The partnership ended in January";
        await people.ChangeAsync(Of(corrected));

        Assert.Equal("EFFECTIVE_BEFORE_DECISION", Assert.Single(refused.Violations).Rule);
        Assert.Equal(
            (corrected.Correction, 0),
            (Get(membership, "PARTNERS", "2027-01-20").Group.Correction,
                Get(membership, "PARTNERS", "2027-01-20").Countries.Count));
    }

    [Fact]
    public async Task Group_PreparedBeforeAnotherVersion_IsToldWhatChanged()
    {
        await using var membership = await FoundedAsync();
        var people = new TestPeople(membership);
        var slow = await people.PrepareAsync(Of(Group("PARTNERS", ("CL", "2027-02-01", ""))));
        await people.ChangeAsync(Of(Group("PARTNERS", ("KZ", "2027-02-01", "2028-02-01"))));

        var refused = await RefusalAsync(() => people.ApproveAsync(slow));

        Assert.Equal(ErrorReason.ConcurrentChange, refused.Reason);
        Assert.Contains("PARTNERS has KZ from 2027-02-01 to 2028-02-01", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["KZ"], Get(membership, "PARTNERS", "2027-02-01").Countries);
    }

    private static CountryGroupOnDay Get(
        TestMembership membership, string code, string day, Timestamp? knownAt = null) =>
        ReadGroups.Answer(
            membership.Groups.All,
            membership.State.View,
            new GetCountryGroupRequest { Code = code, AsOf = day, KnownAt = knownAt },
            membership.Clock).Group;

    private static ListCountryGroupsResponse List(TestMembership membership, ListCountryGroupsRequest request) =>
        ReadGroups.Answer(membership.Groups.All, membership.State.View, request, membership.Clock);

    private static CountryGroup Group(string code, params (string Member, string From, string To)[] rows) => new()
    {
        Code = code,
        NameEn = $"Group {code}",
        NameJa = "国グループ",
        Source = "Decision of the members",
        Members =
        {
            rows.Select(row => new CountryGroupMember { Member = row.Member, ValidFrom = row.From, ValidTo = row.To }),
        },
    };

    private static Change Of(CountryGroup group) => new() { CountryGroup = group, Reason = "Decision of the members" };

    private async Task<TestMembership> FoundedAsync()
    {
        var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        await membership.Refresh.NowAsync(Cancel);
        return membership;
    }
}
