using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents.Import;
using CrmClub.Tariffs.Duty;
using CrmClub.Testing;
using Google.Protobuf;

namespace CrmClub.Tariffs.Tests;

/// <summary>A whole tariff of another's as the club's version: each line is answered as it was imported.</summary>
public sealed class ImportedTariffTests(Postgres postgres, ITestOutputHelper output)
{
    private const string Day = "2027-05-31";

    private static readonly DateOnly From = new(2027, 1, 4);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("eu-mfn-and-preference-2019-crm-chapters.csv", TableFormat.Taric, "EUR", "ZA")]
    [InlineData("us-hts-2024-crm-lines.csv", TableFormat.Hts, "USD", "ZA")]
    [InlineData("us-hts-2024-crm-lines.csv", TableFormat.Hts, "USD", "RU")]
    public async Task Tariff_ImportedAndPublished_AnswersEachLineByItsOwnDuty(
        string table, TableFormat format, string currency, string origin)
    {
        var imported = Import(table, format).Document;
        await using var tariffs = await TestTariffs.CreateAsync(postgres);
        var annexes = Annexes(imported);
        await tariffs.Founding(annexes).FoundAsync(Cancel);
        Directory.Delete(annexes, recursive: true);
        var book = tariffs.State.Book;

        var general = imported.Measures.Where(one => one.Origin == "ALL").ToList();
        foreach (var line in general)
        {
            var measure = imported.Measures.LastOrDefault(one => origin == "RU" && one.Origin == "COLUMN-2"
                && one.GoodsCode == line.GoodsCode) ?? line;
            var faults = new Violations();
            var answer = CalculateDuty.Of(book, TestTariffs.Members, Asked(measure, origin, currency), faults);

            Assert.Empty(faults.All);
            var applied = Assert.Single(answer!.Measures, one => one.Applied);
            Assert.Equal((measure.Id, measure.Expression), (applied.Id, applied.Expression));
            if (measure.Expression.EndsWith(" %", StringComparison.Ordinal)
                && Number(measure.Expression[..^2]) is { } percent)
                Assert.Equal(Math.Round(Number(answer.Base.Amount)!.Value * percent / 100, 2,
                    MidpointRounding.AwayFromZero), Number(answer.Duty.Amount));
        }

        output.WriteLine($"{table}: {general.Count} duties from {origin} answered by the published version.");
        Assert.True(general.Count >= 300);
    }

    private static ImportedTariff Import(string table, TableFormat format)
    {
        var folder = new DirectoryInfo(Checkout.Root);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "shared", "data", table)))
            folder = folder.Parent;
        Assert.SkipWhen(folder is null, $"shared/data/{table} is not beside the checkout");
        using var text = new StreamReader(Path.Combine(folder!.FullName, "shared", "data", table));
        return TariffImport.Read(text, format, new ImportTerms(table, From, null));
    }

    /// <summary>The treaty's annexes with that tariff.</summary>
    private static string Annexes(TariffDocument tariff)
    {
        var folder = Directory.CreateTempSubdirectory("crmclub-annexes").FullName;
        foreach (var annex in Directory.EnumerateFiles(Checkout.FoundingDirectory))
            File.Copy(annex, Path.Combine(folder, Path.GetFileName(annex)));
        File.WriteAllText(Path.Combine(folder, "tariff.json"), JsonFormatter.Default.Format(tariff));
        // Its prices are of the club's own materials.
        var prices = Path.Combine(folder, "reference-prices.csv");
        File.WriteAllText(prices, File.ReadLines(prices).First() + "\n");
        return folder;
    }

    // With every quantity that any of these duties counts.
    private static Consignment Asked(Measure measure, string origin, string currency) => new()
    {
        Administration = "DE",
        AcceptanceDay = Day,
        Item = new GoodsItem
        {
            Number = 1,
            GoodsCode = measure.GoodsCode,
            Origin = origin,
            NetMassKg = "2500",
            CustomsValue = new Money { Amount = "12345.67", Currency = currency },
            AdditionalCodes = { measure.AdditionalCode.Length > 0 ? [measure.AdditionalCode] : [] },
            Documents = { new Document { Code = "9CRA", Reference = "assay" } },
            Quantities =
            {
                new[] { "kg Cu", "kg Mg", "kg Mn", "kg Mo", "kg Pb", "kg Si", "kg W", "kg Zn", "p", "m" }
                    .Select(unit => new Quantity { Unit = unit, Amount = "321.5" }),
            },
        },
    };

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
}
