using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Grpc.Core;

namespace CrmClub.System.Tests.Matrix;

/// <summary>A token that must open nothing.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Text">The token.</param>
/// <param name="Answer">PERMISSION_DENIED where it says truly who calls, and that one may not.</param>
internal sealed record BadToken(string Name, string Text, StatusCode Answer = StatusCode.Unauthenticated)
{
    public override string ToString() => Name;
}

/// <summary>Tokens that nobody issued.</summary>
internal static class ForgedTokens
{
    /// <param name="forge">The club's.</param>
    /// <param name="trap">An address that nobody may be led to by a token.</param>
    public static IEnumerable<BadToken> All(Forge forge, Uri trap)
    {
        var claims = forge.System.With("uti", $"{Guid.NewGuid()}").ToJsonString();
        var signature = forge.RealToken.Split('.')[2];
        foreach (var none in new[] { "none", "None", "NONE", "nOnE", "" })
        {
            var unsigned = Forge.Unsigned(claims, forge.Header.With("alg", none));
            yield return new($"alg '{none}', no signature", $"{unsigned}.");
            yield return new($"alg '{none}', another's signature", $"{unsigned}.{signature}");
        }

        foreach (var (name, secret) in PublicKeyAsSecret(forge))
            yield return new($"HS256 by {name}", Forge.Sealed(secret, claims, forge.Header.With("alg", "HS256")));
        foreach (var token in OwnKey(forge, claims, trap)) yield return token;
        foreach (var kid in new[]
        {
            "../../../../dev/null", "/proc/sys/kernel/ostype", "' UNION SELECT ''; --", "x' OR '1'='1",
            $"{trap}keys", "| sleep 9", "",
        })
            yield return new($"kid '{kid}'", Forge.Sealed([0], claims,
                forge.Header.With("alg", "HS256").With("kid", kid)));

        var content = Forge.Unsigned(claims, forge.Header);
        var zeros = Convert.ToBase64String(new byte[64]).TrimEnd('=').Replace('/', '_').Replace('+', '-');
        yield return new("no signature", $"{content}.");
        yield return new("no third part", content);
        yield return new("another's signature", $"{content}.{signature}");
        yield return new("a part of the signature", forge.RealToken[..^8]);
        yield return new("a fourth part", $"{forge.RealToken}.{signature}");
        yield return new("signature of zeros", $"{content}.{zeros}");
        yield return new("ES256 of zeros", $"{Forge.Unsigned(claims, forge.Header.With("alg", "ES256"))}.{zeros}");
        yield return new("RS512", Forge.SignedBy(forge.Key, claims, forge.Header.With("alg", "RS512"),
            HashAlgorithmName.SHA512));
        yield return new("PS256", Forge.SignedBy(forge.Key, claims, forge.Header.With("alg", "PS256"),
            HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        yield return new("crit", forge.Signed(claims, forge.Header.With("crit", new JsonArray("exp"))));
        yield return new("crit that nobody knows", forge.Signed(claims,
            forge.Header.With("crit", new JsonArray("b64")).With("b64", true)));
        foreach (var twice in new[] { "roles", "tid", "iss", "aud", "exp", "azp" })
            yield return new($"{twice} twice", forge.Signed(Twice(claims, twice), forge.Header));
    }

    private static IEnumerable<(string Name, byte[] Secret)> PublicKeyAsSecret(Forge forge) =>
    [
        ("the public key's PEM", Encoding.ASCII.GetBytes(forge.Key.ExportSubjectPublicKeyInfoPem())),
        ("the public key's PEM and a line end", Encoding.ASCII.GetBytes(
            forge.Key.ExportSubjectPublicKeyInfoPem() + "\n")),
        ("the public key's DER", forge.Key.ExportSubjectPublicKeyInfo()),
        ("the modulus", forge.Key.ExportParameters(includePrivateParameters: false).Modulus!),
    ];

    private static IEnumerable<BadToken> OwnKey(Forge forge, string claims, Uri trap)
    {
        using var own = RSA.Create(2048);
        var parameters = own.ExportParameters(includePrivateParameters: false);
        string Url(byte[] bytes) => global::System.Buffers.Text.Base64Url.EncodeToString(bytes);
        var jwk = new JsonObject
        {
            ["kty"] = "RSA",
            ["kid"] = "own",
            ["n"] = Url(parameters.Modulus!),
            ["e"] = Url(parameters.Exponent!),
        };
        var certificate = new CertificateRequest(
            "CN=own", own, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var headers = new (string Name, JsonObject Header)[]
        {
            ("under the real kid", forge.Header),
            ("without kid", forge.Header.Without("kid")),
            ("under its own kid", forge.Header.With("kid", "own")),
            ("in jwk", forge.Header.With("kid", "own").With("jwk", jwk.DeepClone())),
            ("in jwk under the real kid", forge.Header.With("jwk", jwk.DeepClone())),
            ("at jku", forge.Header.With("kid", "own").With("jku", $"{trap}keys")),
            ("at x5u", forge.Header.With("kid", "own").With("x5u", $"{trap}certificate")),
            ("in x5c", forge.Header.Without("kid").With(
                "x5c", new JsonArray(Convert.ToBase64String(certificate.RawData)))),
            ("by x5t", forge.Header.Without("kid").With("x5t", Url(certificate.GetCertHash()))),
        };
        return headers.Select(one => new BadToken(
            $"own key {one.Name}", Forge.SignedBy(own, claims, one.Header))).ToList();
    }

    private static string Twice(string claims, string name)
    {
        var value = JsonNode.Parse(claims)![name]!.ToJsonString();
        return $"{{\"{name}\":{value},{claims[1..]}";
    }
}

/// <summary>Tokens of the right key that are not for the club, or not for now, or not for this.</summary>
internal static class WrongTokens
{
    private const string StrangeTenant = "7e000000-0000-4000-8000-00000000dead";
    private const string FrenchSystem = "5e000000-0000-4000-8000-0000000000f1";
    private const string CommandLine = "c11e0000-0000-4000-8000-000000000001";

    public static IEnumerable<BadToken> All(Forge forge) =>
        Strangers(forge).Concat(Times(forge)).Concat(OtherKinds(forge)).Concat(Nobodies(forge));

    private static IEnumerable<BadToken> Strangers(Forge forge)
    {
        var club = $"{forge.Person["tid"]}";
        var issuer = $"{forge.System["iss"]}";
        yield return new("tenant that is no member", forge.Signed(forge.System.WithTenant(StrangeTenant)));
        yield return new("issuer of another tenant", forge.Signed(
            forge.System.With("iss", forge.Person["iss"]!.DeepClone())));
        yield return new("tenant of another issuer", forge.Signed(forge.System.With("tid", club)));
        yield return new("issuer elsewhere", forge.Signed(
            forge.System.With("iss", $"https://login.microsoftonline.com/{forge.System["tid"]}/v2.0")));
        yield return new("issuer with a slash more", forge.Signed(forge.System.With("iss", $"{issuer}/")));
        yield return new("issuer as a template", forge.Signed(
            forge.System.With("iss", issuer.Replace($"{forge.System["tid"]}", "{tenantid}"))));
        yield return new("no issuer", forge.Signed(forge.System.Without("iss")));
        yield return new("audience of another", forge.Signed(forge.System.With("aud", "api://another")));
        yield return new("audience that begins like ours", forge.Signed(forge.System.With("aud", "api://crmclub/x")));
        yield return new("no audience", forge.Signed(forge.System.Without("aud")));
    }

    private static IEnumerable<BadToken> Times(Forge forge)
    {
        JsonNode At(int minutes) => JsonValue.Create(DateTimeOffset.UtcNow.AddMinutes(minutes).ToUnixTimeSeconds());
        yield return new("expired", forge.Signed(forge.System.With("nbf", At(-90)).With("exp", At(-2))));
        yield return new("not yet valid", forge.Signed(forge.System.With("nbf", At(2)).With("exp", At(60))));
        yield return new("without an end", forge.Signed(forge.System.Without("exp")));
        yield return new("an end that is no number", forge.Signed(forge.System.With("exp", "never")));
    }

    private static IEnumerable<BadToken> OtherKinds(Forge forge)
    {
        var v1 = forge.System.With("ver", "1.0").Without("azp").With("appid", forge.System["azp"]!.DeepClone());
        yield return new("v1 token", forge.Signed(
            v1.DeepClone().AsObject().With("iss", $"https://sts.windows.net/{forge.System["tid"]}/")));
        yield return new("v1 token under our issuer", forge.Signed(v1));
        yield return new("v1 by its word alone", forge.Signed(forge.System.With("ver", "1.0")));
        yield return new("no version", forge.Signed(forge.System.Without("ver")));
        yield return new("id token", forge.Signed(forge.Person.Without("scp").With("aud", CommandLine)));
        yield return new("id token for our audience", forge.Signed(forge.Person.Without("scp").With("nonce", "n")));
        foreach (var claim in new[] { "tid", "azp", "oid" })
            yield return new($"without {claim}", forge.Signed(forge.System.Without(claim)));
    }

    private static IEnumerable<BadToken> Nobodies(Forge forge)
    {
        BadToken Denied(string name, JsonObject claims) => new(name, forge.Signed(claims), StatusCode.PermissionDenied);
        yield return new("system without roles", forge.Signed(forge.System.Without("roles")));
        yield return Denied("person without roles", forge.Person.Without("roles"));
        yield return Denied("role that there is not", forge.Person.WithRoles("Secretariat.Chief"));
        yield return Denied("role in other letters", forge.Person.WithRoles("secretariat.officer", "AUDITOR"));
        yield return Denied("roles in one word", forge.Person.WithRoles("Secretariat.Officer Auditor Operator"));
        yield return Denied("roles elsewhere", forge.Person.Without("roles").With("scp", "Auditor")
            .With("groups", new JsonArray("Auditor")).With("wids", new JsonArray("Auditor")));
        yield return Denied("system with a person's role", forge.Service.WithRoles("Secretariat.Officer", "Auditor"));
        yield return Denied("person with a system's role", forge.Person.WithRoles("Customs.System", "Club.Service"));
        yield return Denied("member that names itself secretariat", forge.Person
            .WithTenant($"{forge.System["tid"]}").WithRoles("Secretariat.Officer", "Auditor", "Operator"));
        yield return Denied("member's system that names itself a service", forge.System.WithRoles("Club.Service"));
        yield return Denied("system that is not registered", forge.System.With("azp", $"{Guid.NewGuid()}"));
        yield return Denied("system of another member", forge.System.With("azp", FrenchSystem));
    }
}
