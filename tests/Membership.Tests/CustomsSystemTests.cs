using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Administrations;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Identity;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Configuration;
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
        var callers = new CallerDirectory(membership.State, new(new ConfigurationManager()), membership.Clock);
        var caller = new Caller(
            German, German, "7e000000-0000-4000-8000-0000000000de", IsPerson: false, new HashSet<string>());
        callers.Check(caller, SystemOperation.Declare);

        await SuspendAsync(membership, German);
        await SuspendAsync(membership, German);
        var refused = await RefusalAsync(() => Task.Run(() => callers.Check(caller, SystemOperation.Declare), Cancel));
        await new TestPeople(membership).ChangeAsync(SystemOf(German, "DE"));
        callers.Check(caller, SystemOperation.Declare);

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
        new CallerDirectory(membership.State, new(new ConfigurationManager()), membership.Clock).Check(
            new Caller(NewClient, NewClient, AustralianTenant, IsPerson: false, new HashSet<string>()),
            SystemOperation.Declare);
        Assert.NotNull(membership.State.View.Administration("AU")!.PolicyOn(new(2027, 2, 1)));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Registration_OfOneOperation_NamesTheLimit_AndIsAnsweredByDayAndInstant()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        var registration = SystemOf(NewClient, "DE");
        var system = registration.CustomsSystem;
        system.Operations.Add(SystemOperation.Verify);
        (system.ValidFrom, system.ValidTo) = ("2027-02-01", "2027-03-01");
        var founded = membership.State.View.SystemOf(German)!.Contract.RecordedAt;

        var prepared = await people.PrepareAsync(registration);
        await people.ApproveAsync(prepared);

        Assert.Equal(2000, prepared.CustomsSystem.ItemsPerSecond);
        Assert.Contains(NewClient, await ListAsync(membership, "", null));
        Assert.Contains(NewClient, await ListAsync(membership, "2027-02-28", null));
        Assert.DoesNotContain(NewClient, await ListAsync(membership, "2027-01-31", null));
        Assert.DoesNotContain(NewClient, await ListAsync(membership, "2027-03-01", null));
        Assert.DoesNotContain(NewClient, await ListAsync(membership, "", founded));
        Assert.Contains(German, await ListAsync(membership, "", founded));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Registration_ThatIsBroken_NamesEveryFault()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var broken = SystemOf(NewClient, "DE");
        var system = broken.CustomsSystem;
        system.Operations.Add([SystemOperation.Declare, SystemOperation.Declare, (SystemOperation)99]);
        system.ItemsPerSecond = 10_001;
        (system.ValidFrom, system.ValidTo) = ("2027-02-01", "2027-02-01");
        system.Clients.Add(new SystemClient { ClientId = NewClient });

        var refused = await RefusalAsync(() => new TestPeople(membership).PrepareAsync(broken));

        Assert.Equal(
            ["OPERATION", "OPERATION", "ITEMS_PER_SECOND", "AFTER_FROM", "NOT_HERE"],
            refused.Violations.Select(one => one.Rule));
    }

    [Fact]
    public async Task Rotation_OfAClientId_LetsBothInUntilTheOldOneEnds()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);

        await people.ChangeAsync(Rotation(German, NewClient, "2027-02-01", "2027-02-15"));

        Assert.Equal((true, false), May(membership, "2027-01-31"));
        Assert.Equal((true, true), May(membership, "2027-02-01"));
        Assert.Equal((true, true), May(membership, "2027-02-14"));
        Assert.Equal((false, true), May(membership, "2027-02-15"));
        await people.ChangeAsync(SystemOf(German, "DE"));
        Assert.Equal((false, true), May(membership, "2027-02-15"));
        await SuspendAsync(membership, NewClient);
        Assert.Equal((false, false), May(membership, "2027-02-01"));
        Assert.Empty(await membership.AuditAsync(Cancel));
    }

    [Theory]
    [InlineData(NewClient, NewClient, "2027-02-01", "2027-02-15", "SYSTEM")]
    [InlineData(German, German, "2027-02-01", "2027-02-15", "UNIQUE")]
    [InlineData(German, "new", "2027-02-01", "2027-02-15", "UUID")]
    [InlineData(German, NewClient, "2027-01-03", "2027-02-15", "EFFECTIVE_BEFORE_DECISION")]
    [InlineData(German, NewClient, "2027-02-01", "2027-01-31", "NO_GAP")]
    [InlineData(German, NewClient, "2027-02-01", "", "DAY")]
    public async Task Rotation_ThatIsBroken_NamesTheRule(
        string client, string next, string from, string end, string rule)
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);

        var refused = await RefusalAsync(
            () => new TestPeople(membership).PrepareAsync(Rotation(client, next, from, end)));

        Assert.Equal(rule, Assert.Single(refused.Violations).Rule);
    }

    [Fact]
    public async Task Rotation_OfAnIdThatWasReplaced_OrUnderAnotherId_IsRefused()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        await people.ChangeAsync(Rotation(German, NewClient, "2027-02-01", "2027-02-15"));

        var again = await RefusalAsync(() => people.PrepareAsync(
            Rotation(German, $"{Guid.NewGuid()}", "2027-02-01", "2027-02-15")));
        var renamed = await RefusalAsync(() => people.PrepareAsync(SystemOf(NewClient, "DE")));

        Assert.Equal("NEWEST_CLIENT_ID", Assert.Single(again.Violations).Rule);
        Assert.Equal("FIRST_CLIENT_ID", Assert.Single(renamed.Violations).Rule);
    }

    [Fact]
    public async Task Registration_PreparedBeforeASuspension_DoesNotLiftIt()
    {
        await using var membership = await TestMembership.FoundedAsync(postgres, Cancel);
        var people = new TestPeople(membership);
        var renamed = await people.PrepareAsync(SystemOf(German, "DE"));
        await SuspendAsync(membership, German);

        var refused = await RefusalAsync(() => people.ApproveAsync(renamed));

        Assert.Equal(ErrorReason.ConcurrentChange, refused.Reason);
        Assert.True(membership.State.View.SystemOf(German)!.Contract.Suspended);
    }

    private static (bool Old, bool New) May(TestMembership membership, string day)
    {
        membership.Clock.Set(day);
        var callers = new CallerDirectory(membership.State, new(new ConfigurationManager()), membership.Clock);
        return (May(German), May(NewClient));

        bool May(string client) => Record.Exception(() => callers.Check(
            new Caller(
                client, client, "7e000000-0000-4000-8000-0000000000de", IsPerson: false, new HashSet<string>()),
            SystemOperation.Declare)) is null;
    }

    private static async Task<IEnumerable<string>> ListAsync(TestMembership membership, string day, Timestamp? knownAt)
    {
        var systems = new CustomsSystems(membership.Deeds, membership.State, membership.Data);
        var request = new ListCustomsSystemsRequest { AsOf = day, KnownAt = knownAt };
        return (await systems.AnswerAsync(request, Cancel)).CustomsSystems.Select(system => system.ClientId);
    }

    private static Change Rotation(string client, string next, string from, string end) => new()
    {
        Rotation = new ClientRotation { ClientId = client, NewClientId = next, ValidFrom = from, OldValidTo = end },
        Reason = "The key is a year old",
    };

    private static Change Of(Administration administration) =>
        new() { Administration = administration, Reason = "Letter of the party" };

    private static Change SystemOf(string client, string administration) => new()
    {
        CustomsSystem = new CustomsSystem { ClientId = client, Administration = administration, Name = "Customs" },
        Reason = "Letter of the administration",
    };

    private static Task SuspendAsync(TestMembership membership, string client, string reason = "A key was lost") =>
        new CustomsSystems(membership.Deeds, membership.State, membership.Data).SuspendAsync(
            new SuspendCustomsSystemRequest
            {
                RequestId = Guid.CreateVersion7().ToString(),
                ClientId = client,
                Reason = reason,
            }, TestPeople.Officer, Cancel);
}
