using System.Security.Cryptography;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing;
using Google.Protobuf;

namespace CrmClub.Cli.Tests;

/// <summary>A version as a club wrote it out, held against its hash and its signature.</summary>
public sealed class SignedTariffTests : IDisposable
{
    private const string Answer = "tariff-check-answer";

    private readonly string _folder = Directory.CreateTempSubdirectory("crmclub-signed-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Theory]
    [InlineData("as published", true, "", "It is version 7, and its signature holds.")]
    [InlineData("as published", false, "", "It is version 7 by its hash. Its signature was not checked")]
    [InlineData("another duty", true, "HASH", "The document was changed after it was published as version 7.")]
    [InlineData("another duty", false, "HASH", "The document was changed after it was published as version 7.")]
    [InlineData("another day", true, "SIGNATURE", "None of the keys signed version 7 as it is stated.")]
    [InlineData("another key", true, "SIGNATURE", "None of the keys signed version 7 as it is stated.")]
    public async Task Check_WrittenOut_SaysWhatItIs(string what, bool withKeys, string rule, string says)
    {
        var document = Signed();
        if (what == "another duty") document.Measures[0].Expression = "1 %";
        if (what == "another day") document.Version.ValidFrom = "2027-01-01";
        var (file, keys) = (Path.Combine(_folder, "tariff.json"), Path.Combine(_folder, "keys.json"));
        await File.WriteAllTextAsync(file, StrictJson.Write(document), TestContext.Current.CancellationToken);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(
            keys, PublicKeySet.Write(what == "another key" ? other : _key), TestContext.Current.CancellationToken);
        string[] args = withKeys ? ["tariff", "check", file, "--keys", keys] : ["tariff", "check", file];

        var text = await Program.RunAsync(args);
        var json = await Program.RunAsync([.. args, "--json"]);

        Assert.Equal((rule.Length == 0 ? 0 : 1, text.ExitCode), (text.ExitCode, json.ExitCode));
        Assert.Contains(says, text.Output + text.Error, StringComparison.Ordinal);
        Assert.Empty(JsonSchemas.Faults(Answer, json.Output));
        Assert.Equal(withKeys, json.Json.GetProperty("signatureChecked").GetBoolean());
        Assert.Equal(
            rule.Length == 0 ? [] : [rule],
            json.Json.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("rule").GetString()));
    }

    [Fact]
    public async Task Check_KeysThatCanNotBeUsed_IsWrongInput()
    {
        var tariff = Program.Repository("data/examples/tariff.json");

        var unsigned = await Program.RunAsync(
            "tariff", "check", tariff, "--keys", Program.Repository("data/examples/conformance.jwks.json"));
        var none = await Program.RunAsync("tariff", "check", tariff, "--keys", tariff);

        Assert.Equal((2, 2), (unsigned.ExitCode, none.ExitCode));
        Assert.Contains("names no version that could be signed", unsigned.Error, StringComparison.Ordinal);
        Assert.Contains("has no public keys", none.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The example has what a club adds when it writes a version out.</summary>
    private TariffDocument Signed()
    {
        var document = StrictJson.Read<TariffDocument>(
            File.ReadAllBytes(Program.Repository("data/examples/tariff.json")));
        Assert.NotEmpty(document.Administrations);
        Assert.NotEmpty(document.ExchangeRates);
        var published = document.Clone();
        published.Administrations.Clear();
        published.ExchangeRates.Clear();
        published.ReferencePrices.Clear();
        published.Groups.Remove(published.Groups.Single(group => group.Id == "CLUB"));
        document.Version = new TariffVersion
        {
            Number = 7,
            Hash = Convert.ToHexStringLower(SHA256.HashData(published.ToByteArray())),
            ValidFrom = "2027-01-04",
            Measures = published.Measures.Count,
        };
        document.Version.Signature = TariffSignatures.Sign(document.Version, _key);
        return document;
    }
}
