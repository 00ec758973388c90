using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Data.Tests;

/// <summary>The demonstration's figures are those that data/README.md derives from the published ones.</summary>
public sealed class DemonstrationTests
{
    private const int WorkingDaysPerYear = 250;

    private static readonly IReadOnlyList<Declaration> Declarations = Demonstration.Declarations;

    private static readonly List<GoodsItem> Items = [.. Declarations.SelectMany(declaration => declaration.Items)];

    [Theory]
    [InlineData("DE", 14)]
    [InlineData("FR", 8)]
    [InlineData("NL", 8)]
    [InlineData("JP", 10)]
    public void Declarations_OfAnAdministration_AreAsManyAsDescribed(string administration, int count) =>
        Assert.Equal(count, Declarations.Count(declaration => declaration.Administration == administration));

    // Eurostat, ds-045409: tons imported by the EU in 2024; the rest is what is left of 12,900.
    [Theory]
    [InlineData("CN", 6000)]
    [InlineData("RU", 3700)]
    [InlineData("MY", 2600)]
    [InlineData("", 600)]
    public void RareEarths_OfAnOrigin_AreTheEusYearOverItsWorkingDays(string origin, int tonsPerYear)
    {
        var expected = tonsPerYear * 1000m / WorkingDaysPerYear;
        Assert.Equal(expected, KgOf(origin, japan: false));
        Assert.Equal(expected / 2, KgOf(origin, japan: true));
    }

    [Fact]
    public void Values_All_AreMassTimesAPriceOfTheList()
    {
        var prices = DataFolder.Csv(DataFolder.PathOf("demonstration/prices.csv"))
            .ToLookup(row => row["goods_code"], row => Decimal(row["usd_per_kg"]));
        var perEuro = Founding.Rates
            .Where(row => row["series"] == "EU-MONTHLY" && row["valid_to"] == "")
            .ToDictionary(row => row["quote"], row => Decimal(row["rate"]));
        Assert.All(Items, item =>
        {
            var (perDollar, decimals) = item.CustomsValue.Currency switch
            {
                "USD" => (1m, 2),
                "EUR" => (1 / perEuro["USD"], 2),
                "JPY" => (perEuro["JPY"] / perEuro["USD"], 0),
                _ => throw new InvalidDataException(item.CustomsValue.Currency),
            };
            var values = prices[item.GoodsCode].Select(price => Math.Round(
                price * Decimal(item.NetMassKg) * perDollar, decimals, MidpointRounding.AwayFromZero));
            Assert.Contains(Decimal(item.CustomsValue.Amount), values);
        });
    }

    [Fact]
    public void Declarations_All_AreMarkedAndOfOneCurrency()
    {
        Assert.Equal(Declarations.Count, Declarations.Select(declaration => declaration.Lrn).Distinct().Count());
        Assert.All(Declarations, declaration =>
        {
            Assert.StartsWith("DEMO-", declaration.Lrn);
            Assert.StartsWith("Demonstration", declaration.Exporter);
            Assert.All(declaration.Items, item =>
            {
                Assert.StartsWith("Demonstration", item.Description);
                Assert.Equal(declaration.InvoiceCurrency, item.CustomsValue.Currency);
                Assert.Contains(Founding.Tariff.Lines, line => line.GoodsCode == item.GoodsCode);
            });
        });
    }

    [Fact]
    public void Certificate_OfTheDemonstration_IsWithinItsFacility()
    {
        var facility = Demonstration.Documents<Facility>("facilities.jsonl").First();
        var certificate = DataFolder.Parse<PrepareCertificateRequest>(Demonstration.Filled("certificate.json"));
        var revocation = DataFolder.Parse<PrepareRevocationRequest>(Demonstration.Filled("revocation.json"));
        Assert.Equal(
            facility.Scopes.Select(scope => (scope.Material, scope.Stage)),
            certificate.Scopes.Select(scope => (scope.Material, scope.Stage)));
        Assert.Equal(CertificateLevel.B, certificate.Level);
        Assert.Equal(RevocationGround.Fraud, revocation.Ground);
        Assert.All(
            Items.Where(item => item.Documents.Any(document => document.Code == "9CRM")),
            item => Assert.Equal(facility.Country, item.Origin));
    }

    [Fact]
    public void Operators_OfTheDemonstration_AreOneForEachFacility()
    {
        var operators = Demonstration.Documents<Operator>("operators.jsonl").ToArray();
        var facilities = Demonstration.Documents<Facility>("facilities.jsonl");
        Assert.Equal(operators.Select(o => o.Country), facilities.Select(facility => facility.Country));
        Assert.All(operators, o => Assert.StartsWith("Demonstration", o.Name));
        Assert.Equal(
            [IdentifierKind.Lei, IdentifierKind.Eori, IdentifierKind.Jcn],
            operators.Select(o => Assert.Single(o.Identifiers).Kind));
        Assert.All(operators.SelectMany(o => o.Identifiers), identifier => Assert.True(identifier.Kind switch
        {
            IdentifierKind.Lei => Lei.Check(identifier.Value).IsValid,
            IdentifierKind.Eori => Eori.Check(identifier.Value).IsValid,
            _ => JapaneseCorporateNumber.Check(identifier.Value).IsValid,
        }, identifier.Value));
    }

    [Fact]
    public void Traders_OfTheDeclarations_HaveNumbersOfTheirAdministration() =>
        Assert.All(Declarations, declaration => Assert.All([declaration.Declarant, declaration.Importer], number =>
            Assert.True(declaration.Administration == "JP"
                ? JapaneseCorporateNumber.Check(number).IsValid
                : Eori.Check(number).IsValid && number.StartsWith(declaration.Administration), number)));

    private static decimal KgOf(string origin, bool japan) =>
        Declarations.Where(declaration => declaration.Administration == "JP" == japan)
            .SelectMany(declaration => declaration.Items)
            .Where(item => item.GoodsCode[..4] is "2805" or "2846")
            .Where(item => origin == (item.Origin is "CN" or "RU" or "MY" ? item.Origin : ""))
            .Sum(item => Decimal(item.NetMassKg));

    private static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
