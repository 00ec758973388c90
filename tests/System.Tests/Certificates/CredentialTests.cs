using System.Net;
using System.Text;
using System.Text.Json;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Credentials;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Certificates;

/// <summary>What everybody has of certificates at the club's one door, without a token.</summary>
public sealed class CredentialTests(RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClubUnderTest Club => running.Club;

    [Fact]
    public async Task Credential_IssuedAndRevoked_IsVerifiedByDoorCommandLineAndStrangers()
    {
        using var http = Club.Http("gateway");
        var certificate = await Club.CertifyAsync(Cancel);
        var credential = await GetAsync(
            http, $"/api/v1/suppliers/certificates/{certificate.Number}/credential", SecuredCredential.MediaType);
        var file = Path.Combine(Club.Folder, "credential.jwt");
        await File.WriteAllTextAsync(file, credential, Cancel);

        Assert.Empty(await FaultsAsync(http, credential));
        Assert.Equal(0, (await Club.CommandAsync("certificate", "verify", file)).ExitCode);
        Assert.Equal("holds", await StrangerAsync(http, credential));

        await Club.RevokeAsync(certificate, Cancel);

        Assert.Equal(["CREDENTIAL_FAULT_CODE_REVOKED"], await FaultsAsync(http, credential));
        var run = await Club.CommandAsync("certificate", "verify", file);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("revoked: It was revoked.", run.Output);
        Assert.Equal("revocation", await StrangerAsync(http, credential));
    }

    [Fact]
    public async Task Credential_WithSavedKeysAndLists_IsVerifiedWithoutAClubAfterARotation()
    {
        var certificate = await Club.CertifyAsync(Cancel);
        string InFolder(string name) => Path.Combine(Club.Folder, $"{certificate.Number}.{name}");
        var read = await Club.CommandAsync("certificate", "credential", certificate.Number,
            "--keys", InFolder("did.json"), "--status", InFolder("lists"));
        await File.WriteAllTextAsync(InFolder("jwt"), read.Output, Cancel);

        var rotated = await Club.CommandAsync("certificate", "keys", "rotate", "--reason", "A test", "--json");
        using var prepared = JsonDocument.Parse(rotated.Output);
        var change = prepared.RootElement.GetProperty("change").GetProperty("id").GetString()!;
        string[] approve = ["certificate", "keys", "approve", change];
        Assert.Equal(4, (await Club.CommandAsync([.. approve, "--as", "operator"])).ExitCode);
        var approved = await Club.CommandAsync(approve);
        var next = await Club.CertifyAsync(Cancel);

        Assert.Equal((0, 0), (rotated.ExitCode, approved.ExitCode));
        var offline = await CommandLine.RunAsync(["certificate", "verify", InFolder("jwt"),
            "--keys", InFolder("did.json"), "--status", InFolder("lists"), "--material", "NdPr"]);
        Assert.True(offline.ExitCode == 0, $"{offline}");
        using var http = Club.Http("gateway");
        foreach (var number in new[] { certificate.Number, next.Number })
        {
            var credential = await GetAsync(
                http, $"/api/v1/suppliers/certificates/{number}/credential", SecuredCredential.MediaType);
            Assert.Empty(await FaultsAsync(http, credential));
            Assert.Equal("holds", await StrangerAsync(http, credential));
        }
    }

    [Theory]
    [InlineData("/api/v1/suppliers/certificates/CRM-0000-000000/credential")]
    [InlineData("/api/v1/suppliers/status-lists/revocation-99")]
    public async Task Get_WhatThereIsNot_IsNotFound(string path)
    {
        using var http = Club.Http("gateway");
        using var answer = await http.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<string> GetAsync(HttpClient http, string path, string type)
    {
        using var answer = await http.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl is { Public: true, MaxAge.TotalSeconds: 60 });
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task<string[]> FaultsAsync(HttpClient http, string credential)
    {
        using var request = new StringContent(
            JsonSerializer.Serialize(new { credential }), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/api/v1/suppliers/credentials:verify", request, Cancel);
        var verdict = VerifyCredentialResponse.Parser.ParseJson(await answer.Content.ReadAsStringAsync(Cancel)).Verdict;
        Assert.Equal(verdict.Faults.Count == 0, verdict.Holds);
        using var json = JsonDocument.Parse(verdict.ToString());
        return json.RootElement.TryGetProperty("faults", out var faults)
            ? [.. faults.EnumerateArray().Select(fault => fault.GetProperty("code").GetString()!)]
            : [];
    }

    /// <summary>Fetches everything by the addresses in the credential, as its DID and its status say.</summary>
    private static async Task<string> StrangerAsync(HttpClient http, string credential)
    {
        Assert.SkipWhen(ForeignVerifier.Missing is not null, ForeignVerifier.Missing ?? "");
        var did = await GetAsync(http, DidDocument.Path, DidDocument.MediaType);
        var lists = new Dictionary<string, string>();
        foreach (var address in StatusList.Named(credential))
            lists[address] = await GetAsync(http, address, SecuredCredential.MediaType);
        return await ForeignVerifier.VerifyAsync(credential, did, lists, DateTimeOffset.UtcNow);
    }
}
