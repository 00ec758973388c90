using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing;

namespace CrmClub.Cli.Tests;

/// <summary>A receipt checked without a club.</summary>
public sealed class ReceiptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("crmclub-receipt-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_TheExample_Holds()
    {
        var run = await VerifyAsync(Example("receipt"), Example("receipt.tariff"), "--keys", Example("receipt.keys"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("It holds.", run.Output, StringComparison.Ordinal);

        var json = await VerifyAsync(Example("receipt"), Example("receipt.tariff"), "--json");
        Assert.Empty(JsonSchemas.Faults("receipt-verdict", json.Output));
        Assert.False(json.Json.GetProperty("signatureChecked").GetBoolean());
        Assert.True(json.Json.GetProperty("holds").GetBoolean());
    }

    [Fact]
    public async Task Verify_OwnDeclarationSaysAnother_NamesWhatDiffers()
    {
        var own = Read<ReceiptDocument>("receipt").Declaration;
        own.Items[0].CustomsValue.Amount = "70000.00";

        var run = await VerifyAsync(
            Example("receipt"), Example("receipt.tariff"), "--declaration", await WriteAsync(StrictJson.Write(own)));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("declaration: declaration_hash is '", run.Error, StringComparison.Ordinal);
        Assert.Contains("item 1 tax type", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AnotherTariffOrKey_IsNo()
    {
        var tariff = Read<TariffDocument>("receipt.tariff");
        tariff.Measures[0].LegalBase = "Another";
        var other = await VerifyAsync(Example("receipt"), await WriteAsync(StrictJson.Write(tariff)));
        var key = await VerifyAsync(
            Example("receipt"), Example("receipt.tariff"), "--keys", Example("conformance.jwks"));

        Assert.Equal((1, 1), (other.ExitCode, key.ExitCode));
        Assert.Contains("tariff version: tariff_hash is '", other.Error, StringComparison.Ordinal);
        Assert.Contains("the signature is by none of the keys", key.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_KeyThatServesAnotherPurpose_IsNo()
    {
        var stated = await File.ReadAllTextAsync(Example("receipt.keys"), Cancel);
        var keys = await WriteAsync(stated.Replace("\"receipt\"", "\"tariff\"", StringComparison.Ordinal));

        var run = await VerifyAsync(Example("receipt"), Example("receipt.tariff"), "--keys", keys);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the signature is by none of the keys", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "")]
    [InlineData("{\"unknown\": 1}", "")]
    [InlineData("{\"receipt\": \"a.b\"}", "has no receipt")]
    [InlineData("{\"receipt\": \"e30.e30.AA\"}", "It does not hold")]
    [InlineData("{\"receipt\": \"e30.W10.AA\"}", "has no receipt")]
    public async Task Verify_Malformed_SaysWhatIsWrong(string document, string says)
    {
        var run = await VerifyAsync(await WriteAsync(document), Example("receipt.tariff"));

        Assert.Equal(says.StartsWith("It", StringComparison.Ordinal) ? 1 : 2, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("should not happen", run.Error, StringComparison.Ordinal);
        Assert.Contains(says, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WithoutTariffOrWithAnythingElseForIt_IsWrongInput()
    {
        var without = await Program.RunAsync("receipt", "verify", Example("receipt"));
        var wrong = await VerifyAsync(Example("receipt"), Example("declaration"));
        var missing = await VerifyAsync(Path.Combine(_folder, "none.json"), Example("receipt.tariff"));

        Assert.Equal((2, 2, 2), (without.ExitCode, wrong.ExitCode, missing.ExitCode));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<Run> VerifyAsync(string receipt, string tariff, params string[] more) =>
        Program.RunAsync(["receipt", "verify", receipt, "--tariff", tariff, .. more]);

    private static string Example(string name) => Program.Repository($"data/examples/{name}.json");

    private static T Read<T>(string name) where T : Google.Protobuf.IMessage<T>, new() =>
        StrictJson.Read<T>(File.ReadAllBytes(Example(name)));

    private async Task<string> WriteAsync(string text)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid()}.json");
        await File.WriteAllTextAsync(file, text, Cancel);
        return file;
    }
}
