using System.Text.Json;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using Microsoft.IdentityModel.Tokens;
using static CrmClub.Contracts.Suppliers.V1.CredentialFaultCode;

namespace CrmClub.Credentials.Tests;

/// <summary>Each refusal by its name, and nothing but it.</summary>
public sealed class VerifierTests
{
    [Fact]
    public void Verify_SoundCredential_HoldsAndSaysWhatItCovers()
    {
        var verdict = Verifier.Verify(Given.Credential(), new(Given.Did, Given.Lists, Given.Now));

        Assert.Empty(verdict.Faults);
        Assert.True(verdict.Holds);
        Assert.Equal("did:web:localhost%3A8080", verdict.Issuer);
        Assert.Equal(Given.KeyId(Given.Active), verdict.KeyId);
        Assert.Equal(("CRM-2027-000001", "F-MY-0001", CertificateLevel.B),
            (verdict.Certificate, verdict.Facility, verdict.Level));
        Assert.Equal(Given.Certificate().Scopes, verdict.Scopes);
        Assert.Equal(new DateTime(2027, 1, 31, 23, 0, 0), verdict.ValidFrom.ToDateTime());
        Assert.Equal(new DateTime(2030, 1, 31, 23, 0, 0), verdict.ValidUntil.ToDateTime());
    }

    [Theory]
    [InlineData("")]
    [InlineData("not.a.token")]
    [InlineData("e30.e30")]
    [InlineData("e30.e30.e30.e30.e30")]
    [InlineData("W10.W10.AA")]
    [InlineData("eyJhIjoxLCJhIjoyfQ.e30.AA")]
    [InlineData("eyJhIjoiXHVkODAwIn0.e30.AA")]
    public void Verify_NoToken_IsMalformed(string text) => Assert.Equal([Malformed], Given.Codes(text));

    [Fact]
    public void Verify_LongerThanAny_IsMalformed() =>
        Assert.Equal([Malformed], Given.Codes(Given.Credential() + new string('A', SecuredCredential.LengthMax)));

    [Fact]
    public void Verify_AlgorithmNone_IsRefusedWithAndWithoutSignature()
    {
        var token = Given.Token(
            new { alg = "none", typ = "vc+jwt", kid = Given.KeyId(Given.Active) }, Given.Document());

        Assert.Equal([CredentialFaultCode.Algorithm], Given.Codes(token));
        Assert.Equal([CredentialFaultCode.Algorithm, Signature], Given.Codes(token[..(token.LastIndexOf('.') + 1)]));
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("ES384")]
    [InlineData("es256")]
    public void Verify_AnotherAlgorithm_IsRefused(string algorithm) => Assert.Equal(
        [CredentialFaultCode.Algorithm],
        Given.Codes(Given.Token(
            new { alg = algorithm, typ = "vc+jwt", kid = Given.KeyId(Given.Active) }, Given.Document())));

    [Theory]
    [InlineData("JWT")]
    [InlineData("at+jwt")]
    [InlineData("crmclub-tariff+jws")]
    public void Verify_AnotherKindOfToken_IsRefused(string type) => Assert.Equal(
        [TokenType],
        Given.Codes(Given.Token(
            new { alg = "ES256", typ = type, kid = Given.KeyId(Given.Active) }, Given.Document())));

    [Fact]
    public void Verify_CriticalHeader_IsRefused() => Assert.Equal(
        [CriticalHeader],
        Given.Codes(Given.Token(
            new { alg = "ES256", typ = "vc+jwt", kid = Given.KeyId(Given.Active), crit = new[] { "b64" } },
            Given.Document())));

    [Fact]
    public void Verify_AnothersKey_IsUnknown() =>
        Assert.Equal([KeyUnknown], Given.Codes(SecuredCredential.Sign(Given.Document(), Given.Strange)));

    [Fact]
    public void Verify_ForgedUnderTheClubsKeyId_HasNoValidSignature() => Assert.Equal(
        [Signature],
        Given.Codes(Given.Token(
            new { alg = "ES256", typ = "vc+jwt", kid = Given.KeyId(Given.Active) }, Given.Document(), Given.Strange)));

    [Fact]
    public void Verify_KeyInTheHeader_IsNotTaken()
    {
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(Given.Strange);
        var token = Given.Token(
            new { alg = "ES256", typ = "vc+jwt", kid = jwk.KeyId, jwk = new { jwk.Kty, jwk.Crv, jwk.X, jwk.Y } },
            Given.Document(), Given.Strange);

        Assert.Equal([KeyUnknown], Given.Codes(token));
    }

    [Fact]
    public void Verify_ByAKeyThatIsOnlyPublished_IsRefused() =>
        Assert.Equal([KeyNotActive], Given.Codes(SecuredCredential.Sign(Given.Document(), Given.Published)));

    [Fact]
    public void Verify_AnyBitOfTheTokenChanged_IsRefused()
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var credential = Given.Credential();
        var places = Enumerable.Range(0, credential.Length).Where(at => credential[at] != '.')
            .Where(at => at % 17 == 0 || at > credential.Length - 90).ToList();

        Assert.All(places, at =>
        {
            for (var bit = 1; bit < letters.Length; bit *= 2)
            {
                var other = letters[letters.IndexOf(credential[at]) ^ bit];
                Assert.NotEmpty(Given.Codes($"{credential[..at]}{other}{credential[(at + 1)..]}"));
            }
        });
    }

    [Fact]
    public void Verify_SignatureOfZeros_IsRefused()
    {
        var credential = Given.Credential();
        var head = credential[..(credential.LastIndexOf('.') + 1)];

        Assert.Equal([Signature], Given.Codes(head + Base64UrlEncoder.Encode(new byte[64])));
        Assert.Equal([Signature], Given.Codes(head + Base64UrlEncoder.Encode(new byte[70])));
    }

    [Fact]
    public void Verify_AnotherIssuer_IsRefused() => Assert.Equal(
        [CredentialFaultCode.Issuer],
        Given.Codes(Given.Credential(one => one["issuer"]!["id"] = "did:web:elsewhere.example")));

    [Fact]
    public void Verify_AnotherTypeOfCredential_IsRefused() => Assert.Equal(
        [CredentialType], Given.Codes(Given.Credential(one => one["type"]!.AsArray().RemoveAt(0))));

    [Fact]
    public void Verify_AStatusListAsCredential_IsRefused() => Assert.Equal(
        [CredentialType, StatusAbsent], Given.Codes(Given.List(StatusList.Revocation)));

    [Fact]
    public void Verify_NoCredential_NamesEachFaultOfTheDataModel()
    {
        var verdict = Verifier.Verify(
            Given.Credential(one =>
            {
                one["@context"]!.AsArray().RemoveAt(0);
                one["validFrom"] = "yesterday";
            }),
            new(Given.Did, Given.Lists, Given.Now));

        Assert.Equal(
            [CredentialFaultCode.DataModel, CredentialFaultCode.DataModel],
            verdict.Faults.Select(fault => fault.Code));
    }

    [Theory]
    [InlineData("2027-01-31T22:59:59Z", NotYetValid)]
    [InlineData("2030-01-31T23:00:00Z", Expired)]
    public void Verify_OutsideItsValidity_IsRefused(string at, CredentialFaultCode fault)
    {
        var instant = DateTimeOffset.Parse(at, null);
        string[] lists = [.. new[] { StatusList.Revocation, StatusList.Suspension }.Select(purpose => Given.List(
            purpose,
            one => (one["validFrom"], one["validUntil"]) = ("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z")))];

        Assert.Equal([fault], Given.Codes(Given.Credential(), lists, instant));
    }

    [Theory]
    [InlineData("F-MY-0001", "Dy", Stage.SeparatedCompound)]
    [InlineData("", "NdPr", Stage.Unspecified)]
    public void Verify_CoveredScope_Holds(string facility, string material, Stage stage) => Assert.Empty(
        Given.Codes(
            Given.Credential(), scope: new() { Facility = facility, Material = material, Stage = stage }));

    [Theory]
    [InlineData("F-MY-0002", "Dy", Stage.SeparatedCompound)]
    [InlineData("", "Tb", Stage.Unspecified)]
    [InlineData("", "Dy", Stage.Metal)]
    public void Verify_ScopeThatItDoesNotCover_IsRefused(string facility, string material, Stage stage) => Assert.Equal(
        [CredentialFaultCode.Scope],
        Given.Codes(Given.Credential(), scope: new() { Facility = facility, Material = material, Stage = stage }));

    [Fact]
    public void Verify_ManyFaults_NamesAllAtOnce()
    {
        var token = Given.Token(
            new { alg = "none", typ = "JWT", kid = "x" },
            JsonDocument.Parse("""{"issuer": "did:web:elsewhere.example", "validUntil": "2020-01-01T00:00:00Z"}""")
                .RootElement);

        Assert.Equal(
            [
                CredentialFaultCode.Algorithm, TokenType, KeyUnknown, CredentialFaultCode.Issuer,
                CredentialFaultCode.DataModel, CredentialType, Expired, StatusAbsent,
            ],
            Given.Codes(token));
    }
}
