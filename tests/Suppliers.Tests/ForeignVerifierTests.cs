using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Credentials;
using CrmClub.Testing;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

/// <summary>What we issue as software sees it that is not ours.</summary>
public sealed class ForeignVerifierTests(Postgres postgres)
{
    private const string SignatureFault = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED";

    [Fact]
    public async Task Verify_BeforeAndAfterItsRevocation_HoldsAndIsRefused()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var other = await suppliers.CredentialAsync((await suppliers.IssuedAsync()).Number);
        var credential = await suppliers.CredentialAsync(issued.Number);

        Assert.Equal("holds", await VerifyAsync(suppliers, credential));
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.Fraud, "2027-02-01")));

        Assert.Equal("revocation", await VerifyAsync(suppliers, credential));
        Assert.Equal("holds", await VerifyAsync(suppliers, other));
    }

    [Fact]
    public async Task Verify_AfterRotations_HoldsOldAndNew()
    {
        await using var suppliers = await CreateAsync(postgres);
        var old = await suppliers.CredentialAsync((await suppliers.IssuedAsync()).Number);
        for (var n = 0; n < 2; n++)
        {
            suppliers.Time.Now = suppliers.Time.Now.AddDays(1);
            await suppliers.RotateAsync();
        }

        var next = await suppliers.CredentialAsync((await suppliers.IssuedAsync()).Number);

        Assert.Equal("holds", await VerifyAsync(suppliers, old));
        Assert.Equal("holds", await VerifyAsync(suppliers, next));
    }

    [Fact]
    public async Task Verify_AfterACompromise_RefusesTheOldAndHoldsWhatWasSignedAgain()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var old = await suppliers.CredentialAsync(issued.Number);

        await suppliers.ApproveKeysAsync(await suppliers.PrepareCompromiseAsync(suppliers.Keys.Active.Id));
        var again = await suppliers.CredentialAsync(issued.Number);

        Assert.NotEqual(old, again);
        Assert.Equal("ERR_JWKS_NO_MATCHING_KEY", await VerifyAsync(suppliers, old));
        Assert.Equal("holds", await VerifyAsync(suppliers, again));
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(
            Sound.Revocation(issued.Number, RevocationGround.Fraud, "2027-02-01")));
        Assert.Equal("revocation", await VerifyAsync(suppliers, again));
    }

    [Fact]
    public async Task Verify_OneBitChanged_IsRefused()
    {
        await using var suppliers = await CreateAsync(postgres);
        var credential = await suppliers.CredentialAsync((await suppliers.IssuedAsync()).Number);

        foreach (var part in new[] { 1, 2 })
        {
            var parts = credential.Split('.');
            var changed = parts[part].ToCharArray();
            changed[20] = changed[20] == 'A' ? 'B' : 'A';
            parts[part] = new string(changed);
            Assert.Equal(SignatureFault, await VerifyAsync(suppliers, string.Join('.', parts)));
        }
    }

    [Fact]
    public async Task Verify_AListOfAnotherPurposeOrDay_IsRefused()
    {
        await using var suppliers = await CreateAsync(postgres);
        var credential = await suppliers.CredentialAsync((await suppliers.IssuedAsync()).Number);

        Assert.Equal(
            "list", await VerifyAsync(suppliers, credential, name => name.Replace("revocation", "suspension")));
        Assert.Equal("validity", await VerifyAsync(suppliers, credential, after: ReadListValidity));
    }

    private static TimeSpan ReadListValidity => Suppliers.Credentials.ReadCredentials.ListValidity;

    private static async Task<string> VerifyAsync(
        TestSuppliers suppliers, string credential, Func<string, string>? listFor = null, TimeSpan after = default)
    {
        Assert.SkipWhen(ForeignVerifier.Missing is not null, ForeignVerifier.Missing ?? "");
        var lists = new Dictionary<string, string>();
        foreach (var address in StatusList.Named(credential))
        {
            var name = address[(address.LastIndexOf('/') + 1)..];
            var list = await suppliers.Credentials.ListAsync(
                new GetStatusListRequest { List = listFor?.Invoke(name) ?? name }, Cancel);
            lists[address] = list.Data.ToStringUtf8();
        }

        return await ForeignVerifier.VerifyAsync(
            credential, suppliers.Credentials.Document().Data.ToStringUtf8(), lists, suppliers.Time.Now + after);
    }
}
