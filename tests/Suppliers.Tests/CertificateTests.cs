using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Suppliers.Storage;
using Google.Protobuf;
using Npgsql;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

public sealed class CertificateTests(Postgres postgres)
{
    [Fact]
    public async Task Prepare_SoundCertificate_IsADraftForThreeYears()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();

        var change = await suppliers.PrepareAsync(Sound.Certificate(facility.Number));

        Assert.Equal("CRM-2027-000001", change.Certificate.Number);
        Assert.Equal((CertificateState.Draft, 1), (change.Certificate.State, change.Certificate.Version));
        Assert.Equal(("2027-02-01", "2030-02-01"), (change.Certificate.ValidFrom, change.Certificate.ValidTo));
        Assert.Equal("120.50", Assert.Single(change.Certificate.Scopes).CapacityTonsPerYear);
        Assert.Equal((Officer.Id, ""), (change.Author, change.Approver));
        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.CertificateAsync("CRM-2027-000001"));
        Assert.Equal(ErrorReason.NotFound, refusal.Reason);
    }

    [Fact]
    public async Task Changes_Listed_SayWhoPreparedAndWhoApprovedNewestFirst()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var overtaken = await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.Fraud, "2027-02-01"));
        var revoked = await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.Fraud, "2027-02-01"));

        var both = await suppliers.ChangesAsync(new() { Waiting = true });
        await suppliers.ApproveAsync(revoked);
        var none = await suppliers.ChangesAsync(new() { Waiting = true });
        var all = await suppliers.ChangesAsync(new() { Certificate = issued.Number });
        var first = await suppliers.ChangesAsync(new() { PageSize = 1 });
        var rest = await suppliers.ChangesAsync(new() { PageToken = first.NextPageToken });
        var another = await suppliers.ChangesAsync(new() { Certificate = "CRM-2027-000009" });

        Assert.Equal([revoked.Id, overtaken.Id], both.Changes.Select(change => change.Id));
        // Another was approved first: this one can't be any more.
        Assert.Empty(none.Changes);
        Assert.Equal([Approver.Id, "", Approver.Id], all.Changes.Select(change => change.Approver));
        Assert.All(all.Changes, change => Assert.Equal(Officer.Id, change.Author));
        Assert.Equal(all.Changes.Select(change => change.Id),
            first.Changes.Concat(rest.Changes).Select(change => change.Id));
        Assert.Empty(another.Changes);
    }

    [Fact]
    public async Task Prepare_ManyFaults_NamesEach()
    {
        await using var suppliers = await CreateAsync(postgres);
        var request = Sound.Certificate((await suppliers.FacilityAsync()).Number);
        request.Assessment = "A-2027-0099";
        request.Level = CertificateLevel.Unspecified;
        request.Scopes.Add(new Scope { Material = "Tb", Stage = Stage.SeparatedCompound });
        request.Scopes.Add(new Scope { Material = "NdPr", Stage = Stage.Metal });
        request.ValidTo = "2031-02-01";
        request.Reason = "";

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.PrepareAsync(request));

        Assert.Equal(
            ["ASSESSMENT", "CERTIFICATE_VALIDITY", "LEVEL", "REQUIRED", "SCOPE_OF_FACILITY", "SCOPE_OF_FACILITY"],
            refusal.Violations.Select(fault => fault.Rule).Order());
    }

    [Fact]
    public async Task Approve_ByAnother_IssuesVersionOne()
    {
        await using var suppliers = await CreateAsync(postgres);

        var issued = await suppliers.IssuedAsync();

        var answer = await suppliers.CertificateAsync(issued.Number);
        Assert.Equal(CertificateState.Issued, answer.Certificate.State);
        Assert.Equal(issued, answer.Certificate);
        Assert.Equal([issued], answer.History);
    }

    [Fact]
    public async Task Approve_ByItsAuthor_IsRefusedByTheService()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();
        var change = await suppliers.PrepareAsync(Sound.Certificate(facility.Number), Chief);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.ApproveAsync(change, Chief));

        Assert.Equal(ErrorReason.FourEyes, refusal.Reason);
        Assert.Equal(0, await suppliers.CountAsync("certificate_version"));
    }

    [Theory]
    [InlineData("officer", "officer", PostgresErrorCodes.CheckViolation)]
    [InlineData("somebody", "officer", PostgresErrorCodes.ForeignKeyViolation)]
    public async Task Approve_ByItsAuthor_IsRefusedByTheDatabaseToo(string author, string approver, string code)
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();
        var change = await suppliers.PrepareAsync(Sound.Certificate(facility.Number));
        await using var insert = suppliers.AsSuperuser.CreateCommand(
            "INSERT INTO certificate_approval (change_id, entry_id, author, approver) VALUES ($1, 1, $2, $3)");
        insert.Parameters.Add(new() { Value = Guid.Parse(change.Id) });
        insert.Parameters.Add(new() { Value = author });
        insert.Parameters.Add(new() { Value = approver });

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => insert.ExecuteNonQueryAsync(Cancel));

        Assert.Equal(code, refusal.SqlState);
    }

    [Fact]
    public async Task Approve_Twice_HasOneEffect()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = await suppliers.FacilityAsync();
        var change = await suppliers.PrepareAsync(Sound.Certificate(facility.Number));

        var answers = await Task.WhenAll(
            suppliers.ApproveAsync(change), suppliers.ApproveAsync(change), suppliers.ApproveAsync(change, Chief));

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal(1, await suppliers.CountAsync("certificate_version"));
        Assert.Equal(1, await suppliers.CountAsync("certificate_approval"));
    }

    [Fact]
    public async Task Approve_AfterAnotherChange_IsRefusedAsStale()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var first = await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.Fraud, "2027-02-01"));
        var second = await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.OperatorRequest, "2027-10-01"));
        await suppliers.ApproveAsync(first);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.ApproveAsync(second));

        Assert.Equal(ErrorReason.ConcurrentChange, refusal.Reason);
    }

    [Fact]
    public async Task Revoke_ForFraud_CountsFromTheEarlierDayAndKeepsVersionOne()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();

        await suppliers.ApproveAsync(await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.Fraud, "2027-02-01")));

        var answer = await suppliers.CertificateAsync(issued.Number);
        Assert.Equal(
            (CertificateState.Revoked, 2, "2027-02-01"),
            (answer.Certificate.State, answer.Certificate.Version, answer.Certificate.RevokedFrom));
        Assert.Equal(issued, answer.History[0]);
        Assert.Equal(issued, (await suppliers.CertificateAsync(issued.Number, 1)).Certificate);
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Fact]
    public async Task Revoke_BackdatedOnAnotherGround_IsRefusedByTheRulesName()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.MissedSurveillance, "2027-09-19")));

        Assert.Equal("BACKDATED_REVOCATION", Assert.Single(refusal.Violations).Rule);
    }

    [Fact]
    public async Task Revoke_ApprovedAfterItsDay_CountsFromThePublication()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var change = await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.MissedSurveillance, "2027-09-20"));
        suppliers.Time.Now = suppliers.Time.Now.AddDays(3);

        var approved = await suppliers.ApproveAsync(change);

        Assert.Equal("2027-09-23", approved.Certificate.RevokedFrom);
    }

    [Fact]
    public async Task Revoke_Revoked_IsForbiddenByItsState()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var request = Sound.Revocation(issued.Number, RevocationGround.Fraud, "2027-02-01");
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(request));
        request.RequestId = NewId();

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.PrepareAsync(request));

        Assert.Equal(ErrorReason.StateForbids, refusal.Reason);
    }

    [Fact]
    public async Task ListCertificates_OfAFacility_ShowsTheNewestVersions()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        await suppliers.IssuedAsync();
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.NeverEntitled, "2027-02-01")));

        var first = await suppliers.Certificates.ListAsync(new ListCertificatesRequest { PageSize = 1 }, Cancel);
        var own = await suppliers.Certificates.ListAsync(
            new ListCertificatesRequest { Facility = issued.Facility }, Cancel);

        Assert.NotEmpty(first.NextPageToken);
        Assert.Equal(2, Assert.Single(first.Certificates).Version);
        Assert.Equal(issued.Number, Assert.Single(own.Certificates).Number);
    }

    [Theory]
    [InlineData("UPDATE certificate_version SET valid = '[2020-01-01,2030-01-01)'", "certificate_version number=CRM-")]
    [InlineData("UPDATE certificate_scope SET capacity_tons_per_year = 1000000", "certificate_version number=CRM-")]
    [InlineData("UPDATE certificate_approval SET approver = 'nobody'", "certificate_approval change_id=")]
    [InlineData("UPDATE operator SET name = 'Another'", "operator number=O-0001")]
    [InlineData("UPDATE facility_scope SET capacity_tons_per_year = 9 WHERE place = 0", "facility number=F-MY-0001")]
    [InlineData("UPDATE scheme SET document = document || '\\x20'", "scheme entry_id=1")]
    public async Task Audit_ChangedBySuperuser_NamesTheRow(string change, string row)
    {
        await using var suppliers = await CreateAsync(postgres);
        await suppliers.IssuedAsync();
        Assert.Empty(await suppliers.AuditAsync());
        await suppliers.EditAsync(change);

        Assert.StartsWith(row, Assert.Single(await suppliers.AuditAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snapshot_OfTheRegistry_CarriesEveryVersion()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.Fraud, "2027-02-01")));
        await using var connection = await suppliers.Data.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);

        var records = new List<IMessage>();
        await foreach (var record in new SuppliersSnapshot().ReadAsync(transaction, Cancel))
            records.Add(record);

        Assert.Equal([1, 2], records.OfType<Certificate>().Select(certificate => certificate.Version));
        Assert.Single(records.OfType<Facility>());
        Assert.Single(records.OfType<Operator>());
    }
}
