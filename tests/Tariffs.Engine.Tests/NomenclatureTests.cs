namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>Editions of the Harmonized System, what became of their codes, and how goods are found.</summary>
public sealed class NomenclatureTests
{
    // Not the WCO's: the form of an edition that is still to come.
    private static readonly HsEdition Test2028 = new("HS2028", new(2028, 1, 1), new Dictionary<string, string>
    {
        ["28"] = "Inorganic chemicals",
        ["2846"] = "Compounds of rare-earth metals",
        ["284610"] = "Cerium compounds",
        ["284621"] = "Compounds of dysprosium",
        ["284629"] = "Other",
    });

    private static readonly Tariff Club = new(
        "Test",
        [new("Dy", "Dysprosium", "ジスプロシウム", "Dy2O3", 1.14768m), new("Nd", "Neodymium", "ネオジム", "Nd2O3", 1.16638m)],
        [
            new("28469020", "Oxides and other compounds", "酸化物", Stage.SeparatedCompound, "Dy", "Dy2O3", 1),
            new("28053020", "Metal, 99 % or more", "金属", Stage.Metal, "Dy", "Dy", 1),
        ],
        [],
        []);

    private static readonly GoodsSearch Search = new(HarmonizedSystem.Editions.Newest, Club);

    [Theory]
    [InlineData("2020-12-31", "HS2022", "284690")]
    [InlineData("2027-12-31", "HS2022", "284690")]
    [InlineData("2028-01-01", "HS2028", "284621")]
    public void Edition_OfADay_AppliesUntilTheNextBegins(string day, string name, string code)
    {
        var editions = new HsEditions([Test2028, HarmonizedSystem.Editions.Named("HS2022")!]);

        var edition = editions.On(DateOnly.Parse(day));

        Assert.Equal((name, true), (edition.Name, edition.Contains(code)));
        Assert.Equal(name == "HS2022", edition.Contains("850511"));
        Assert.Equal(("HS2028", null), (editions.Newest.Name, editions.Named("HS2017")));
    }

    [Theory]
    [InlineData("284690", "284621 284629")]
    [InlineData("284610", "284610")]
    [InlineData("284699", "")]
    public void Correlation_OneToMany_NamesAllAndChoosesNone(string code, string targets)
    {
        var correlation = new HsCorrelation(
            [new("284690", "284629"), new("284690", "284621")], Test2028);

        Assert.Equal(targets, string.Join(' ', correlation.Targets(code)));
    }

    [Theory]
    [InlineData("850511", "850511 854921 854929 854939 854991")]
    [InlineData("284690", "284690")]
    [InlineData("990000", "")]
    public void Correlation_FromHs2017_IsTheUnsTable(string code, string targets) => Assert.Equal(
        targets,
        string.Join(' ', HarmonizedSystem.Correlation("HS2017", HarmonizedSystem.Editions.Newest)!.Targets(code)));

    [Fact]
    public void Correlation_ThatIsNotThere_IsNull() =>
        Assert.Null(HarmonizedSystem.Correlation("HS2012", HarmonizedSystem.Editions.Newest));

    [Theory]
    [InlineData("dysprosium", "28053020")]
    [InlineData("Dy2O3", "28053020")]
    [InlineData("dysprosium oxides", "28469020")]
    [InlineData("disprosium", "28053020")]
    [InlineData("dyprosium oxide", "28469020")]
    [InlineData("dyprosium metals", "28053020")]
    [InlineData("ジスプロシウム 酸化物", "28469020")]
    [InlineData("2846.90.2", "28469020")]
    [InlineData("2846 90", "284690")]
    [InlineData("permanent magnets", "850511")]
    [InlineData("tungsten ores concentrates", "2611")]
    [InlineData("live horses", "0101")]
    public void Find_ForgivingOfForm_ShowsTheBestFirst(string query, string code) =>
        Assert.Equal(code, Search.Find(query, 5)[0].Code);

    [Fact]
    public void Find_ByMaterial_HasEveryLineOfIt_AndNothingElse()
    {
        Assert.Equal(["28053020", "28469020"], Search.Find("Dy", 100).Select(found => found.Code));
        Assert.All(Search.Find("Dy", 100), found => Assert.Equal("Dy", found.Line?.Material));
        Assert.Empty(Search.Find("Qqq", 100));
        Assert.Empty(Search.Find(" - ", 100));
        Assert.Equal(3, Search.Find("ores", 3).Count);
    }
}
