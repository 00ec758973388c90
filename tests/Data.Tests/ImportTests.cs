using System.Globalization;
using System.Text.RegularExpressions;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Documents.Import;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using RoundingMode = CrmClub.Contracts.Membership.V1.RoundingMode;
using RoundingPolicy = CrmClub.Contracts.Membership.V1.RoundingPolicy;
using RoundingStep = CrmClub.Contracts.Membership.V1.RoundingStep;

namespace CrmClub.Data.Tests;

/// <summary>Whole tariffs: each line that was imported answers as its table, and each other one is named.</summary>
public sealed partial class ImportTests(ITestOutputHelper output)
{
    private const decimal Value = 12_345.67m;
    private const decimal NetMass = 2_500;

    // Also what is declared of every contained metal and every other unit, so that no figure is missing.
    private const decimal Quantity = 321.5m;

    private static readonly string[] Metals = ["Cu", "Mg", "Mn", "Mo", "Pb", "Si", "W", "Zn"];
    private static readonly string[] Units = ["p", "m", "kg drained", "kg standard-quality"];

    [Theory]
    [InlineData("general", "ZA")]
    [InlineData("column2", "RU")]
    public void Import_UsSchedule_AnswersAsItsTable(string column, string origin)
    {
        var imported = Import("us-hts-2024-crm-lines.csv", TableFormat.Hts, "USD");
        var count = Check(imported, Rows("us-hts-2024-crm-lines.csv", "hts", column), origin, "2024-11-05");

        output.WriteLine($"{column}: {count} rows answer as they stand; {imported.LeftOut.Count} were left out.");
        Assert.Equal(322, count);
        Assert.DoesNotContain(imported.LeftOut, one => !one.Reason.StartsWith("special", StringComparison.Ordinal));
    }

    [Fact]
    public void Import_EuDisplayedDuties_AnswersAsItsTable()
    {
        const string Table = "eu-mfn-and-preference-2019-crm-chapters.csv";
        var imported = Import(Table, TableFormat.Taric, "EUR");
        var count = Check(imported, Rows(Table, "cn_taric_code", "mfn_duty"), "ZA", "2019-02-01");

        output.WriteLine($"{count} rows answer as they stand; {imported.LeftOut.Count} things were left out.");
        Assert.Equal(1_432, count);
        Assert.All(
            imported.LeftOut.Where(one => !one.Reason.StartsWith("preference", StringComparison.Ordinal)),
            one => Assert.EndsWith("is no subheading of HS2022", one.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Import_TaricMeasures_AnswersAsItsTable()
    {
        const string Table = "eu-taric-measures-2019-sample.csv";
        var imported = Import(Table, TableFormat.Taric, "EUR");
        var count = Check(imported, Rows(Table, "goods_code", "duty"), "ZA", "2019-02-01");

        output.WriteLine($"{count} rows answer as they stand; {imported.LeftOut.Count} were left out.");
        Assert.Equal((1_670, 600), (count, imported.LeftOut.Count));
    }

    private static ImportedTariff Import(string table, TableFormat format, string currency)
    {
        using var text = new StreamReader(DataFolder.Reference(table));
        var with = new TariffDocument { Administrations = { In(currency) } };
        return TariffImport.Read(text, format, new ImportTerms(table, new DateOnly(2019, 1, 1), with));
    }

    private static int Check(ImportedTariff imported, IEnumerable<Row> rows, string origin, string day)
    {
        var (tariff, accepted) = (new StandaloneTariff(imported.Document), Wire.ParseDay(day));
        var basis = tariff.BasisOf("US", accepted)!;
        var leftOut = imported.LeftOut.Where(one => !one.Reason.StartsWith("special", StringComparison.Ordinal)
            && !one.Reason.StartsWith("preference", StringComparison.Ordinal)).Select(one => one.Line).ToHashSet();
        var count = 0;
        foreach (var row in rows.Where(row => row.Duty.Length > 0 && !leftOut.Contains(row.Line)))
        {
            var decision = DutyCalculator.Decide(basis, new Tariffs.Engine.Consignment(
                accepted, row.Code[..8], origin, "", NetMass, Value, basis.Policy.Currency, null, "",
                [new PresentedDocument(DocumentCodes.Assay, ""), .. Asked(row)], [])
            {
                AdditionalCodes = [$"T0{row.Code[8..]}"],
                Quantities = [.. Metals.Select(metal => "kg " + metal).Concat(Units).Select(Declared)],
            });

            Assert.True(decision.Outcome == DutyOutcome.Decided, $"line {row.Line}: {row.Duty}");
            Assert.Equal((row.Line, Expected(row.Duty)), (row.Line, decision.Duty));
            count++;
        }

        return count;
    }

    // Another way than the engine's: the texts of these tables are few kinds of part.
    private static decimal Expected(string duty)
    {
        var sides = duty.Split(" MAX ").Select(side => side.Split('+').Sum(Part)).ToArray();
        return decimal.Round(sides.Min(), 2, MidpointRounding.AwayFromZero);
    }

    private static decimal Part(string part)
    {
        part = part.Trim();
        if (part == "Free")
            return 0;
        var match = Parts().Match(part);
        Assert.True(match.Success, part);
        var number = decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "%" or " %" => Value * number / 100,
            "¢/kg" => number / 100 * NetMass,
            "/kg" => number * NetMass,
            "¢/t" => number / 100 * NetMass / 1000,
            "/t" or " € / tonne" or " EUR TNE" => number * NetMass / 1000,
            " € / 100 kg" or " EUR DTN" => number * NetMass / 100,
            " EUR DTN E" or " EUR DTN R" => number * Quantity / 100,
            " EUR HMT" or " € / 100 m" => number * Quantity / 100,
            " € / item" => number * Quantity,
            var unit when unit.StartsWith("¢/kg on ", StringComparison.Ordinal) => number / 100 * Quantity,
            var unit when unit.StartsWith("/kg on ", StringComparison.Ordinal) => number * Quantity,
            var unit => throw new FormatException(unit),
        };
    }

    // By which relief is asked for.
    private static IEnumerable<PresentedDocument> Asked(Row row) => row.Type switch
    {
        "105" or "115" => [new PresentedDocument("N990", "")],
        "117" => [new PresentedDocument("C990", "")],
        "119" => [new PresentedDocument("C119", "")],
        _ => [],
    };

    private static DeclaredQuantity Declared(string unit) =>
        new(Quantity, DutyUnit.TryParse(unit, out var read) ? read : throw new FormatException(unit));

    private static Administration In(string currency)
    {
        var cent = new RoundingStep { Unit = "0.01", Mode = RoundingMode.HalfAwayFromZero };
        return new Administration
        {
            Code = "US",
            Policies =
            {
                new Contracts.Membership.V1.AdministrationPolicy
                {
                    ValidFrom = "2019-01-01",
                    Currency = currency,
                    ExchangeRateSeries = "NONE",
                    Rounding = new RoundingPolicy { BaseSteps = { cent }, LineStep = cent },
                },
            },
        };
    }

    private static IEnumerable<Row> Rows(string table, string code, string duty) =>
        DataFolder.Csv(DataFolder.Reference(table)).Index().Select(row => new Row(
            row.Index + 2, new string([.. row.Item[code].Where(char.IsAsciiDigit)]), row.Item[duty].Trim(),
            row.Item.GetValueOrDefault("measure_type_code", "")));

    [GeneratedRegex(@"^\$?(?<number>[0-9]*\.?[0-9]+)(?<unit>.*)$")]
    private static partial Regex Parts();

    private sealed record Row(int Line, string Code, string Duty, string Type);
}
