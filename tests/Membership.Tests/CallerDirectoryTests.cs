using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Membership.Tests;

public sealed class CallerDirectoryTests
{
    private readonly MembershipState _state = new();

    public CallerDirectoryTests() => _state.Replace(new MembershipView(1, [
        new Club { SecretariatTenantId = "club" },
        new Administration { Code = "DE", TenantId = "tenant-de" },
        new Administration { Code = "FR", TenantId = "tenant-fr" },
        new CustomsSystem { ClientId = "system-de", Administration = "DE" },
        new CustomsSystem { ClientId = "stopped-de", Administration = "DE", Suspended = true },
    ]));

    [Fact]
    public void Check_RegisteredSystem_Passes()
    {
        var directory = new CallerDirectory(_state);

        directory.Check(System("system-de", "tenant-de"));

        Assert.Equal("DE", directory.AdministrationOf(System("system-de", "TENANT-DE")));
    }

    [Theory]
    [InlineData("system-de", "tenant-fr", ErrorReason.CallerNotRegistered)]
    [InlineData("unknown", "tenant-de", ErrorReason.CallerNotRegistered)]
    [InlineData("system-de", "tenant-us", ErrorReason.CallerNotRegistered)]
    [InlineData("stopped-de", "tenant-de", ErrorReason.SystemSuspended)]
    public void Check_SystemThatMayNot_IsRefused(string client, string tenant, ErrorReason reason) => Assert.Equal(
        reason,
        Assert.Throws<ClubException>(() => new CallerDirectory(_state).Check(System(client, tenant))).Reason);

    [Fact]
    public void Check_Officer_PassesByTenantAlone() => new CallerDirectory(_state).Check(
        new Caller("officer", "any-client", "tenant-fr", true, new HashSet<string> { ClubRoles.CustomsOfficer }));

    [Fact]
    public void Check_BeforeTheFirstSnapshot_AsksToTryAgain() => Assert.Equal(
        ErrorReason.Unavailable,
        Assert.Throws<ClubException>(
            () => new CallerDirectory(new MembershipState()).Check(System("system-de", "tenant-de"))).Reason);

    private static Caller System(string client, string tenant) =>
        new(client, client, tenant, false, new HashSet<string> { ClubRoles.CustomsSystem });
}
