using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents.Tests;

/// <summary>A figure by which a rule measures never counts as zero: the case names what it lacks.</summary>
public sealed class OriginCaseTests
{
    [Theory]
    [InlineData("RVC 40 % build-up", "product.fob_price")]
    [InlineData("MaxNOM 40 % FOB", "product.fob_price")]
    [InlineData("MaxNOM 40 % EXW", "product.ex_works_price")]
    [InlineData("MaxWeight 20 % of 04", "product.net_mass_kg")]
    [InlineData("MaxWeight 20 % of 26", "product.net_mass_kg, product.inputs[0].net_mass_kg")]
    [InlineData("CTH", "")]
    public void Check_RuleMeasuresByWhatIsMissing_NamesIt(string rule, string fields)
    {
        var document = Case(rule);
        List<Violation> faults = [];

        OriginCases.Check(document, faults);

        Assert.Equal(fields, string.Join(", ", faults.Select(fault => fault.Field)));
        Assert.All(faults, fault => Assert.Equal("REQUIRED", fault.Rule));
    }

    [Theory]
    [InlineData("20", true)]
    [InlineData("20.01", false)]
    public void Answer_ByWeight_ReadsTheMasses(string kg, bool originates)
    {
        var document = Case("MaxWeight 20 % of 26");
        (document.Product.NetMassKg, document.Product.Inputs[0].NetMassKg) = ("100", kg);

        Assert.Equal(originates, OriginCases.Answer(document).ClubOrigin);
    }

    private static OriginCase Case(string rule) => new()
    {
        Club = { new ClubCountry { Country = "DE", ValidFrom = "2027-01-04" } },
        ExportDay = "2027-03-01",
        Product = new Product
        {
            GoodsCode = "284690",
            Rule = rule,
            Country = "DE",
            Inputs = { new OriginInput { GoodsCode = "261220", Value = "40", Country = "CN" } },
            Processes = { new OriginProcess { Name = "separation", Country = "DE" } },
        },
    };
}
