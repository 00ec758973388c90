namespace CrmClub.Cli.Tests;

/// <summary>A certificate's credential without a club.</summary>
public sealed class CredentialTests
{
    private const string At = "2026-12-01T12:00:00Z";

    private static readonly string Credential = Example("certificate.jwt");
    private static readonly string Keys = Example("certificate.did.json");
    private static readonly string Status = Example("certificate.status.jwt");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Dy", At)]
    [InlineData("NdPr", "2026-12-02T05:59:59Z")]
    public async Task Verify_WithSavedKeysAndLists_Holds(string material, string at)
    {
        var run = await VerifyAsync(Credential, Keys, Status, "--material", material, "--at", at);

        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json.GetProperty("holds").GetBoolean());
        Assert.Equal("CRM-2026-000001", run.Json.GetProperty("certificate").GetString());
    }

    [Theory]
    [InlineData("SCOPE", "--material", "Tb", "--at", At)]
    [InlineData("STATUS_LIST_STALE", "--at", "2026-12-02T06:00:00Z")]
    [InlineData("EXPIRED STATUS_LIST_STALE", "--at", "2029-12-01T12:00:00Z")]
    [InlineData("NOT_YET_VALID STATUS_LIST_STALE", "--at", "2026-10-01T12:00:00Z")]
    public async Task Verify_WhatDoesNotHold_NamesEveryReason(string faults, params string[] options)
    {
        var run = await VerifyAsync(Credential, Keys, Status, options);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(faults, Faults(run));
    }

    [Fact]
    public async Task Verify_AnAlteredCredential_IsRefusedByItsSignature()
    {
        var text = await File.ReadAllTextAsync(Credential, Cancel);
        var altered = Path.Combine(Program.Nowhere, $"{Guid.NewGuid()}.jwt");
        await File.WriteAllTextAsync(altered, text[..900] + (text[900] == 'A' ? 'B' : 'A') + text[901..], Cancel);

        Assert.Contains("SIGNATURE", Faults(await VerifyAsync(altered, Keys, Status, "--at", At)).Split(' '));
    }

    [Fact]
    public async Task Verify_FilesInEachOthersPlaces_AreNamed()
    {
        Assert.Equal(2, (await VerifyAsync(Credential, Credential, Status)).ExitCode);
        Assert.Equal(2, (await VerifyAsync(Credential, Keys, Path.Combine(Program.Nowhere, "none"))).ExitCode);
        var swapped = await VerifyAsync(Keys, Keys, Status, "--at", At);
        Assert.Equal((1, "MALFORMED"), (swapped.ExitCode, Faults(swapped)));
    }

    [Fact]
    public async Task Verify_KeysWithoutLists_IsAskedForBoth()
    {
        var run = await Program.RunAsync("certificate", "verify", Credential, "--keys", Keys);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--status", run.Error);
    }

    private static Task<Run> VerifyAsync(string file, string keys, string status, params string[] options) =>
        Program.RunAsync(["certificate", "verify", file, "--keys", keys, "--status", status, "--json", .. options]);

    private static string Faults(Run run) => string.Join(' ', run.Json.GetProperty("faults").EnumerateArray()
        .Select(fault => fault.GetProperty("code").GetString()!["CREDENTIAL_FAULT_CODE_".Length..]).Distinct());

    private static string Example(string name) => Program.Repository($"data/examples/{name}");
}
