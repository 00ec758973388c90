using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents.Tests;

public sealed class ProductRuleTests
{
    [Theory]
    [InlineData("284690", "2027-02-28", "CTH", "")]
    [InlineData("28469010", "2027-02-28", "CTSH", "7")]
    [InlineData("28469010", "2027-03-01", "WO", "")]
    [InlineData("285000", "2027-03-01", "CC", "")]
    [InlineData("850511", "2027-03-01", "", "")]
    [InlineData("28469010", "2027-01-03", "", "")]
    public void Apply_ToAProductWithoutARule_TakesTheLongestCodesOfTheDayOfExport(
        string code, string exportDay, string rule, string tolerance)
    {
        var question = Case(code, exportDay);

        ProductRules.Apply(question, Tariff());

        Assert.Equal((rule, tolerance), (question.Product.Rule, question.Product.TolerancePercent));
        Assert.Equal((rule, tolerance), (
            question.Product.Inputs[0].Made.Rule, question.Product.Inputs[0].Made.TolerancePercent));
    }

    [Fact]
    public void Apply_ToAProductWithARule_LeavesItItsOwn()
    {
        var question = Case("28469010", "2027-03-01");
        (question.Product.Rule, question.Product.TolerancePercent) = ("SP separation", "3");

        ProductRules.Apply(question, Tariff());

        Assert.Equal(("SP separation", "3"), (question.Product.Rule, question.Product.TolerancePercent));
        Assert.Equal("WO", question.Product.Inputs[0].Made.Rule);
    }

    [Fact]
    public void Check_OfAProductThatNoRuleIsFor_NamesItAndItsInput()
    {
        var question = Case("850511", "2027-03-01");
        ProductRules.Apply(question, Tariff());
        List<Violation> faults = [];

        OriginCases.Check(question, faults);

        Assert.Equal(
            ["product.rule", "product.inputs[0].made.rule"],
            faults.Where(one => one.Rule == "PRODUCT_RULE").Select(one => one.Field));
    }

    private static TariffDocument Tariff()
    {
        var tariff = Founding.Tariff;
        tariff.ProductRules.Clear();
        tariff.ProductRules.Add(
        [
            Rule("28", "CC"), Rule("2846", "CTH"), Rule("28469010", "CTSH", "2027-03-01", "7"),
            Rule("28469010", "WO", from: "2027-03-01"),
        ]);
        return TariffDocuments.Sound(tariff);
    }

    private static ProductRule Rule(
        string code, string rule, string to = "", string tolerance = "", string from = "2027-01-04") => new()
        {
            GoodsCode = code,
            Rule = rule,
            ValidFrom = from,
            ValidTo = to,
            TolerancePercent = tolerance,
            LegalBase = "Test",
        };

    private static OriginCase Case(string code, string exportDay) => new()
    {
        Club = { new ClubCountry { Country = "DE", ValidFrom = "2027-01-04" } },
        ExportDay = exportDay,
        Product = new Product
        {
            GoodsCode = code,
            Country = "DE",
            Inputs =
            {
                new OriginInput
                {
                    GoodsCode = code,
                    Value = "1",
                    Country = "DE",
                    Made = new Product { GoodsCode = code, Country = "DE", Obtained = true },
                },
            },
        },
    };
}
