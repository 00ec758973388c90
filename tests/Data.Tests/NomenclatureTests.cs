namespace CrmClub.Data.Tests;

public sealed class NomenclatureTests
{
    private static readonly List<Dictionary<string, string>> Rows =
        DataFolder.Csv(DataFolder.PathOf("nomenclature/hs2022.csv"));

    private static readonly string[] Codes = [.. Rows.Select(row => row["code"])];

    [Theory]
    [InlineData(2, 96)]
    [InlineData(4, 1228)]
    [InlineData(6, 5612)]
    public void Codes_OfOneLength_AreAsManyAsTheEditionHas(int digits, int count) =>
        Assert.Equal(count, Codes.Count(code => code.Length == digits));

    [Fact]
    public void Codes_All_AreSortedAndUniqueUnderTheirParent()
    {
        var known = Codes.ToHashSet(StringComparer.Ordinal);
        Assert.Equal(Codes.Order(StringComparer.Ordinal), Codes);
        Assert.Equal(Codes.Length, known.Count);
        Assert.All(Codes, code => Assert.All(code, digit => Assert.InRange(digit, '0', '9')));
        Assert.All(Codes.Where(code => code.Length > 2), code => Assert.Contains(code[..^2], known));
    }

    [Fact]
    public void Chapters_All_AreTheEditionsWithoutTheReservedOne() =>
        Assert.Equal(
            Enumerable.Range(1, 97).Where(chapter => chapter != 77).Select(chapter => chapter.ToString("00")),
            Codes.Where(code => code.Length == 2));

    [Fact]
    public void Descriptions_All_ReadAsText() =>
        Assert.All(Rows, row => Assert.Matches(@"^\S.*\S$", row["description"]));

    [Fact]
    public void Codes_BesideTheSource_AreTheSame()
    {
        var source = DataFolder.Csv(DataFolder.Reference("harmonized-system-2022.csv"))
            .Select(row => row["hscode"])
            .Where(code => code != "TOTAL" && !code.StartsWith("99", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        Assert.Equal(source, Codes);
    }

    [Fact]
    public void ClubLines_All_ExtendASubheading()
    {
        var known = Codes.ToHashSet(StringComparer.Ordinal);
        Assert.All(Founding.Tariff.Lines, line =>
        {
            Assert.Matches("^[0-9]{8}$", line.GoodsCode);
            Assert.Contains(line.GoodsCode[..6], known);
        });
    }
}
