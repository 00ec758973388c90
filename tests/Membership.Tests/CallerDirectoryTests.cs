using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Microsoft.Extensions.Configuration;

namespace CrmClub.Membership.Tests;

public sealed class CallerDirectoryTests
{
    private readonly MembershipState _state = new();
    private readonly StandingTime _time = new(new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public CallerDirectoryTests() => _state.Replace(new MembershipView(1, [
        new Club { SecretariatTenantId = "club" },
        new Administration { Code = "DE", TenantId = "tenant-de", TimeZone = "Europe/Berlin" },
        new Administration { Code = "FR", TenantId = "tenant-fr", TimeZone = "Europe/Paris" },
        new Administration { Code = "JP", TenantId = "tenant-jp", TimeZone = "Asia/Tokyo" },
        new CustomsSystem { ClientId = "system-de", Administration = "DE" },
        new CustomsSystem { ClientId = "slow-de", Administration = "DE", ItemsPerSecond = 1 },
        new CustomsSystem { ClientId = "stopped-de", Administration = "DE", Suspended = true },
        new CustomsSystem
        {
            ClientId = "first-jp",
            Administration = "JP",
            ValidFrom = "2027-02-01",
            ValidTo = "2028-01-01",
            Operations = { SystemOperation.Calculate, SystemOperation.Read },
            Clients =
            {
                new SystemClient { ClientId = "first-jp", ValidTo = "2027-03-15" },
                new SystemClient { ClientId = "second-jp", ValidFrom = "2027-03-10" },
            },
        },
    ]));

    [Fact]
    public void Check_RegisteredSystem_Passes()
    {
        var directory = Directory();

        directory.Check(System("system-de", "tenant-de"), Operation);

        Assert.Equal("DE", directory.AdministrationOf(System("system-de", "TENANT-DE")));
    }

    [Theory]
    [InlineData("system-de", "tenant-fr", ErrorReason.CallerNotRegistered)]
    [InlineData("unknown", "tenant-de", ErrorReason.CallerNotRegistered)]
    [InlineData("system-de", "tenant-us", ErrorReason.CallerNotRegistered)]
    [InlineData("stopped-de", "tenant-de", ErrorReason.SystemSuspended)]
    public void Check_SystemThatMayNot_IsRefused(string client, string tenant, ErrorReason reason) => Assert.Equal(
        reason,
        Assert.Throws<ClubException>(
            () => Directory().Check(System(client, tenant), Operation)).Reason);

    /// <summary>Days are Japan's: at 15:00 UTC a new one begins there.</summary>
    [Theory]
    [InlineData("2027-01-31T14:59:59Z", "first-jp", false)]
    [InlineData("2027-01-31T15:00:00Z", "first-jp", true)]
    [InlineData("2027-03-09T14:59:59Z", "second-jp", false)]
    [InlineData("2027-03-09T15:00:00Z", "second-jp", true)]
    [InlineData("2027-03-14T14:59:59Z", "first-jp", true)]
    [InlineData("2027-03-14T15:00:00Z", "first-jp", false)]
    [InlineData("2027-03-14T15:00:00Z", "SECOND-JP", true)]
    [InlineData("2027-12-31T14:59:59Z", "second-jp", true)]
    [InlineData("2027-12-31T15:00:00Z", "second-jp", false)]
    public void Check_ByLegalDay_LetsInWhoIsValidThen(string instant, string client, bool valid)
    {
        _time.Set(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));
        var refused = Record.Exception(() => Directory().Check(
            System(client, "tenant-jp"), SystemOperation.Read));

        Assert.Equal(valid ? null : ErrorReason.SystemNotValid, (refused as ClubException)?.Reason);
    }

    [Theory]
    [InlineData(SystemOperation.Calculate, true)]
    [InlineData(SystemOperation.Read, true)]
    [InlineData(SystemOperation.Declare, false)]
    [InlineData(SystemOperation.Unspecified, false)]
    public void Check_ByOperation_RefusesWhatIsNotRegistered(SystemOperation operation, bool registered)
    {
        var refused = Record.Exception(() => Directory().Check(
            System("first-jp", "tenant-jp"), operation));

        Assert.Equal(registered ? null : ErrorReason.OperationNotRegistered, (refused as ClubException)?.Reason);
    }

    [Fact]
    public void Check_Officer_PassesByTenantAlone() => Directory().Check(
        new Caller("officer", "any-client", "tenant-fr", true, new HashSet<string> { ClubRoles.CustomsOfficer }),
        Operation);

    [Fact]
    public void Check_BeforeTheFirstSnapshot_AsksToTryAgain() => Assert.Equal(
        ErrorReason.Unavailable,
        Assert.Throws<ClubException>(() => new CallerDirectory(new MembershipState(), Rates(), _time)
            .Check(System("system-de", "tenant-de"), Operation)).Reason);

    /// <summary>Two seconds' worth at once, and a call of more than that by a rested system.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Spend_MoreThanRegistered_IsRefusedForThatSystemAlone(params int[] calls)
    {
        var directory = Directory();
        foreach (var items in calls)
            directory.Spend(System("slow-de", "tenant-de"), items);

        var refused = Assert.Throws<ClubException>(() => directory.Spend(System("slow-de", "tenant-de"), 1));

        Assert.Equal(ErrorReason.Overloaded, refused.Reason);
        Assert.Contains("for: 1 a second", refused.Message, StringComparison.Ordinal);
        directory.Spend(System("system-de", "tenant-de"), SystemRates.ItemsPerSecond);
    }

    [Fact]
    public void Spend_ByAnotherFigure_CountsFromTheNextCall()
    {
        var directory = Directory();
        directory.Spend(System("slow-de", "tenant-de"), 2);

        _state.Replace(new MembershipView(2, [
            new CustomsSystem { ClientId = "slow-de", Administration = "DE", ItemsPerSecond = 2 },
        ]));

        directory.Spend(System("slow-de", "tenant-de"), 4);
        Assert.Throws<ClubException>(() => directory.Spend(System("slow-de", "tenant-de"), 4));
    }

    private const SystemOperation Operation = SystemOperation.Declare;

    private CallerDirectory Directory() => new(_state, Rates(), _time);

    private static SystemRates Rates() => new(new ConfigurationManager());

    private static Caller System(string client, string tenant) =>
        new(client, client, tenant, false, new HashSet<string> { ClubRoles.CustomsSystem });
}
