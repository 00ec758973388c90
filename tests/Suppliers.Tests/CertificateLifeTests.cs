using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using static CrmClub.Suppliers.Tests.TestSuppliers;
using Code = CrmClub.Contracts.Suppliers.V1.CredentialFaultCode;

namespace CrmClub.Suppliers.Tests;

/// <summary>Suspension and its lifting, renewal, supersession, expiry: what a certificate is on each day.</summary>
public sealed class CertificateLifeTests(Postgres postgres)
{
    private const string Today = "2027-09-20";

    [Fact]
    public async Task Suspend_ThenLift_CountsBeforeAndAfterAndNotBetween()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var suspended = await ApprovedAsync(suppliers, Sound.Suspension(issued.Number, Today));
        Assert.Equal((CertificateState.Suspended, 2), (suspended.State, suspended.Version));
        Assert.Equal((CertificateState.Suspended, false), await suppliers.OnAsync(issued.Number, "2028-01-01"));

        var lifted = await ApprovedAsync(suppliers, Sound.Lifting(issued.Number, "2027-10-04"));

        Assert.Equal((CertificateState.Issued, 3), (lifted.State, lifted.Version));
        Assert.Equal(
            [(Today, "2027-10-04", SuspensionGround.Inquiry)],
            lifted.Suspensions.Select(one => (one.From, one.Until, one.Ground)));
        Assert.Equal((CertificateState.Issued, true), await suppliers.OnAsync(issued.Number, "2027-09-19"));
        Assert.Equal((CertificateState.Suspended, false), await suppliers.OnAsync(issued.Number, Today));
        Assert.Equal((CertificateState.Suspended, false), await suppliers.OnAsync(issued.Number, "2027-10-03"));
        Assert.Equal((CertificateState.Issued, true), await suppliers.OnAsync(issued.Number, "2027-10-04"));
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Fact]
    public async Task Suspend_ACertificate_SetsItsBitUntilLiftedAndNamesTheSuspension()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var credential = await suppliers.CredentialAsync(issued.Number);

        await ApprovedAsync(suppliers, Sound.Suspension(issued.Number, "2027-09-25"));
        Assert.True((await suppliers.VerifyAsync(credential)).Holds);
        suppliers.Time.Now = suppliers.Time.Now.AddDays(5);
        Assert.Equal(Code.Suspended, Assert.Single((await suppliers.VerifyAsync(credential)).Faults).Code);

        await ApprovedAsync(suppliers, Sound.Lifting(issued.Number, "2027-09-27"));
        Assert.Equal(Code.Suspended, Assert.Single((await suppliers.VerifyAsync(credential)).Faults).Code);
        suppliers.Time.Now = suppliers.Time.Now.AddDays(2);
        Assert.True((await suppliers.VerifyAsync(credential)).Holds);
        Assert.Equal(credential, await suppliers.CredentialAsync(issued.Number));
    }

    [Fact]
    public async Task Lift_FromItsFirstDay_NeverWas()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        await ApprovedAsync(suppliers, Sound.Suspension(issued.Number, Today));
        suppliers.Time.Now = suppliers.Time.Now.AddDays(10);

        await ApprovedAsync(suppliers, Sound.Lifting(issued.Number, Today));

        Assert.Equal((CertificateState.Issued, true), await suppliers.OnAsync(issued.Number, Today));
        Assert.True((await suppliers.VerifyAsync(await suppliers.CredentialAsync(issued.Number))).Holds);
        var early = Sound.Lifting((await suppliers.IssuedAsync()).Number, "2027-09-30");
        Assert.Equal(ErrorReason.StateForbids, (await RefusedAsync(() => suppliers.PrepareAsync(early))).Reason);
    }

    [Fact]
    public async Task Suspend_ManyFaults_NamesEach()
    {
        await using var suppliers = await CreateAsync(postgres);
        var request = Sound.Suspension("CRM-2027-000009", "2027-09-19");
        request.Ground = SuspensionGround.Unspecified;
        request.Reason = "";

        var refusal = await RefusedAsync(() => suppliers.PrepareAsync(request));

        Assert.Equal(
            ["BACKDATED_SUSPENSION", "CERTIFICATE", "GROUND", "REQUIRED"],
            refusal.Violations.Select(fault => fault.Rule).Order());
    }

    [Fact]
    public async Task Suspend_ApprovedAfterItsDay_CountsFromThePublication()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var change = await suppliers.PrepareAsync(Sound.Suspension(issued.Number, Today));
        suppliers.Time.Now = suppliers.Time.Now.AddDays(3);

        var approved = (await suppliers.ApproveAsync(change)).Certificate;

        Assert.Equal("2027-09-23", approved.Suspensions[0].From);
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Fact]
    public async Task Suspend_WhatIsNotIssued_IsForbiddenAndByItsAuthorToo()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var change = await suppliers.PrepareAsync(Sound.Suspension(issued.Number, Today));
        Assert.Equal(
            ErrorReason.FourEyes, (await RefusedAsync(() => suppliers.ApproveAsync(change, Officer))).Reason);
        await suppliers.ApproveAsync(change);

        var again = await RefusedAsync(() => suppliers.PrepareAsync(Sound.Suspension(issued.Number, Today)));
        var late = await RefusedAsync(() => suppliers.PrepareAsync(Sound.Lifting(issued.Number, "2027-09-19")));

        Assert.Equal(ErrorReason.StateForbids, again.Reason);
        Assert.Equal("LIFTED_BEFORE_SUSPENDED", Assert.Single(late.Violations).Rule);
        await ApprovedAsync(suppliers, Sound.Revocation(issued.Number, RevocationGround.Fraud, "2027-02-01"));
        Assert.Equal((CertificateState.Revoked, false), await suppliers.OnAsync(issued.Number, Today));
        Assert.Equal((CertificateState.Issued, false), await suppliers.OnAsync(issued.Number, "2027-01-31"));
    }

    [Fact]
    public async Task Renew_FromTheOldOnesEnd_LeavesItAsItIs()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();

        var renewed = await ApprovedAsync(suppliers, Following(issued, issued.ValidTo));

        Assert.Equal((issued.Number, "2030-02-01", "2033-02-01"),
            (renewed.Replaces, renewed.ValidFrom, renewed.ValidTo));
        Assert.Equal(issued, (await suppliers.CertificateAsync(issued.Number)).Certificate);
        Assert.Equal((CertificateState.Issued, true), await suppliers.OnAsync(issued.Number, "2030-01-31"));
        Assert.Equal((CertificateState.Expired, false), await suppliers.OnAsync(issued.Number, "2030-02-01"));
        Assert.Equal((CertificateState.Issued, true), await suppliers.OnAsync(renewed.Number, "2030-02-01"));
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Fact]
    public async Task Supersede_ByAWiderOne_EndsTheOldFromThatDay()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var credential = await suppliers.CredentialAsync(issued.Number);
        var request = Following(issued, "2027-10-01");
        request.Level = CertificateLevel.A;
        request.Scopes.Add(new Scope { Material = "NdPr", Stage = Stage.SeparatedCompound });

        var wider = await ApprovedAsync(suppliers, request);

        var old = (await suppliers.CertificateAsync(issued.Number)).Certificate;
        Assert.Equal(
            (CertificateState.Superseded, 2, "2027-10-01", wider.Number),
            (old.State, old.Version, old.SupersededFrom, old.SupersededBy));
        Assert.Equal((CertificateState.Issued, true), await suppliers.OnAsync(issued.Number, "2027-09-30"));
        Assert.Equal((CertificateState.Superseded, false), await suppliers.OnAsync(issued.Number, "2027-10-01"));
        Assert.True((await suppliers.VerifyAsync(credential)).Holds);
        suppliers.Time.Now = suppliers.Time.Now.AddDays(11);
        Assert.Equal(Code.Revoked, Assert.Single((await suppliers.VerifyAsync(credential)).Faults).Code);
        Assert.Equal(CertificateLevel.A, (await suppliers.VerifyAsync(
            await suppliers.CredentialAsync(wider.Number))).Level);
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Fact]
    public async Task Supersede_AgainstTheRules_IsRefusedByName()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var foreign = Following(issued, "2027-09-19");
        foreign.Facility = (await suppliers.FacilityAsync()).Number;

        var refusal = await RefusedAsync(() => suppliers.PrepareAsync(foreign));

        Assert.Equal(
            ["BACKDATED_SUPERSESSION", "REPLACES"], refusal.Violations.Select(fault => fault.Rule).Order());
    }

    [Fact]
    public async Task Supersede_WhatWasSuspendedMeanwhile_IsStale()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var change = await suppliers.PrepareAsync(Following(issued, Today));
        await ApprovedAsync(suppliers, Sound.Suspension(issued.Number, Today));

        var refusal = await RefusedAsync(() => suppliers.ApproveAsync(change));

        Assert.Equal(ErrorReason.ConcurrentChange, refusal.Reason);
        Assert.Equal(2, await suppliers.CountAsync("certificate_version"));
    }

    private static PrepareCertificateRequest Following(Certificate issued, string from)
    {
        var request = Sound.Certificate(issued.Facility);
        request.Replaces = issued.Number;
        request.ValidFrom = from;
        return request;
    }

    private static async Task<Certificate> ApprovedAsync(TestSuppliers suppliers, PrepareCertificateRequest request) =>
        (await suppliers.ApproveAsync(await suppliers.PrepareAsync(request))).Certificate;

    private static async Task<Certificate> ApprovedAsync(TestSuppliers suppliers, PrepareSuspensionRequest request) =>
        (await suppliers.ApproveAsync(await suppliers.PrepareAsync(request))).Certificate;

    private static async Task<Certificate> ApprovedAsync(TestSuppliers suppliers, PrepareLiftingRequest request) =>
        (await suppliers.ApproveAsync(await suppliers.PrepareAsync(request))).Certificate;

    private static async Task<Certificate> ApprovedAsync(TestSuppliers suppliers, PrepareRevocationRequest request) =>
        (await suppliers.ApproveAsync(await suppliers.PrepareAsync(request))).Certificate;

    private static Task<ClubException> RefusedAsync(Func<Task> call) => Assert.ThrowsAsync<ClubException>(call);
}
