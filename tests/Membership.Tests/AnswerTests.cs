using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Administrations;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Parties;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Membership.Tests;

public sealed class AnswerTests
{
    private static readonly StandingTime Time = new(new DateTimeOffset(2027, 5, 3, 22, 30, 0, TimeSpan.Zero));
    private static readonly DateTime Founded = new(2026, 12, 15, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Suspended = new(2027, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly MembershipView View = new(7, [
        new Club { FoundingDay = "2027-01-04", SecretariatTenantId = "c1" },
        new Party { Code = "EU", Statuses = { Row(PartyStatus.Member, "2027-01-04", Founded) } },
        new Party
        {
            Code = "AU",
            Countries = { "AU" },
            Statuses =
            {
                Row(PartyStatus.Member, "2027-01-04", Founded),
                Row(PartyStatus.Suspended, "2027-04-01", Suspended, "2027-05-04"),
            },
        },
        .. Enumerable.Range(0, 10)
            .Select(number => new Administration { Code = $"A{number}", Party = "EU", TenantId = $"t{number}" }),
    ]);

    [Theory]
    [InlineData("2027-01-03", PartyStatus.Unspecified)]
    [InlineData("2027-03-31", PartyStatus.Member)]
    [InlineData("2027-04-01", PartyStatus.Suspended)]
    [InlineData("2027-05-03", PartyStatus.Suspended)]
    [InlineData("2027-05-04", PartyStatus.Member)]
    public void GetParty_AsOf_AnswersByTheNewestRowThatCoversTheDay(string day, PartyStatus status) =>
        Assert.Equal(status, Get("AU", day).Party.Status);

    [Fact]
    public void GetParty_KnownAtBeforeTheSuspension_KnowsNothingOfIt()
    {
        var answer = Get("AU", "2027-04-15", Suspended.AddSeconds(-1));

        Assert.Equal(PartyStatus.Member, answer.Party.Status);
        Assert.Single(answer.Party.Party.Statuses);
        Assert.Equal(PartyStatus.Suspended, Get("AU", "2027-04-15", Suspended).Party.Status);
    }

    [Fact]
    public void GetParty_KnownAtBeforeTheFounding_IsNotFound() =>
        Assert.Equal(
            ErrorReason.NotFound,
            Assert.Throws<ClubException>(() => Get("AU", "2027-04-15", Founded.AddSeconds(-1))).Reason);

    [Fact]
    public void GetParty_NoDay_IsTodayInBrussels() =>
        // Half past midnight in Brussels: the suspension ended with the day before.
        Assert.Equal(PartyStatus.Member, Get("AU", "").Party.Status);

    [Fact]
    public void ListParties_BrokenQuestion_NamesEveryFault()
    {
        var request = new ListPartiesRequest { AsOf = "2027-02-30", PageSize = 501, PageToken = "made up" };

        var refusal = Assert.Throws<ClubException>(() => ListParties.Answer(View, request, Time));

        Assert.Equal(["DAY", "PAGE_SIZE", "PAGE_TOKEN"], refusal.Violations.Select(violation => violation.Rule));
    }

    [Fact]
    public void ListAdministrations_PageByPage_ShowsEachOnce()
    {
        var codes = new List<string>();
        var request = new ListAdministrationsRequest { PageSize = 3 };
        do
        {
            var answer = ListAdministrations.Answer(View, request);
            codes.AddRange(answer.Administrations.Select(administration => administration.Code));
            request.PageToken = answer.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"A{number}"), codes);
    }

    [Fact]
    public void ListAdministrations_TokenOfAnotherQuestion_IsRefused()
    {
        var token = ListAdministrations.Answer(View, new ListAdministrationsRequest { PageSize = 3 }).NextPageToken;

        var refusal = Assert.Throws<ClubException>(() => ListAdministrations.Answer(
            View, new ListAdministrationsRequest { Party = "EU", PageToken = token }));

        Assert.Equal("PAGE_TOKEN", Assert.Single(refusal.Violations).Rule);
    }

    private static GetPartyResponse Get(string code, string day, DateTime? knownAt = null) => GetParty.Answer(
        View,
        new GetPartyRequest
        {
            Code = code,
            AsOf = day,
            KnownAt = knownAt is { } at ? Timestamp.FromDateTime(at) : null,
        },
        Time);

    private static PartyStatusRow Row(PartyStatus status, string from, DateTime at, string to = "") => new()
    {
        Status = status,
        ValidFrom = from,
        ValidTo = to,
        RecordedAt = Timestamp.FromDateTime(at),
    };
}
