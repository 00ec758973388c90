using static CrmClub.Tariffs.Engine.Tests.TestTariff;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>What wins for a code from an origin on a day.</summary>
public sealed class SnapshotTests
{
    private static readonly Tariff Tree = Version1 with
    {
        Groups = [new("G7", "Seven", [new("MY", FromStart), new("VN", Days("2027-03-01", "2027-03-10"))])],
        Measures =
        [
            Base("chapter", "28", "ALL", "1 %"),
            Base("subheading", "284690", "ALL", "2 %"),
            Base("line", "28469020", "ALL", "3 %", "US"),
            Base("group", "28469020", "G7", "4 %"),
            Base("country", "28469020", "TH", "5 %"),
            Base("shorter-country", "2846", "MY", "6 %"),
            Base("later", "28469020", "TH", "7 %") with { Valid = new(Change, null) },
        ],
    };

    [Theory]
    [InlineData("BR", "2027-03-08", "line")]
    [InlineData("MY", "2027-03-08", "group")]
    [InlineData("TH", "2027-03-08", "country")]
    [InlineData("US", "2027-03-08", "subheading")]
    [InlineData("VN", "2027-02-28", "line")]
    [InlineData("VN", "2027-03-01", "group")]
    [InlineData("VN", "2027-03-09", "group")]
    [InlineData("VN", "2027-03-10", "line")]
    public void Decide_SeveralBind_TheLongestCodeThenTheMostSpecificWins(string origin, string day, string wins) =>
        Assert.Equal(wins, Winner("28469020", origin, day));

    [Theory]
    [InlineData("28469010", "BR", "subheading")]
    [InlineData("28469010", "MY", "subheading")]
    [InlineData("28053010", "MY", "chapter")]
    public void Decide_ShorterCode_BindsWhatIsUnderIt(string code, string origin, string wins) =>
        Assert.Equal(wins, Winner(code, origin, "2027-03-08"));

    [Fact]
    public void Explain_Beaten_NamesTheWinner()
    {
        var explanation = DutyCalculator.Explain(Basis(Germany, Tree), Item("28469020", "MY", "2027-03-08"));

        Assert.Equal(
            ["chapter LongerCode", "shorter-country LongerCode", "subheading LongerCode", "line MoreSpecificOrigin",
                "group MostFavourable"],
            explanation.Findings.Select(finding => $"{finding.Measure.Id} {finding.Ground}"));
        Assert.Equal("Group on the longer code 28469020 takes its place.", explanation.Findings[0].Reason);
        Assert.Equal("Group for G7 takes its place.", explanation.Findings[3].Reason);
    }

    [Fact]
    public void Decide_ManyMeasures_IsThatOfALookThroughAll()
    {
        // Measures on all levels of one branch, for all, groups and countries, in and out of force.
        var random = new Random(4711);
        string[] codes = ["28", "2846", "284690", "28469020"];
        string[] origins = ["ALL", "G-ONE", "G-TWO", "MY", "VN"];
        for (var round = 0; round < 200; round++)
        {
            var tariff = Version1 with
            {
                Groups = [Group(random, "G-ONE"), Group(random, "G-TWO")],
                Measures = [.. Enumerable.Range(0, random.Next(1, 12)).Select(index =>
                    Base($"{index}", codes[random.Next(4)], origins[random.Next(5)], $"{index + 1} %",
                        random.Next(3) == 0 ? [origins[random.Next(1, 5)]] : []) with { Valid = AnyDays(random) })],
            };
            foreach (var origin in new[] { "MY", "VN", "BR" })
            {
                var day = Start.AddDays(random.Next(60));
                var expected = Slowly(tariff, origin, day)?.Id;
                var decision = DutyCalculator.Decide(
                    Basis(Germany, tariff), Item("28469020", origin, $"{day:yyyy-MM-dd}"));

                Assert.Equal(expected, decision.Amounts.Select(amount => amount.Measure.Id).SingleOrDefault());
            }
        }
    }

    [Fact]
    public void Lookup_Code_FindsAboveOnAndUnder()
    {
        var snapshot = TariffSnapshot.Compile(Tree);
        var day = new DateOnly(2027, 3, 8);

        Assert.Equal(["chapter", "subheading", "line", "group", "country", "shorter-country"],
            snapshot.Lookup("284690", null, day).Select(measure => measure.Id));
        Assert.Equal(["chapter", "subheading", "shorter-country"],
            snapshot.Lookup("28469010", "MY", day).Select(measure => measure.Id));
        Assert.Equal(["chapter"], snapshot.Lookup("2805", "US", day).Select(measure => measure.Id));
    }

    [Theory]
    [InlineData("28469020", true)]
    [InlineData("28469099", false)]
    [InlineData("284690", false)]
    [InlineData("2846902", false)]
    [InlineData("2846902x", false)]
    [InlineData("", false)]
    [InlineData("128469020", false)]
    public void FindLine_Code_IsTheWholeOfIt(string code, bool found) =>
        Assert.Equal(found, TariffSnapshot.Compile(Tree).FindLine(code) is not null);

    [Fact]
    public void Explain_OutOfScope_OwesNothingToTheClub()
    {
        var explanation = DutyCalculator.Explain(Basis(Germany), Item("01012100", "CN", "2027-03-08"));

        Assert.Equal(DutyOutcome.OutOfScope, explanation.Decision.Outcome);
        Assert.Equal("0.00", $"{explanation.Decision.Duty}");
        Assert.Empty(explanation.Findings);
    }

    private static Measure? Slowly(Tariff tariff, string origin, DateOnly day)
    {
        bool Holds(string name) => name == "ALL" || name == origin || tariff.Groups.Any(group => group.Id == name
            && group.Members.Any(member => member.Country == origin && member.Valid.Covers(day)));
        return tariff.Measures
            .Where(measure => measure.Valid.Covers(day) && Holds(measure.Origin)
                && !measure.ExcludedOrigins.Any(Holds))
            .OrderByDescending(measure => measure.GoodsCode.Length)
            .ThenByDescending(measure => measure.Origin == "ALL" ? 0 : measure.Origin.Length == 2 ? 2 : 1)
            .FirstOrDefault();
    }

    private static CountryGroup Group(Random random, string id) =>
        new(id, id, [new("MY", AnyDays(random)), new("VN", AnyDays(random)), new("MY", AnyDays(random))]);

    private static Validity AnyDays(Random random)
    {
        var from = Start.AddDays(random.Next(40));
        return new Validity(from, random.Next(2) == 0 ? null : from.AddDays(random.Next(1, 30)));
    }

    private static string Winner(string code, string origin, string day) =>
        DutyCalculator.Decide(Basis(Germany, Tree), Item(code, origin, day)).Amounts.Single().Measure.Id;

    private static Consignment Item(string code, string origin, string day) =>
        new(DateOnly.ParseExact(day, "yyyy-MM-dd"), code, origin, "", 1, 1000, "EUR", null, "", [], []);

    private static Measure Base(string id, string code, string origin, string expression, params string[] excluded) =>
        Measure(id, MeasureType.Base, code, origin, expression, excluded);
}
