using System.Diagnostics.Metrics;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Credentials;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf;
using static CrmClub.Suppliers.Tests.TestSuppliers;
using Code = CrmClub.Contracts.Suppliers.V1.CredentialFaultCode;

namespace CrmClub.Suppliers.Tests;

/// <summary>A certificate's credential: signed when it is issued, shown to everybody, shown to be revoked.</summary>
public sealed class CredentialTests(Postgres postgres)
{
    [Fact]
    public async Task Approve_ACertificate_SignsItsCredential()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();

        var answer = await suppliers.Credentials.GetAsync(new() { Certificate = issued.Number }, Cancel);
        var verdict = await suppliers.VerifyAsync(answer.Data.ToStringUtf8());

        Assert.Equal("application/vc+jwt", answer.ContentType);
        Assert.Empty(verdict.Faults);
        Assert.True(verdict.Holds);
        Assert.Equal((issued.Number, issued.Facility, issued.Level),
            (verdict.Certificate, verdict.Facility, verdict.Level));
        Assert.Equal(issued.Scopes, verdict.Scopes);
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Fact]
    public async Task Get_OfNoCertificate_IsNotFound()
    {
        await using var suppliers = await CreateAsync(postgres);

        foreach (var number in new[] { "CRM-2027-000009", "", "a\0b" })
        {
            var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.CredentialAsync(number));
            Assert.Equal(ErrorReason.NotFound, refusal.Reason);
        }
    }

    [Fact]
    public async Task Revoke_ACertificate_SetsItsBitAndNoOther()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var other = await suppliers.IssuedAsync();
        var before = await ListAsync(suppliers, "revocation-1");

        await suppliers.ApproveAsync(await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.Fraud, "2027-02-01")));

        var credential = await suppliers.CredentialAsync(issued.Number);
        var after = await ListAsync(suppliers, "revocation-1");
        Assert.Equal([Code.Revoked], (await suppliers.VerifyAsync(credential)).Faults.Select(fault => fault.Code));
        Assert.True((await suppliers.VerifyAsync(await suppliers.CredentialAsync(other.Number))).Holds);
        Assert.Empty(Set(before));
        Assert.Equal([IndexOf(credential)], Set(after));
        Assert.Empty(Set(await ListAsync(suppliers, "suspension-1")));
    }

    [Fact]
    public async Task Revoke_FromADayToCome_SetsTheBitOnThatDay()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var credential = await suppliers.CredentialAsync(issued.Number);
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.OperatorRequest, "2027-10-01")));

        Assert.True((await suppliers.VerifyAsync(credential)).Holds);
        suppliers.Time.Now = new(2027, 9, 30, 22, 0, 0, TimeSpan.Zero);
        Assert.Equal(Code.Revoked, Assert.Single((await suppliers.VerifyAsync(credential)).Faults).Code);
    }

    [Fact]
    public async Task Found_WithCertificatesFromBefore_SignsTheirCredentialsOnce()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var revoked = await suppliers.IssuedAsync();
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(
            Sound.Revocation(revoked.Number, RevocationGround.Fraud, "2027-02-01")));
        await ForgetAsync(suppliers);

        await Task.WhenAll(suppliers.Founding().FoundAsync(Cancel), suppliers.Founding().FoundAsync(Cancel));

        Assert.Equal(1, await suppliers.CountAsync("credential"));
        Assert.True((await suppliers.VerifyAsync(await suppliers.CredentialAsync(issued.Number))).Holds);
        Assert.Empty(await suppliers.AuditAsync());
    }

    /// <summary>As if there had been no credentials when the certificates were issued.</summary>
    private static async Task ForgetAsync(TestSuppliers suppliers)
    {
        var bodies = new Dictionary<long, byte[]>();
        await using (var select = suppliers.AsSuperuser.CreateCommand(
            "DELETE FROM credential RETURNING entry_id, (SELECT body FROM journal WHERE id = entry_id)"))
        await using (var rows = await select.ExecuteReaderAsync(Cancel))
            while (await rows.ReadAsync(Cancel))
                bodies[rows.GetInt64(0)] = rows.GetFieldValue<byte[]>(1);
        foreach (var (entry, body) in bodies)
        {
            var before = CertificateIssued.Parser.ParseFrom(body);
            before.Credential = null;
            await using var edit = suppliers.AsSuperuser.CreateCommand("UPDATE journal SET body = $2 WHERE id = $1");
            edit.Parameters.Add(new() { Value = entry });
            edit.Parameters.Add(new() { Value = before.ToByteArray() });
            await edit.ExecuteNonQueryAsync(Cancel);
        }
    }

    [Fact]
    public async Task Issue_Several_GivesEachAPlaceThatSaysNothing()
    {
        await using var suppliers = await CreateAsync(postgres);

        var places = new List<int>();
        for (var n = 0; n < 8; n++)
            places.Add(IndexOf(await suppliers.CredentialAsync((await suppliers.IssuedAsync()).Number)));

        Assert.Equal(8, places.Distinct().Count());
        Assert.NotEqual(places.Order(), places);
    }

    [Theory]
    [InlineData("revocation-2")]
    [InlineData("revocation-01")]
    [InlineData("revocation--1")]
    [InlineData("message-1")]
    [InlineData("revocation")]
    [InlineData("")]
    public async Task List_ThereIsNone_IsNotFound(string list)
    {
        await using var suppliers = await CreateAsync(postgres);

        var refusal = await Assert.ThrowsAsync<ClubException>(
            () => suppliers.Credentials.ListAsync(new GetStatusListRequest { List = list }, Cancel));

        Assert.Equal(ErrorReason.NotFound, refusal.Reason);
    }

    [Fact]
    public async Task Rotate_TheKeys_KeepsOldCredentialsAndSignsNewOnesByTheNext()
    {
        await using var suppliers = await CreateAsync(postgres);
        var old = await suppliers.CredentialAsync((await suppliers.IssuedAsync()).Number);
        var published = suppliers.Keys.Keys.Single(key => key.State == CredentialKeyState.Published).Id;
        suppliers.Time.Now = suppliers.Time.Now.AddDays(1);

        var rotated = await suppliers.RotateAsync();
        var next = await suppliers.CredentialAsync((await suppliers.IssuedAsync()).Number);

        var (first, second) = (await suppliers.VerifyAsync(old), await suppliers.VerifyAsync(next));
        Assert.True(first.Holds && second.Holds);
        Assert.Equal(published, second.KeyId);
        Assert.Equal(
            [
                (published, CredentialKeyState.Active), (first.KeyId, CredentialKeyState.VerifyOnly),
            ],
            rotated.Keys.Where(key => key.State != CredentialKeyState.Published).Select(key => (key.Id, key.State)));
        Assert.Single(rotated.Keys, key => key.State == CredentialKeyState.Published);
        Assert.Equal(rotated.Keys, suppliers.Keys.Keys.Select(key => key.Shown()));
        // Nobody can sign with it any more.
        Assert.Null(suppliers.Keys.Keys.Single(key => key.Id == first.KeyId).Pem);
    }

    [Fact]
    public async Task Rotate_BeforeTheNextKeyWasSeen_IsForbidden()
    {
        await using var suppliers = await CreateAsync(postgres);
        suppliers.Time.Now = suppliers.Time.Now.AddHours(23);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.RotateAsync());

        Assert.Equal(ErrorReason.StateForbids, refusal.Reason);
    }

    [Fact]
    public async Task Rotate_ValidateOnly_ChangesNothing()
    {
        await using var suppliers = await CreateAsync(postgres);
        suppliers.Time.Now = suppliers.Time.Now.AddDays(1);
        var before = suppliers.Keys.Keys;

        await suppliers.PrepareRotationAsync(validateOnly: true);
        await suppliers.ApproveKeysAsync(await suppliers.PrepareRotationAsync(), validateOnly: true);

        Assert.Equal(before, suppliers.Keys.Keys);
        Assert.Equal(1, await suppliers.CountAsync("credential_key_change"));
        Assert.Equal(0, await suppliers.CountAsync("credential_key_approval"));
    }

    [Fact]
    public async Task Verify_Refused_IsCountedByItsFaults()
    {
        await using var suppliers = await CreateAsync(postgres);
        var credential = await suppliers.CredentialAsync((await suppliers.IssuedAsync()).Number);
        var counted = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "CrmClub.Suppliers") listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (counted) counted.Add($"{instrument.Name} {tags[0].Value} {value}");
        });
        listener.Start();

        await suppliers.VerifyAsync(credential, new() { Material = "Tb", Stage = Stage.SeparatedCompound });

        // Other tests count by the same names at the same time.
        Assert.Contains("crmclub.suppliers.credentials.verified refused 1", counted);
        Assert.Contains("crmclub.suppliers.credentials.faults Scope 1", counted);
    }

    [Theory]
    [InlineData("UPDATE credential SET jwt = jwt || 'A'")]
    [InlineData("UPDATE credential SET status_index = (status_index + 1) % 131072")]
    [InlineData("DELETE FROM credential")]
    public async Task Audit_CredentialChangedBySuperuser_NamesIt(string change)
    {
        await using var suppliers = await CreateAsync(postgres);
        await suppliers.IssuedAsync();
        await suppliers.EditAsync(change);

        Assert.StartsWith(
            "credential certificate=CRM-2027-000001", Assert.Single(await suppliers.AuditAsync()),
            StringComparison.Ordinal);
    }

    private static async Task<StatusList> ListAsync(TestSuppliers suppliers, string name)
    {
        var body = await suppliers.Credentials.ListAsync(new GetStatusListRequest { List = name }, Cancel);
        var list = SecuredCredential.Read(body.Data.ToStringUtf8())!.Document.GetProperty("credentialSubject");
        return StatusList.Decode(list.GetProperty("encodedList").GetString())!;
    }

    private static IEnumerable<int> Set(StatusList list) =>
        Enumerable.Range(0, list.Entries).Where(index => list[index]);

    private static int IndexOf(string credential) => int.Parse(SecuredCredential.Read(credential)!.Document
        .GetProperty("credentialStatus")[0].GetProperty("statusListIndex").GetString()!, null);
}
