using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.Credentials.Tests;

/// <summary>An issuer with its keys, a certificate's credential of it, and what it takes to verify that.</summary>
internal static class Given
{
    public const int Index = 94_567;
    public static readonly DateTimeOffset Now = new(2027, 9, 20, 10, 0, 0, TimeSpan.Zero);
    public static readonly Issuer Club = new(new Uri("http://localhost:8080"));
    public static readonly ECDsaSecurityKey Active = NewKey();
    public static readonly ECDsaSecurityKey Published = NewKey();
    public static readonly ECDsaSecurityKey Strange = NewKey();

    public static readonly DidDocument Did = DidDocument.Parse(
        DidDocument.Write(Club.Id, [(Active, true), (Published, false)]));

    public static Certificate Certificate() => new()
    {
        Number = "CRM-2027-000001",
        Version = 1,
        Facility = "F-MY-0001",
        Country = "MY",
        Level = CertificateLevel.B,
        Scopes =
        {
            new Scope { Material = "Dy", Stage = Stage.SeparatedCompound, CapacityTonsPerYear = "120.50" },
            new Scope { Material = "NdPr", Stage = Stage.SeparatedCompound, CapacityTonsPerYear = "2500" },
        },
        ValidFrom = "2027-02-01",
        ValidTo = "2030-02-01",
    };

    public static JsonElement Document(Certificate? certificate = null) => ConformityCredential.Write(
        certificate ?? Certificate(),
        new Facility { Number = "F-MY-0001", Name = "Separation \"plant\" 分離", Operator = "O-0001" },
        new Operator
        {
            Number = "O-0001",
            Name = "Separation operator",
            Identifiers = { new Identifier { Kind = IdentifierKind.Lei, Value = "0000DEMO0000MYSEP017" } },
        },
        new Scheme(1, "Assessment scheme of certified suppliers", new DateOnly(2026, 1, 1)),
        Club,
        1,
        Index);

    public static string Credential() => SecuredCredential.Sign(Document(), Active);

    /// <summary>The credential's document with a change, signed by the club.</summary>
    public static string Credential(Action<JsonNode> change) => Signed(Document(), change);

    public static string List(string purpose, params IEnumerable<int> set) =>
        Signed(ListDocument(purpose, set), _ => { });

    public static string List(string purpose, Action<JsonNode> change, params IEnumerable<int> set) =>
        Signed(ListDocument(purpose, set), change);

    public static JsonElement ListDocument(string purpose, params IEnumerable<int> set) => StatusList.Of(set).Document(
        Club.StatusList(purpose, 1), Club.Id, purpose, Now, Now.AddDays(1), TimeSpan.FromMinutes(1));

    public static IReadOnlyList<string> Lists => [List(StatusList.Revocation), List(StatusList.Suspension)];

    public static CredentialFaultCode[] Codes(
        string credential, IReadOnlyList<string>? lists = null, DateTimeOffset? at = null, DidDocument? did = null,
        CredentialScope? scope = null)
    {
        var verdict = Verifier.Verify(credential, new(did ?? Did, lists ?? Lists, at ?? Now, scope));
        Assert.Equal(verdict.Faults.Count == 0, verdict.Holds);
        return [.. verdict.Faults.Select(fault => fault.Code).Distinct().Order()];
    }

    /// <summary>A token with any header, signed as ES256 does.</summary>
    public static string Token(object header, JsonElement document, ECDsaSecurityKey? key = null)
    {
        var head = Base64UrlEncoder.Encode(JsonSerializer.Serialize(header));
        var signed = $"{head}.{Base64UrlEncoder.Encode(document.GetRawText())}";
        var signature = (key ?? Active).ECDsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }

    public static string KeyId(ECDsaSecurityKey key) => DidDocument.KeyId(key);

    public static string Signed(JsonElement document, Action<JsonNode> change, ECDsaSecurityKey? key = null)
    {
        var node = JsonNode.Parse(document.GetRawText())!;
        change(node);
        using var changed = JsonDocument.Parse(node.ToJsonString());
        return Token(
            new { alg = "ES256", typ = "vc+jwt", kid = KeyId(key ?? Active) }, changed.RootElement, key);
    }

    /// <summary>A file of the public reference data; the test is skipped where it is absent.</summary>
    public static string Reference(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(file))
                return File.ReadAllText(file);
        }

        Assert.Skip($"shared/data/{name} is not beside the checkout");
        return "";
    }

    private static ECDsaSecurityKey NewKey()
    {
        var key = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        key.KeyId = DidDocument.KeyId(key);
        return key;
    }
}
