using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Signing;
using CrmClub.Suppliers.Credentials;
using CrmClub.Suppliers.Grievances;
using Npgsql;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

/// <summary>Who changes the credential keys, what becomes of what they signed, how they lie in their file.</summary>
public sealed class KeyTests(Postgres postgres)
{
    [Fact]
    public async Task Rotate_ByOnePerson_IsRefusedAndLeavesTheKeys()
    {
        await using var suppliers = await CreateAsync(postgres);
        suppliers.Time.Now = suppliers.Time.Now.AddDays(1);
        var before = suppliers.Keys.Keys;

        var change = await suppliers.PrepareRotationAsync();
        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.ApproveKeysAsync(change, Approver));
        Assert.Equal(ErrorReason.FourEyes, refusal.Reason);
        Assert.Equal(before, suppliers.Keys.Keys);
        await suppliers.ApproveKeysAsync(change);
        var again = await Assert.ThrowsAsync<ClubException>(() => suppliers.ApproveKeysAsync(change));

        Assert.Equal(ErrorReason.StateForbids, again.Reason);
        Assert.NotEqual(before[0].Id, suppliers.Keys.Active.Id);
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Fact]
    public async Task Database_ApprovalByTheAuthor_IsRefusedToASuperuser()
    {
        await using var suppliers = await CreateAsync(postgres);
        suppliers.Time.Now = suppliers.Time.Now.AddDays(1);
        var change = await suppliers.PrepareRotationAsync();

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => suppliers.EditAsync(
            $"INSERT INTO credential_key_approval VALUES ('{change.Id}', 1, '{change.Author}', '{change.Author}')"));

        Assert.Equal("four_eyes", refusal.ConstraintName);
    }

    [Fact]
    public async Task Compromise_TheActiveKey_VoidsWhatItSignedAndSignsAgainWhatCounts()
    {
        await using var suppliers = await CreateAsync(postgres);
        var (counts, revoked) = (await suppliers.IssuedAsync(), await suppliers.IssuedAsync());
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(
            Sound.Revocation(revoked.Number, RevocationGround.Fraud, "2027-09-01")));
        var old = await suppliers.CredentialAsync(counts.Number);
        var gone = await suppliers.CredentialAsync(revoked.Number);
        var (lost, next) = (suppliers.Keys.Active.Id, suppliers.Keys.Keys[1].Id);
        Assert.True((await suppliers.VerifyAsync(old)).Holds);

        // The next key has not been shown for a day: that may not be waited for.
        var approved = await suppliers.ApproveKeysAsync(await suppliers.PrepareCompromiseAsync(lost));

        Assert.Equal(
            [(next, CredentialKeyState.Active), (lost, CredentialKeyState.Compromised)],
            approved.Keys.Where(key => key.State != CredentialKeyState.Published).Select(key => (key.Id, key.State)));
        Assert.DoesNotContain(lost, suppliers.Credentials.Document().Data.ToStringUtf8());
        Assert.Contains(
            CredentialFaultCode.KeyUnknown, (await suppliers.VerifyAsync(old)).Faults.Select(fault => fault.Code));
        var again = await suppliers.CredentialAsync(counts.Number);
        var verdict = await suppliers.VerifyAsync(again);
        Assert.Equal((true, next, counts.Number), (verdict.Holds, verdict.KeyId, verdict.Certificate));
        Assert.Equal(gone, await suppliers.CredentialAsync(revoked.Number));
        Assert.Equal(3, await suppliers.CountAsync("credential"));
        Assert.Empty(await suppliers.AuditAsync());

        // What was signed again is revoked like any other.
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(
            Sound.Revocation(counts.Number, RevocationGround.Fraud, "2027-09-01")));
        Assert.Equal(
            [CredentialFaultCode.Revoked], (await suppliers.VerifyAsync(again)).Faults.Select(fault => fault.Code));
    }

    [Fact]
    public async Task Compromise_AfterWhichTheServiceDied_IsFinishedAtTheNextStart()
    {
        await using var suppliers = await CreateAsync(postgres);
        var certificate = await suppliers.IssuedAsync();
        suppliers.Keys.Store(suppliers.Keys.WithoutCompromised(suppliers.Keys.Active.Id, suppliers.Time.Now));

        await suppliers.Founding().FoundAsync(Cancel);
        await suppliers.Founding().FoundAsync(Cancel);

        Assert.True((await suppliers.VerifyAsync(await suppliers.CredentialAsync(certificate.Number))).Holds);
        Assert.Equal(2, await suppliers.CountAsync("credential"));
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Theory]
    [InlineData("no such key")]
    [InlineData("")]
    public async Task Compromise_NoSuchKey_IsNotFound(string key)
    {
        await using var suppliers = await CreateAsync(postgres);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.PrepareCompromiseAsync(key));

        Assert.Equal(ErrorReason.NotFound, refusal.Reason);
    }

    [Fact]
    public void File_WithAPassphrase_HasNoPrivateKeyInPlain()
    {
        using var folder = new KeyFolder();
        var open = new KeyRing(folder.Path, TimeSpan.Zero, DateTimeOffset.UnixEpoch, KeyProtection.None);
        var grievances = new GrievanceKeys(folder.Path, KeyProtection.None);
        Assert.Equal(2, folder.Count("BEGIN PRIVATE KEY"));
        var sealedBefore = grievances.Seal("G-1", new Submission { Text = "Dust" });

        // What lay open is closed at the first start with a passphrase, and opens by it alone.
        var protection = new KeyProtection("correct horse battery staple");
        var closed = new KeyRing(folder.Path, TimeSpan.Zero, DateTimeOffset.UnixEpoch, protection);
        var text = new GrievanceKeys(folder.Path, protection)
            .Open("G-1", sealedBefore.Sealed, sealedBefore.WrappedKey).Text;

        Assert.Equal((0, 2), (folder.Count("BEGIN PRIVATE KEY"), folder.Count("BEGIN ENCRYPTED PRIVATE KEY")));
        Assert.Equal((1, "Dust"), (folder.Count("pbkdf2-sha512-aes256gcm:"), text));
        Assert.Equal(open.Active.Id, closed.Active.Id);
        closed.Store(closed.Rotated(DateTimeOffset.UnixEpoch));
        Assert.Equal((0, 2), (folder.Count("BEGIN PRIVATE KEY"), folder.Count("BEGIN ENCRYPTED PRIVATE KEY")));
        foreach (var wrong in new[] { KeyProtection.None, new KeyProtection("another") })
        {
            Assert.Throws<InvalidOperationException>(
                () => new KeyRing(folder.Path, TimeSpan.Zero, DateTimeOffset.UnixEpoch, wrong));
            Assert.Throws<InvalidOperationException>(() => new GrievanceKeys(folder.Path, wrong));
        }
    }

    private sealed class KeyFolder : IDisposable
    {
        public string Path { get; } =
            System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"crmclub-keys-{Guid.NewGuid():N}");

        /// <summary>How often the words stand in its files.</summary>
        public int Count(string words) => Directory.EnumerateFiles(Path)
            .Sum(file => File.ReadAllText(file).Split(words).Length - 1);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
