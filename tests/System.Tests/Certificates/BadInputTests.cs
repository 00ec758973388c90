using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using CrmClub.Client;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Credentials;
using CrmClub.System.Tests.Clubs;
using CrmClub.System.Tests.Telemetry;
using CrmClub.Testing.Clubs;
using Grpc.Core;
using Microsoft.IdentityModel.Tokens;

namespace CrmClub.System.Tests.Certificates;

/// <summary>
/// What cheats and their tools send to the registry, through the gateway: each is refused, named and counted. What is
/// signed by the club's own key is made with it: no other is a real trial.
/// </summary>
[Collection<TroubledClub>]
public sealed class BadInputTests(TroubledClub troubled)
{
    private const int Guesses = 1000;
    private const int AtOnce = 16;
    private const string TooMany = "429 ";
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClubUnderTest Club => troubled.Club;

    [Fact]
    public async Task Credential_ThatMustNotHold_IsRefusedByNameAndCounted()
    {
        await Club.UntilHealthyAsync(Cancel);
        var certificate = await Club.CertifyAsync(Cancel);
        var sound = await CredentialAsync(certificate.Number);
        var revoked = await Club.CertifyAsync(Cancel);
        var dead = await CredentialAsync(revoked.Number);
        await Club.RevokeAsync(revoked, Cancel);
        var own = ActiveKey();
        var list = await TextAsync(StatusList.Named(sound).First());
        Assert.Empty(await FaultsAsync(sound));

        foreach (var (name, credential, code) in new (string, string, CredentialFaultCode)[]
        {
            ("forged", Changed(sound, own, key: NewKey(), keyId: own.KeyId), CredentialFaultCode.Signature),
            ("altered", Altered(sound), CredentialFaultCode.Signature),
            ("expired", Changed(sound, own, json => json["validUntil"] = "2026-03-01T00:00:00Z"),
                CredentialFaultCode.Expired),
            ("revoked", dead, CredentialFaultCode.Revoked),
            ("alg none", None(sound), CredentialFaultCode.Algorithm),
            ("another's key", Changed(sound, own, key: NewKey()), CredentialFaultCode.KeyUnknown),
            ("another kind of token", await Club.TokenAsync("supplier", Cancel), CredentialFaultCode.TokenType),
            ("a status list", list, CredentialFaultCode.CredentialType),
            ("a foreign list", Changed(sound, own, json =>
                Status(json)["statusListCredential"] = "https://example.org/revocation-1"),
                CredentialFaultCode.StatusListMissing),
            ("an index outside", Changed(sound, own, json => Status(json)["statusListIndex"] = "131072"),
                CredentialFaultCode.StatusIndex),
            ("no credential", "eyJ", CredentialFaultCode.Malformed),
        })
            Assert.True((await FaultsAsync(credential)).Contains(code), $"{name}: {code}");
        Assert.Equal(
            [CredentialFaultCode.Scope],
            await FaultsAsync(sound, new { material = "Tb", stage = "STAGE_SEPARATED_COMPOUND" }));

        await CountedAsync("crmclub.suppliers.credentials.faults", "{fault}", "fault=Signature", 2);
        foreach (var fault in new[]
        {
            "Expired", "Revoked", "Algorithm", "KeyUnknown", "TokenType", "CredentialType", "StatusIndex", "Scope",
            "StatusListMissing", "Malformed",
        })
            await CountedAsync("crmclub.suppliers.credentials.faults", "{fault}", $"fault={fault}", 1);
    }

    [Fact]
    public async Task List_StaleOrForged_IsRefusedOffline()
    {
        await Club.UntilHealthyAsync(Cancel);
        var certificate = await Club.CertifyAsync(Cancel);
        string InFolder(string name) => Path.Combine(Club.Folder, $"bad.{certificate.Number}.{name}");
        var read = await Club.CommandAsync("certificate", "credential", certificate.Number,
            "--keys", InFolder("did.json"), "--status", InFolder("lists"));
        await File.WriteAllTextAsync(InFolder("jwt"), read.Output, Cancel);
        var lists = await File.ReadAllTextAsync(InFolder("lists"), Cancel);
        await File.WriteAllLinesAsync(
            InFolder("forged"), lists.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Altered), Cancel);

        Assert.Equal(0, (await VerifyAsync("lists", DateTimeOffset.UtcNow)).ExitCode);
        var stale = await VerifyAsync("lists", DateTimeOffset.UtcNow.AddDays(2));
        var forged = await VerifyAsync("forged", DateTimeOffset.UtcNow);

        Assert.Equal((1, 1), (stale.ExitCode, forged.ExitCode));
        Assert.Contains("CREDENTIAL_FAULT_CODE_STATUS_LIST_STALE", stale.Output);
        Assert.Contains("CREDENTIAL_FAULT_CODE_STATUS_LIST_FORGED", forged.Output);

        Task<CommandRun> VerifyAsync(string status, DateTimeOffset at) => Club.CommandAsync(
            "certificate", "verify", InFolder("jwt"), "--keys", InFolder("did.json"), "--status", InFolder(status),
            "--at", $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}", "--json");
    }

    [Fact]
    public async Task Registration_ThatMustNotPass_IsRefusedByNameAndCounted()
    {
        await Club.UntilHealthyAsync(Cancel);
        var certificate = await Club.CertifyAsync(Cancel);
        using var chief = Club.SignedInAs("chief");

        foreach (var (name, rule) in new[]
        {
            ("a\0b", "TEXT_CHARACTERS"), ("<script>alert(1)</script>", "NAME_CHARACTERS"),
            ("ACME \u202Edtl", "NAME_CHARACTERS"),
        })
            Assert.Contains(
                rule, await RefusedAsync(chief, o => chief.Suppliers.RegisterOperatorAsync(Operator(name), o)));
        var unable = Certificate(certificate);
        unable.Scopes[0].Material = "Tb";
        Assert.Contains(
            "SCOPE_OF_FACILITY", await RefusedAsync(chief, o => chief.Suppliers.PrepareCertificateAsync(unable, o)));
        var prepared = await chief.CallAsync(
            o => chief.Suppliers.PrepareCertificateAsync(Certificate(certificate), o), cancel: Cancel);
        var own = new ApproveChangeRequest { RequestId = NewId(), ChangeId = prepared.Change.Id };
        Assert.Contains("FOUR_EYES", await RefusedAsync(chief, o => chief.Suppliers.ApproveChangeAsync(own, o)));

        await CountedAsync("crmclub.calls.refused", "{call}", "reason=FOUR_EYES", 1);
        foreach (var (rule, times) in new[]
        {
            ("TEXT_CHARACTERS", 1), ("NAME_CHARACTERS", 2), ("SCOPE_OF_FACILITY", 1),
        })
            await CountedAsync("crmclub.calls.faults", "{fault}", $"rule={rule}", times);
    }

    [Fact]
    public async Task Receipts_GuessedByTheThousand_OpenNothingAndAreCounted()
    {
        await Club.UntilHealthyAsync(Cancel);
        var certificate = await Club.CertifyAsync(Cancel);
        using var anybody = Club.SignedInAs("customs-de");
        var filed = await anybody.CallAsync(o => anybody.Grievances.FileGrievanceAsync(
            new FileGrievanceRequest
            {
                RequestId = NewId(),
                Language = "en",
                Text = "Dust from the plant covers the school yard.",
                Certificate = certificate.Number,
            }, o), cancel: Cancel);
        using var http = Club.Http("gateway");
        var answers = new HashSet<string>();

        var many = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancel };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Guesses), many,
            async (guess, cancel) =>
            {
                var receipt = guess % 2 == 0 ? filed.Receipt : $"G-2026-{guess + 1000}";
                var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
                var text = TooMany;
                // Whoever guesses faster than anybody may call is only made to ask again.
                while (text.StartsWith(TooMany, StringComparison.Ordinal))
                {
                    using var answer = await http.PostAsJsonAsync(
                        "/api/v1/suppliers/grievances:status", new { receipt, secret }, cancel);
                    text = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancel)}";
                }

                lock (answers) answers.Add(text);
            });

        // All alike: whether there is such a receipt is no answer's to tell.
        Assert.StartsWith("404 ", Assert.Single(answers), StringComparison.Ordinal);
        var right = await anybody.CallAsync(o => anybody.Grievances.GetGrievanceStatusAsync(
            new GetGrievanceStatusRequest { Receipt = filed.Receipt, Secret = filed.Secret }, o), cancel: Cancel);
        Assert.Equal(GrievanceState.Received, right.State);
        await CountedAsync("crmclub.suppliers.grievances.asked", "{call}", "outcome=refused", Guesses);
    }

    private Task CountedAsync(string instrument, string unit, string label, double times)
    {
        var series = new Series("suppliers", instrument, unit, label);
        return Testing.Eventually.HoldsAsync(
            $"{series} is at least {times}",
            () => Task.FromResult(troubled.Collector.Metrics.Of(series)?.Value >= times), Within, Cancel);
    }

    /// <summary>The reason of a refusal, and the rules that were broken.</summary>
    private static async Task<IReadOnlyList<string>> RefusedAsync<T>(
        ClubClient client, Func<CallOptions, AsyncUnaryCall<T>> call)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => client.CallAsync(call, cancel: Cancel));
        var told = Refusal.From(refusal);
        return [told.Reason, .. told.Violations.Select(one => one.Rule)];
    }

    private async Task<string> TextAsync(string path)
    {
        using var http = Club.Http("gateway");
        return await http.GetStringAsync(path, Cancel);
    }

    private Task<string> CredentialAsync(string certificate) =>
        TextAsync($"/api/v1/suppliers/certificates/{certificate}/credential");

    private async Task<CredentialFaultCode[]> FaultsAsync(string credential, object? scope = null)
    {
        using var http = Club.Http("gateway");
        using var answer = await http.PostAsJsonAsync(
            "/api/v1/suppliers/credentials:verify",
            scope is null ? (object)new { credential } : new { credential, scope }, Cancel);
        var verdict = VerifyCredentialResponse.Parser.ParseJson(await answer.Content.ReadAsStringAsync(Cancel)).Verdict;
        Assert.Equal(verdict.Faults.Count == 0, verdict.Holds);
        return [.. verdict.Faults.Select(fault => fault.Code).Distinct()];
    }

    /// <summary>The key that signs, from the folder of a developer's club, where keys lie open.</summary>
    private ECDsaSecurityKey ActiveKey()
    {
        using var keys = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(Club.Folder, "keys", "credentials.keys.json")));
        var active = keys.RootElement.EnumerateArray().First(key => key.GetProperty("state").GetString() == "Active");
        var key = ECDsa.Create();
        key.ImportFromPem(active.GetProperty("pem").GetString());
        return new(key) { KeyId = active.GetProperty("id").GetString() };
    }

    private static ECDsaSecurityKey NewKey()
    {
        var key = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        key.KeyId = DidDocument.KeyId(key);
        return key;
    }

    /// <summary>The credential with a change, signed anew.</summary>
    private static string Changed(
        string credential, ECDsaSecurityKey own, Action<JsonNode>? change = null, ECDsaSecurityKey? key = null,
        string? keyId = null)
    {
        var node = JsonNode.Parse(Base64UrlEncoder.Decode(credential.Split('.')[1]))!;
        change?.Invoke(node);
        key ??= own;
        key.KeyId = keyId ?? key.KeyId;
        using var document = JsonDocument.Parse(node.ToJsonString());
        return SecuredCredential.Sign(document.RootElement, key);
    }

    private static JsonNode Status(JsonNode credential) => credential["credentialStatus"]![0]!;

    /// <summary>It says one thing more than what was signed.</summary>
    private static string Altered(string credential)
    {
        var parts = credential.Split('.');
        var said = Base64UrlEncoder.Decode(parts[1]);
        return $"{parts[0]}.{Base64UrlEncoder.Encode($"{{\"more\":1,{said[1..]}")}.{parts[2]}";
    }

    private static string None(string credential)
    {
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"vc+jwt"}""");
        return $"{header}.{credential.Split('.')[1]}.";
    }

    private static RegisterOperatorRequest Operator(string name) => new()
    {
        RequestId = NewId(),
        Operator = new Operator
        {
            Name = name,
            Country = "MY",
            Identifiers = { new Identifier { Kind = IdentifierKind.Lei, Value = "0000DEMO0000MYSEP017" } },
        },
    };

    private static PrepareCertificateRequest Certificate(Certificate like) => new()
    {
        RequestId = NewId(),
        Facility = like.Facility,
        Level = CertificateLevel.B,
        Scopes = { new Scope { Material = "NdPr", Stage = Stage.SeparatedCompound } },
        ValidFrom = Certifying.ValidFrom,
        Reason = "Assessed at level B",
        Assessment = like.Assessment,
    };

    private static string NewId() => Guid.CreateVersion7().ToString();
}
