using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Declaring;

/// <summary>The contracts as another language sees them: Python, from the protos alone.</summary>
public sealed class ForeignClientTests(RunningClub running)
{
    // Debian's own, which Debian's grpc packages are for.
    private const string Python = "/usr/bin/python3";

    // Of data/examples/declaration-with-faults.json.
    private static readonly (string Field, string Rule, string Value)[] Faults =
    [
        ("lrn", "TEXT_LENGTH", "EXAMPLE-WITH-A-NUMBER-THAT-IS-TOO-LONG"),
        ("mrn", "MRN_CHECK_CHARACTER", "26DE123456789012R9"),
        ("declarant", "EORI_COUNTRY", "EL123456789"),
        ("importer", "REQUIRED", ""),
        ("exporter", "TEXT_LENGTH", "An exporter whose name is longer than the seventy characters that are allowed"),
        ("procedure", "PROCEDURE_CODE", "9900"),
        ("dispatch_country", "COUNTRY_CODE", "ZZ"),
        ("destination_country", "COUNTRY_CODE", "de"),
        ("acceptance_day", "DAY", "2026-02-30"),
        ("invoice_currency", "CURRENCY_CODE", "EURO"),
        ("items[0].goods_code", "GOODS_CODE", "2846.90"),
        ("items[0].origin", "COUNTRY", "UK"),
        ("items[0].net_mass_kg", "POSITIVE_DECIMAL", "-5"),
        ("items[0].gross_mass_kg", "POSITIVE_DECIMAL", "1e3"),
        ("items[0].customs_value.amount", "AMOUNT", "12,50"),
        ("items[0].contained_share", "SHARE", "99.5"),
        ("items[0].customs_value.currency", "CURRENCY_OF_INVOICE", "USD"),
        ("items[1].number", "ITEM_NUMBER_UNIQUE", "1"),
        ("items[1].goods_code", "HS_CODE", "99887766"),
        ("items[1].preferential_origin", "COUNTRY", "EUROPE"),
        ("items[1].customs_value.currency", "CURRENCY", "EURO"),
        ("items[1].documents[0].code", "DOCUMENT_CODE", "9cr"),
        ("items[1].gross_mass_kg", "GROSS_MASS_AT_LEAST_NET", "90"),
        ("items[1].documents[1].reference", "CERTIFICATE_EXISTS", "CRM-0000-000000"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_FromPython_IsDecided()
    {
        var document = Path.Combine(running.Club.Folder, "foreign.json");
        await File.WriteAllTextAsync(document, ExampleDeclaration.Document().ToString(), Cancel);

        var (code, output, fault) = await DeclareAsync(document);

        Assert.True(code == 0, fault);
        Assert.NotEmpty(SubmitDeclarationResponse.Parser.ParseJson(output).Answer.Mrn);
    }

    /// <summary>The details travel in trailers, of which gRPC in other languages takes 8 KiB.</summary>
    [Fact]
    public async Task Submit_TwentyFourFaultsFromPython_EachNamedByFieldRuleAndValue()
    {
        var (code, output, fault) = await DeclareAsync(
            Path.Combine(Checkout.Root, "data", "examples", "declaration-with-faults.json"));

        Assert.True(code == 1, fault);
        using var refusal = JsonDocument.Parse(output);
        Assert.Equal("INVALID_ARGUMENT", refusal.RootElement.GetProperty("code").GetString());
        Assert.Equal("VALIDATION_FAILED", refusal.RootElement.GetProperty("reason").GetString());
        string Text(JsonElement violation, string name) =>
            violation.TryGetProperty(name, out var value) ? value.GetString()! : "";
        Assert.Equal(Faults, refusal.RootElement.GetProperty("violations").EnumerateArray()
            .Select(one => (Text(one, "field"), Text(one, "rule"), Text(one, "value"))));
    }

    private async Task<(int Code, string Output, string Fault)> DeclareAsync(string document)
    {
        Assert.SkipUnless(await HasGrpcAsync(), "python3-grpcio and python3-grpc-tools are not installed.");
        return await RunAsync(await running.Club.TokenAsync("customs-de", Cancel),
            Path.Combine(Checkout.Root, "tests", "System.Tests", "clients", "declare.py"),
            running.Club.Address("gateway", "grpc").Authority,
            Path.Combine(Checkout.Root, "src", "Contracts", "proto"),
            GoogleProtos(),
            document,
            Guid.CreateVersion7().ToString());
    }

    private static string GoogleProtos() => Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "GoogleProtos").Value!;

    private static async Task<bool> HasGrpcAsync() =>
        File.Exists(Python) && (await RunAsync("", "-c", "import grpc, grpc_tools")).Code == 0;

    private static async Task<(int Code, string Output, string Fault)> RunAsync(string input, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = python.StandardOutput.ReadToEndAsync(Cancel);
        var fault = python.StandardError.ReadToEndAsync(Cancel);
        await python.StandardInput.WriteLineAsync(input);
        python.StandardInput.Close();
        await python.WaitForExitAsync(Cancel);
        return (python.ExitCode, await output, await fault);
    }
}
