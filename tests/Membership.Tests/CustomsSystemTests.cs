using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Administrations;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Identity;
using static CrmClub.Membership.Tests.AccessionTests;

namespace CrmClub.Membership.Tests;

public sealed class CustomsSystemTests(Postgres postgres)
{
    private const string German = "5e000000-0000-4000-8000-0000000000de";
    private const string NewClient = "5e000000-0000-4000-8000-00000000005e";
    private const string AustralianTenant = "7e000000-0000-4000-8000-0000000000a0";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task System_Suspended_IsRefusedUntilAChangeLetsItIn()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var callers = new CallerDirectory(membership.State);
        var caller = new Caller(
            German, German, "7e000000-0000-4000-8000-0000000000de", IsPerson: false, new HashSet<string>());
        callers.Check(caller);

        await SuspendAsync(membership, German);
        await SuspendAsync(membership, German);
        var refused = await RefusalAsync(() => Task.Run(() => callers.Check(caller), Cancel));
        await new TestPeople(membership).ChangeAsync(SystemOf(German, "DE"));
        callers.Check(caller);

        Assert.Equal(ErrorReason.SystemSuspended, refused.Reason);
        Assert.Equal(4, await membership.CountAsync("journal", Cancel));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task System_UnknownOrWithoutReason_IsNotSuspended()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);

        var unknown = await RefusalAsync(() => SuspendAsync(membership, NewClient));
        var silent = await RefusalAsync(() => SuspendAsync(membership, German, reason: ""));

        Assert.Equal(ErrorReason.NotFound, unknown.Reason);
        Assert.Equal("reason", Assert.Single(silent.Violations).Field);
    }

    [Fact]
    public async Task System_OfAnotherAdministration_NamesEveryFault()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        var taken = SystemOf(German, "FR");
        taken.CustomsSystem.Suspended = true;
        var broken = SystemOf("no id", "AU");
        broken.CustomsSystem.Name = "";

        var first = await RefusalAsync(() => people.PrepareAsync(taken));
        var second = await RefusalAsync(() => people.PrepareAsync(broken));

        Assert.Equal(["NOT_HERE", "SAME_ADMINISTRATION"], first.Violations.Select(one => one.Rule));
        Assert.Equal(["UUID", "REQUIRED", "ADMINISTRATION"], second.Violations.Select(one => one.Rule));
    }

    [Fact]
    public async Task Administration_OfAnAccedingParty_JoinsWithItsSystem()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        await people.AustraliaAppliesAsync();
        var administration = membership.State.View.Administration("JP")!.Contract.Clone();
        (administration.Code, administration.Party, administration.NameEn) = ("AU", "AU", "Customs of Australia");

        var taken = await RefusalAsync(() => people.PrepareAsync(Of(administration)));
        administration.TenantId = AustralianTenant;
        await people.ChangeAsync(Of(administration));
        await people.ChangeAsync(SystemOf(NewClient, "AU"));
        var again = await RefusalAsync(() => people.PrepareAsync(Of(administration)));

        Assert.Equal("UNIQUE", Assert.Single(taken.Violations).Rule);
        Assert.Equal(["change.administration.code", "change.administration.tenant_id"],
            again.Violations.Select(one => one.Field));
        new CallerDirectory(membership.State).Check(
            new Caller(NewClient, NewClient, AustralianTenant, IsPerson: false, new HashSet<string>()));
        Assert.NotNull(membership.State.View.Administration("AU")!.PolicyOn(new(2027, 2, 1)));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    private static Change Of(Administration administration) =>
        new() { Administration = administration, Reason = "Letter of the party" };

    private static Change SystemOf(string client, string administration) => new()
    {
        CustomsSystem = new CustomsSystem { ClientId = client, Administration = administration, Name = "Customs" },
        Reason = "Letter of the administration",
    };

    private static Task SuspendAsync(TestMembership membership, string client, string reason = "A key was lost") =>
        new CustomsSystems(membership.Deeds, membership.State).SuspendAsync(
            new SuspendCustomsSystemRequest
            {
                RequestId = Guid.CreateVersion7().ToString(),
                ClientId = client,
                Reason = reason,
            }, TestPeople.Officer, Cancel);
}
