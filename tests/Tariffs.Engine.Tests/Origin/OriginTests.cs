using System.Globalization;
using CrmClub.Tariffs.Engine.Origin;

namespace CrmClub.Tariffs.Engine.Tests.Origin;

public sealed class OriginTests
{
    private static readonly DateOnly Day = new(2027, 3, 1);

    private static readonly ClubCountry[] Club =
    [
        new("DE", new Validity(new(2027, 1, 4), null)),
        new("JP", new Validity(new(2027, 1, 4), null)),
        new("AU", new Validity(new(2030, 1, 1), null)),
        new("KR", new Validity(new(2027, 1, 4), new(2027, 3, 1))),
    ];

    /// <summary>
    /// Published cases: value content of 50 % (US Department of Commerce, Basic Guide to Exporting, US–Australia and
    /// US–Chile examples); changes of code (how to read the rules of origin, export.gov; KORUS step 1; EU–UK TCA,
    /// annex ORIG-1, note 3); tolerances (US CBP, NAFTA guide: 6 % under 7; EU–Japan EPA, Article 3.6: at the limit,
    /// and a cent above). Where a source gives the heading alone, the subheading is ours.
    /// </summary>
    [Theory]
    [InlineData("RVC 45 % build-down", "940350", "1000", "940390 500", "RVC 45 % build-down")]
    [InlineData("RVC 50 % build-down", "940350", "1000", "940390 500", "RVC 50 % build-down")]
    [InlineData("RVC 50.1 % build-down", "940350", "1000", "940390 500", null)]
    [InlineData("CTH or (CTSH and RVC 45 build-down)", "940350", "1000", "940390 500",
        "CTSH and RVC 45 % build-down")]
    [InlineData("CC", "190590", "100", "110100 60", "CC")]
    [InlineData("CC", "180690", "100", "170199 60", "CC")]
    [InlineData("CTH except from 8431", "842911", "100", "731815 20, 854449 20, 854231 20", "CTH except 8431")]
    [InlineData("CTH except from 8431", "842911", "100", "731815 20, 843149 20", null)]
    [InlineData("CTH except from 1108", "350510", "100", "100590 60", "CTH except 1108")]
    [InlineData("CTH", "910211", "100", "910290 6", "CTH")]
    [InlineData("CTH", "850511", "1000", "850519 100", "CTH")]
    [InlineData("CTH", "850511", "1000", "850519 100.01", null)]
    [InlineData("MaxNOM 40 % EXW", "850511", "100", "720000 40", "MaxNOM 40 % EXW")]
    [InlineData("MaxNOM 40 % EXW", "850511", "100", "720000 45", null)]
    [InlineData("CTH and MaxNOM 40 % EXW", "850511", "100", "850519 5, 720000 40", null)]
    [InlineData("WO", "284690", "100", "261220 1", null)]
    public void Rule_OfAPublishedCase_IsMetAsPublished(
        string rule, string code, string price, string inputs, string? by)
    {
        var product = Made(code, rule, price, [.. inputs.Split(", ").Select(Outside)]);

        var answer = OriginDetermination.Determine(product, Club, Day);

        Assert.Equal((by is not null, by ?? $"{product.Rule} is not met."), (answer.IsClubOrigin, answer.By));
        Assert.Equal(by is null ? "" : "DE", answer.Country);
    }

    /// <summary>
    /// Published cases: sugar and chapter 4 at most 20 % of the weight each (UK–Vietnam FTA, introductory notes to the
    /// product rules, note 4), with 15 and 10 %, then with 25 and 10 %. With both codes in one rule their weights are
    /// taken together.
    /// </summary>
    [Theory]
    [InlineData("MaxWeight 20 % of 1701 and MaxWeight 20 % of 04", 15, true)]
    [InlineData("MaxWeight 20 % of 1701 and MaxWeight 20 % of 04", 20, true)]
    [InlineData("MaxWeight 20 % of 1701 and MaxWeight 20 % of 04", 25, false)]
    [InlineData("MaxWeight 24 % of 1701, 04", 15, false)]
    [InlineData("MaxWeight 25 % of 1701, 04", 15, true)]
    public void Rule_ByWeight_LooksAtEachOrAtAllTogether(string rule, int sugar, bool originates)
    {
        var product = Made("210690", rule, "100",
        [
            Outside("170199 1") with { NetMassKg = sugar },
            Outside("040210 90") with { NetMassKg = 10 },
            Outside("110100 1") with { NetMassKg = 60 },
            new Input("170113", 5, "JP", "9CRO 1", null) { NetMassKg = 40 },
        ]) with
        { NetMassKg = 100 };

        Assert.Equal(originates, OriginDetermination.Determine(product, Club, Day).IsClubOrigin);
        Assert.Equal("What it weighs is not known.", OriginDetermination.Determine(
            product with { NetMassKg = null }, Club, Day).Rules[0].Reason);
    }

    /// <summary>Published case: 500 of 1,000 originate (US Department of Commerce, Basic Guide to Exporting,
    /// US–Australia example); what the maker adds is none of the inputs.</summary>
    [Theory]
    [InlineData("RVC 35 % build-up", true)]
    [InlineData("RVC 50 % build-up", true)]
    [InlineData("RVC 50.01 % build-up", false)]
    public void Rule_ByBuildUp_CountsWhatOriginates(string rule, bool originates)
    {
        var product = Made("940350", rule, "1000",
            [new Input("940390", 500, "JP", "9CRO 1", null), Outside("940390 300")]);

        var answer = OriginDetermination.Determine(product, Club, Day);

        Assert.Equal(originates, answer.IsClubOrigin);
        Assert.Equal("500 originating of the price on board 1000: 50 %.", Assert.Single(answer.Rules).Reason);
    }

    /// <summary>Pan-Euro-Mediterranean notes, note 3: the ingot in a forging that originates is not counted.</summary>
    [Fact]
    public void Input_OriginatingByItsOwnRule_CountsWhole()
    {
        var forging = Made("732690", "CTH", "80", [Outside("722490 60")]) with { Country = "JP" };

        var answer = OriginDetermination.Determine(
            Made("840710", "MaxNOM 40 % EXW", "100", [Input("732690", 80, forging), Outside("850790 20")]), Club, Day);

        Assert.True(answer.IsClubOrigin);
        Assert.Equal(
            [("inputs[0]", true), ("inputs[0].made.inputs[0]", false), ("inputs[1]", false)],
            answer.Inputs.Select(input => (input.Path, input.Originates)));
        Assert.Equal("20 non-originating of the ex-works price 100: 20 %.", Assert.Single(answer.Rules).Reason);
    }

    /// <summary>What a member added and did counts, though what it made does not originate.</summary>
    [Theory]
    [InlineData("MaxNOM 40 % EXW", true)]
    [InlineData("MaxNOM 39 % EXW", false)]
    [InlineData("SP separation", true)]
    [InlineData("SP sintering", false)]
    public void Input_MadeInAMember_BringsWhatWasDoneThere(string rule, bool originates)
    {
        var oxide = Made("284690", "WO", "80", [Outside("261220 40")], "separation") with { Country = "JP" };

        var metal = Made("280530", rule, "100", [Input("284690", 80, oxide)]);

        Assert.Equal(originates, OriginDetermination.Determine(metal, Club, Day).IsClubOrigin);
    }

    /// <summary>Published cases: fabrics of B and C sewn in A (WCO, Comparative study on preferential rules of origin);
    /// a car of parts from the other party (UK Trade Tariff, bilateral cumulation).</summary>
    [Theory]
    [InlineData("611020", "CTH except 5106", "600632", "sewing")]
    [InlineData("870323", "MaxNOM 45 % EXW", "870829", "assembly")]
    public void Product_OfInputsThatOriginateInOtherMembers_Originates(
        string code, string rule, string input, string process)
    {
        var product = Made(code, rule, "100",
            [new Input(input, 50, "JP", "9CRO 1", null), new Input(input, 40, "DE", "9CRO 2", null)], process);

        var answer = OriginDetermination.Determine(product, Club, Day);

        Assert.Equal((true, "DE"), (answer.IsClubOrigin, answer.Country));
    }

    [Theory]
    [InlineData("JP", "9CRO 1", true)]
    [InlineData("JP", "", false)]
    [InlineData("CN", "9CRO 1", false)]
    [InlineData("AU", "9CRO 1", false)]
    [InlineData("KR", "9CRO 1", false)]
    public void Input_OfACountry_CountsByMembershipOnTheDayOfExportAndByProof(
        string country, string proof, bool originates)
    {
        var answer = OriginDetermination.Determine(
            Made("850511", "CTH", "100", [new Input("850519", 60, country, proof, null)]), Club, Day);

        Assert.Equal(originates, answer.IsClubOrigin);
        Assert.Equal(originates, Assert.Single(answer.Inputs).Originates);
    }

    [Fact]
    public void Product_OnlyPacked_HasNoOriginOfItsOwn()
    {
        var packed = Made("850511", "CTH", "100", [Outside("280530 10")], "packing", "sorting");
        var magnet = Made("850511", "CTH", "90", [Outside("280530 10")], "sintering") with { Country = "JP" };

        var outside = OriginDetermination.Determine(packed, Club, Day);
        var within = OriginDetermination.Determine(packed with { Inputs = [Input("850511", 90, magnet)] }, Club, Day);

        Assert.False(outside.IsClubOrigin);
        Assert.Equal("packing, sorting: never enough to give origin.", outside.By);
        Assert.Equal((true, "JP"), (within.IsClubOrigin, within.Country));
    }

    [Fact]
    public void Product_MinedInAMember_IsWhollyObtained()
    {
        var ore = new Product("261220", Rule("WO"), "DE", IsObtained: true, [], []);

        Assert.True(OriginDetermination.Determine(ore, Club, Day).IsClubOrigin);
        Assert.False(OriginDetermination.Determine(ore with { Country = "AU" }, Club, Day).IsClubOrigin);
        Assert.False(OriginDetermination.Determine(ore with { IsObtained = false }, Club, Day).IsClubOrigin);
    }

    [Fact]
    public void Figure_ThatIsMissing_NeverMeetsARule()
    {
        var product = Made("850511", "CTH or RVC 0 % build-up or MaxNOM 100 % EXW", "100", [Outside("850519 1")]) with
        {
            ExWorksPrice = null,
            FreeOnBoardPrice = null,
        };

        var answer = OriginDetermination.Determine(product, Club, Day);

        Assert.False(answer.IsClubOrigin);
        Assert.All(answer.Rules, rule => Assert.Matches("not known|without an ex-works price", rule.Reason));
    }

    [Theory]
    [InlineData("2027-03-01", false, "", "", null)]
    [InlineData("2026-03-01", false, "", "", null)]
    [InlineData("2026-02-28", false, "", "", ClaimObstacle.ProofNotValid)]
    [InlineData("2027-03-02", false, "", "", ClaimObstacle.ProofNotValid)]
    [InlineData(null, false, "", "", ClaimObstacle.ProofMissing)]
    [InlineData("2027-03-01", true, "", "", ClaimObstacle.Altered)]
    [InlineData("2027-03-01", false, "SG", "", ClaimObstacle.TransitNotShown)]
    [InlineData("2027-03-01", false, "SG", "Bill of lading", null)]
    public void Claim_ByProofAndWay_HasItsObstacle(
        string? proof, bool altered, string transit, string evidence, ClaimObstacle? obstacle)
    {
        var claim = new PreferenceClaim(
            proof is null ? null : DateOnly.Parse(proof, CultureInfo.InvariantCulture), Day, altered,
            transit.Length == 0 ? [] : [transit], evidence);

        Assert.Equal(obstacle, claim.Obstacles().Cast<ClaimObstacle?>().SingleOrDefault());
    }

    [Theory]
    [InlineData("2026-03-01", "The maker's records", null)]
    [InlineData("2026-02-28", "The maker's records", ClaimObstacle.ProofNotValid)]
    [InlineData("2027-03-01", "", ClaimObstacle.KnowledgeNotShown)]
    public void Claim_ByImportersKnowledge_IsShownAndAsOldAsAStatementMayBe(
        string known, string shown, ClaimObstacle? obstacle)
    {
        var claim = new PreferenceClaim(DateOnly.Parse(known, CultureInfo.InvariantCulture), Day, false, [], "")
        {
            ImportersKnowledge = shown,
        };

        Assert.Equal(obstacle, claim.Obstacles().Cast<ClaimObstacle?>().SingleOrDefault());
    }

    private static Product Made(
        string code, string rule, string price, IReadOnlyList<Input> inputs, params string[] processes) =>
        new(code, Rule(rule), "DE", IsObtained: false, inputs, [.. processes.Select(name => new Process(name, "DE"))])
        {
            ExWorksPrice = decimal.Parse(price, CultureInfo.InvariantCulture),
            FreeOnBoardPrice = decimal.Parse(price, CultureInfo.InvariantCulture),
        };

    private static OriginRule Rule(string text) => OriginRule.TryParse(text, out var rule, out var error)
        ? rule! : throw new FormatException($"{error}");

    private static Input Outside(string text)
    {
        var words = text.Split(' ');
        return new Input(words[0], decimal.Parse(words[1], CultureInfo.InvariantCulture), "CN", "", null);
    }

    private static Input Input(string code, decimal value, Product made) => new(code, value, made.Country, "", made);
}
