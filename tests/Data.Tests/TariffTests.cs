using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Data.Tests;

public sealed class TariffTests
{
    private static readonly TariffDocument Document = Founding.Tariff;

    public static TheoryData<string, string, string, string, string, string> DutiesOfTheTreaty => new()
    {
        { "25309010", "0 %", "", "", "", "" },
        { "26122000", "0 %", "", "", "", "" },
        { "28469080", "5 %", "1.25 %", "2.5 %", "3.75 %", "" },
        { "28461000", "5 %", "1.25 %", "2.5 %", "3.75 %", "" },
        { "28469040", "5 %", "1.25 %", "2.5 %", "3.75 %", "" },
        { "28469010", "20 %", "5 %", "10 %", "15 %", "FLOOR 110 USD / kg NdPrO" },
        { "28469020", "20 %", "5 %", "10 %", "15 %", "FLOOR 325 USD / kg Dy2O3" },
        { "28469030", "20 %", "5 %", "10 %", "15 %", "FLOOR 1235 USD / kg Tb4O7" },
        { "28469050", "20 %", "5 %", "10 %", "15 %", "" },
        { "28469090", "20 %", "5 %", "10 %", "15 %", "" },
        { "28053010", "25 %", "6.25 %", "12.5 %", "18.75 %", "FLOOR 130 USD / kg NdPr" },
        { "28053020", "25 %", "6.25 %", "12.5 %", "18.75 %", "FLOOR 400 USD / kg Dy" },
        { "28053030", "25 %", "6.25 %", "12.5 %", "18.75 %", "" },
        { "28053080", "25 %", "6.25 %", "12.5 %", "18.75 %", "" },
        { "28053090", "25 %", "6.25 %", "12.5 %", "18.75 %", "" },
        { "72029910", "25 %", "6.25 %", "12.5 %", "18.75 %", "" },
        { "85051110", "30 %", "7.5 %", "15 %", "22.5 %", "" },
        { "85051120", "30 %", "7.5 %", "15 %", "22.5 %", "" },
        { "85051190", "30 %", "7.5 %", "15 %", "22.5 %", "" },
    };

    [Theory]
    [MemberData(nameof(DutiesOfTheTreaty))]
    public void Measures_OfALine_AreThoseOfTheTreaty(
        string code, string basic, string levelA, string levelB, string levelC, string floor)
    {
        Assert.Equal(basic, Expression(code, MeasureType.Base));
        Assert.Equal("0 %", Expression(code, MeasureType.ClubPreference));
        Assert.Equal(levelA, Expression(code, MeasureType.CertifiedSupplier, CertificateLevel.A));
        Assert.Equal(levelB, Expression(code, MeasureType.CertifiedSupplier, CertificateLevel.B));
        Assert.Equal(levelC, Expression(code, MeasureType.CertifiedSupplier, CertificateLevel.C));
        Assert.Equal(floor, Expression(code, MeasureType.PriceFloor));
    }

    [Fact]
    public void Lines_All_AreThoseOfTheTreaty() =>
        Assert.Equal(
            DutiesOfTheTreaty.Select(row => row.Data.Item1).Order(StringComparer.Ordinal),
            Document.Lines.Select(line => line.GoodsCode));

    [Theory]
    [InlineData("DOM-DY-SEP", "Dy")]
    [InlineData("DOM-TB-SEP", "Tb")]
    [InlineData("DOM-NDPR-SEP", "NdPr")]
    public void CertifiedMeasures_OfADominatedMaterial_AreClosedToItsGroup(string group, string material)
    {
        var lines = Document.Lines.Where(line => line.Material == material).Select(line => line.GoodsCode).ToArray();
        var closed = Document.Measures.Where(measure => measure.ExcludedOrigins.Contains(group)).ToArray();
        Assert.Equal(lines, closed.Select(measure => measure.GoodsCode).Distinct());
        Assert.Equal(3 * lines.Length, closed.Length);
        Assert.Equal("CN", Assert.Single(Document.Groups.Single(g => g.Id == group).Members).Country);
    }

    [Fact]
    public void SupplyStudy_SharesAbove65Percent_AreTheDominanceGroups()
    {
        var study = DataFolder.Document<SupplyStudy>("founding/supply-shares.json");

        Assert.Equal(
            Document.Groups.Where(group => group.Id.StartsWith("DOM-", StringComparison.Ordinal))
                .Select(group => $"{group.Id}: {string.Join(' ', group.Members.Select(member => member.Country))}")
                .Order(),
            study.Groups.Select(group => $"{group.Code}: " + string.Join(' ', study.Supplies
                .Single(one => one.Materials.Contains(group.Materials[0]) && one.Stages.Contains(group.Stage))
                .Shares.Where(share => decimal.Parse(share.Percent) > 65).Select(share => share.Country))).Order());
        Assert.All(study.Supplies, one => Assert.InRange(one.Shares.Sum(share => decimal.Parse(share.Percent)),
            99.5m, 100.5m));
    }

    [Fact]
    public void Measures_All_AreWholeAndOutsideTheClub()
    {
        Assert.Equal(Document.Measures.Count, Document.Measures.Select(m => m.Id).Distinct().Count());
        Assert.All(Document.Measures, measure =>
        {
            Assert.Equal(Founding.Membership.FoundingDay, measure.ValidFrom);
            Assert.Empty(measure.ValidTo);
            Assert.NotEmpty(measure.LegalBase);
            var origin = measure.Type switch
            {
                MeasureType.ClubPreference => "CLUB",
                MeasureType.PhaseIn => "ACCEDING",
                _ => "ALL",
            };
            Assert.Equal(origin, measure.Origin);
            Assert.Equal(origin == "ALL", measure.ExcludedOrigins.Contains("CLUB"));
            Assert.Equal(RequiredDocument(measure.Type), measure.RequiredDocument);
        });
    }

    [Fact]
    public void Document_OfTheTreaty_HasNoFault()
    {
        Assert.Empty(TariffDocuments.Check(Document));
        Assert.Empty(TariffDocuments.Check(Founding.Standalone()));
    }

    [Fact]
    public void Floors_All_NameTheirSource() =>
        Assert.All(
            Document.Measures.Where(measure => measure.Type == MeasureType.PriceFloor),
            measure => Assert.NotEmpty(measure.Footnotes));

    [Fact]
    public void Lines_WithAMaterial_FindItAmongTheMaterials()
    {
        var materials = Document.Materials.Select(material => material.Code).ToHashSet(StringComparer.Ordinal);
        Assert.All(Document.Lines, line => Assert.Contains(line.Material, materials));
        Assert.All(
            Document.Lines.Where(line => line.ContentUnit != ""),
            line => Assert.Equal("1.000", line.DefaultContainedShare));
    }

    private static string RequiredDocument(MeasureType type) => type switch
    {
        MeasureType.ClubPreference or MeasureType.PhaseIn => "9CRO",
        MeasureType.CertifiedSupplier => "9CRM",
        _ => "",
    };

    private static string Expression(
        string code, MeasureType type, CertificateLevel level = CertificateLevel.Unspecified) =>
        Document.Measures
            .SingleOrDefault(measure => code.StartsWith(measure.GoodsCode, StringComparison.Ordinal)
                && measure.Type == type && measure.CertificateLevel == level)
            ?.Expression ?? "";
}
