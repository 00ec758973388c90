using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Declaring;

/// <summary>The contracts as other languages see them, from the protos alone, and the package for .NET.</summary>
public sealed class ForeignClientTests(RunningClub running)
{
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

    private const int Declared = 300;
    // More than a frame of HTTP/2: .NET hands on nothing of a frame that did not come whole. JavaScript asks for
    // answers that are compressed.
    private const int CutAfterBytes = 20_000;
    private const int CutCompressedAfterBytes = 6_000;
    private const int WatchBytesPerSecond = 80_000;
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(2);

    private static readonly IReadOnlyDictionary<string, ForeignSystem> Systems =
        new[] { ForeignSystem.Python, ForeignSystem.JavaScript, ForeignSystem.DotNet }.ToDictionary(one => $"{one}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_FromPython_IsDecided()
    {
        var document = Path.Combine(running.Club.Folder, "foreign.json");
        await File.WriteAllTextAsync(document, ExampleDeclaration.Document().ToString(), Cancel);

        var (code, output, fault) = await DeclareAsync(document);

        Assert.True(code == 0, fault);
        Assert.NotEmpty(DeclarationAnswer.Parser.ParseJson(output).Mrn);
    }

    public static TheoryData<string> Languages => [.. Systems.Keys];

    /// <summary>What was stored is what the watch tells, once each, by links cut in the middle of answers.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public async Task StreamAndWatch_LinksCutAgainAndAgain_EachDeclarationIsDecidedAndToldOnce(string language)
    {
        var system = Systems[language];
        system.SkipWhereMissing();
        var gateway = running.Club.Address("gateway", "grpc").Port;
        await using var inbound = FaultProxy.To(gateway);
        await using var outbound = FaultProxy.To(gateway);
        // So that what passes is read before the cut: a reset takes along what the kernel still holds.
        outbound.Faults = new LinkFaults(BytesPerSecond: WatchBytesPerSecond);
        var (cursor, declarations) = (PathOf(language, "cursor"), PathOf(language, "declarations.jsonl"));
        await File.WriteAllTextAsync(cursor, await Watching.CursorAsync(running.Club), Cancel);
        var lines = Enumerable.Range(0, Declared).Select(_ => ExampleDeclaration.Document()).ToList();
        await File.WriteAllLinesAsync(declarations, lines.Select(line => $"{line}"), Cancel);
        inbound.CutAnswersAfter(CutAfterBytes);
        outbound.CutAnswersAfter(
            system == ForeignSystem.JavaScript ? CutCompressedAfterBytes : CutAfterBytes, again: true);

        using var watch = system.Start(running.Club, outbound, "watch", cursor);
        using var stream = system.Start(running.Club, inbound, "stream", declarations);
        var output = stream.StandardOutput.ReadToEndAsync(Cancel);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        over.CancelAfter(Within);
        var told = new List<string>();
        while (told.Count < Declared && await NextAsync(watch, stream, over.Token) is { } line)
        {
            if (JsonNode.Parse(line)!["declaration"] is not { } decided || !IsFirst(decided))
                continue;
            told.Add($"{decided["mrn"]}");
        }

        await stream.WaitForExitAsync(Cancel);
        watch.Kill();
        Assert.True(stream.ExitCode == 0, await stream.StandardError.ReadToEndAsync(Cancel));
        var stored = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => $"{JsonNode.Parse(line)!["answer"]!["mrn"]}").ToList();
        Assert.False(inbound.IsToCut);
        Assert.True(outbound.Cuts > 1, $"The watch was cut {outbound.Cuts} times only.");
        Assert.Equal(Declared, stored.Distinct().Count());
        Assert.Equal(stored.Order(), told.Order());
    }

    private static async Task<string?> NextAsync(Process watch, Process stream, CancellationToken over)
    {
        try
        {
            return await watch.StandardOutput.ReadLineAsync(over);
        }
        catch (OperationCanceledException)
        {
            watch.Kill();
            stream.Kill();
            throw new TimeoutException(
                await watch.StandardError.ReadToEndAsync(CancellationToken.None)
                + await stream.StandardError.ReadToEndAsync(CancellationToken.None));
        }
    }

    private static bool IsFirst(JsonNode decided) => $"{decided["revision"]}" == "1";

    private string PathOf(string language, string name) =>
        Path.Combine(running.Club.Folder, $"foreign-{language.Replace("#", "Sharp")}-{name}");

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
        ForeignSystem.Python.SkipWhereMissing();
        using var python = ForeignSystem.Python.Start(running.Club, null, "declare", document);
        var (output, fault) =
            (python.StandardOutput.ReadToEndAsync(Cancel), python.StandardError.ReadToEndAsync(Cancel));
        await python.WaitForExitAsync(Cancel);
        return (python.ExitCode, await output, await fault);
    }
}
