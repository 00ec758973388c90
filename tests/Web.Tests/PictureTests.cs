using System.Globalization;
using Bunit;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Arrivals;
using CrmClub.Web.Members;
using CrmClub.Web.Parts;
using CrmClub.Web.Proposals;
using CrmClub.Web.Quotas;
using CrmClub.Web.Rates;
using CrmClub.Web.Suppliers;
using CrmClub.Web.Supply;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;

namespace CrmClub.Web.Tests;

/// <summary>The pictures by themselves: what they draw is what they say.</summary>
public sealed class PictureTests : BunitContext
{
    private static readonly DateOnly March = new(2027, 3, 1);

    public PictureTests() => Services.AddLocalization();

    /// <summary>Volume 1,000 of 90 days: a tenth is left at the critical line, which is drawn at nine tenths.</summary>
    [Theory]
    [InlineData("2027-03-31", 1)]
    [InlineData("", 0)]
    public void BurnDown_OfAPeriod_FallsByAllocationsAndGoesOnAtItsPace(string allocatedUntil, int forecasts)
    {
        var account = new QuotaAccount
        {
            OpenFrom = "2027-03-01",
            Volume = "1000",
            Balance = "400",
            AllocatedUntil = allocatedUntil,
            Unit = "kg",
        };
        var quota = new QuotaDefinition
        {
            Periods = { new QuotaPeriod { OpenFrom = "2027-03-01", OpenTo = "2027-05-30", Volume = "1000" } },
        };
        var course = new QuotaCourse(quota, account,
        [
            new() { OpenFrom = "2027-03-01", Number = 1, AllocatedUntil = "2027-03-16", Balance = "700" },
            new() { OpenFrom = "2027-03-01", Number = 2, AllocatedUntil = "2027-03-31", Balance = "400" },
        ]);

        var picture = Render<BurnDown>(given => given
            .Add(one => one.Course, course)
            .Add(one => one.Today, new DateOnly(2027, 4, 15))
            .Add(one => one.Finding, "60 % used"));

        Assert.Equal("60 % used", picture.Find("svg[role=img]").GetAttribute("aria-label"));
        Assert.Equal("144", picture.Find("line.limit").GetAttribute("y1"));
        Assert.Equal("0,0 100,0 100,48 200,48 200,96 300,96", picture.Find("polyline").GetAttribute("points"));
        Assert.Equal("300", picture.Find("line.mark").GetAttribute("x1"));
        Assert.Equal(forecasts, picture.FindAll("line.pace").Count);
    }

    [Theory]
    [InlineData(Majority.Double, "55 65")]
    [InlineData(Majority.Unanimity, "")]
    public void Votes_AgainstWhatTheRuleAsksFor_AreBarsWithMarksWhereItAsksForShares(Majority majority, string marks)
    {
        var ballot = new Ballot
        {
            Rule = new VotingRule { Majority = majority, MembersPercent = "55", ImportsPercent = "65" },
            Entitled =
            {
                new PartyShare { Party = "EU", SharePercent = "62" },
                new PartyShare { Party = "JP", SharePercent = "30" },
                new PartyShare { Party = "AU", SharePercent = "8" },
            },
            Votes = { new Vote { Party = "EU", Choice = VoteChoice.Yes, Final = true } },
            Tally = new Tally { EntitledMembers = 3, YesMembers = 1, EntitledShare = "100", YesShare = "62" },
        };

        var table = Render<BallotTable>(given => given.Add(one => one.Ballot, ballot));

        Assert.Equal(["33.33", "62"], table.FindAll("rect.filled").Select(bar => bar.GetAttribute("width")));
        Assert.Equal(marks, string.Join(' ', table.FindAll("line.mark").Select(mark => mark.GetAttribute("x1"))));
        Assert.All(table.FindAll("svg"), bar => Assert.StartsWith("In favour", bar.GetAttribute("aria-label")));
        Assert.Equal(["EU", "JP", "AU"], table.FindAll("tbody th").Select(party => party.TextContent));
    }

    /// <summary>100, then 60 more, then 40 less: from 0 to 160 of 600 wide.</summary>
    [Fact]
    public void Waterfall_OfChanges_BeginsEachBarWhereTheOneBeforeEnded()
    {
        List<WaterfallStep> steps =
        [
            WaterfallStep.Total("before", 100), .. WaterfallStep.Of(100, [("tariff", 60), ("price", -40)]),
            WaterfallStep.Total("after", 120),
        ];

        var picture = Render<Waterfall>(given => given
            .Add(one => one.Steps, steps).Add(one => one.Currency, "EUR").Add(one => one.Finding, "20 more")
            .Add(one => one.Caption, "causes").Add(one => one.Id, "causes"));

        Assert.Equal(["held 0 375", "filled 375 225", "hollow 450 150", "held 0 450"],
            picture.FindAll("rect").Select(bar =>
                $"{bar.ClassName} {bar.GetAttribute("x")} {bar.GetAttribute("width")}"));
        Assert.Equal("20 more", picture.Find("svg[role=img]").GetAttribute("aria-label"));
        Assert.Equal(["", "60", "-40", ""], picture.FindAll("tbody td:nth-child(2)").Select(cell => cell.TextContent));
    }

    [Fact]
    public void Waterfall_BelowNothing_HasItsAxisWhereNothingIs()
    {
        var picture = Render<Waterfall>(given => given
            .Add(one => one.Steps, WaterfallStep.Of(0, [("DE", -30), ("FR", 90)])).Add(one => one.Finding, "60 more"));

        Assert.Equal("200", picture.Find("line.axis").GetAttribute("x1"));
        Assert.Equal(["hollow 0 200", "filled 0 600"], picture.FindAll("rect").Select(bar =>
            $"{bar.ClassName} {bar.GetAttribute("x")} {bar.GetAttribute("width")}"));
    }

    /// <summary>100 days: the floor of 400 from the 50th on, the price at 300, and none from the 75th on.</summary>
    [Fact]
    public void PriceGap_BelowTheFloor_FillsWhatLacks()
    {
        var price = new ReferencePrice
        {
            ValidFrom = "2027-01-01",
            ValidTo = March.AddDays(75).ToString("yyyy-MM-dd"),
            Price = new() { Amount = "300", Currency = "USD" },
        };
        var course = new PriceCourse(
            "Dy2O3", "USD", March, March.AddDays(100), [price], [(March.AddDays(50), null, 400)]);

        var picture = Render<PriceGap>(given => given
            .Add(one => one.Course, course).Add(one => one.Day, March.AddDays(60)).Add(one => one.Finding, "below"));

        var gap = picture.Find("rect.lack");
        Assert.Equal(("300", "0", "150", "40"), (gap.GetAttribute("x"), gap.GetAttribute("y"),
            gap.GetAttribute("width"), gap.GetAttribute("height")));
        Assert.Equal("M0,40L300,40L300,40L450,40", picture.Find("path.steps").GetAttribute("d"));
        Assert.Equal("M300,0L450,0L450,0L600,0", picture.Find("path.floor").GetAttribute("d"));
        Assert.Equal(["0", "100", "0"], picture.FindAll("tbody td:last-child").Select(cell => cell.TextContent));
        var on = course.On(March.AddDays(60))!;
        Assert.Equal((300m, 400m, 100m), (on.Price, on.Floor, on.Levy));
    }

    [Fact]
    public void Map_OfShares_DrawsEachCountryOnceByItsShare()
    {
        var map = Render<WorldMap>(given => given.Add(one => one.Finding, "China has 73 %")
            .Add(one => one.Shares, new Dictionary<string, decimal> { ["CN"] = 73, ["MY"] = 20, ["SG"] = 65 }));

        Assert.Equal(["s0", "s3", "s4", "s5"], map.FindAll("[role=img] > path")
            .Select(path => path.ClassName).Order());
        Assert.Equal(
            World.Shapes.Single(one => one.Country == "CN").Path, map.Find("[role=img] > .s5").GetAttribute("d"));
        // Each share has lines of its own, for whoever sees no colour.
        Assert.Equal(4, map.FindAll("pattern path").Select(path => path.GetAttribute("d")).Distinct().Count());
        Assert.Contains("take no position", map.Markup);
    }

    /// <summary>Two months of four are missing, and what is missing after the day does no harm yet.</summary>
    [Fact]
    public void Series_WithAGap_IsMarkedOnItsDaysAlone()
    {
        var series = new RateSeries("k", "EU-MONTHLY", "EUR/USD", "USD = 1 EUR", March, March.AddDays(100),
        [
            new(March, March.AddDays(25), "1.10", "ECB", false),
            new(March.AddDays(50), March.AddDays(75), "1.20", "ECB", false),
        ]);

        var picture = Render<SeriesLine>(given => given.Add(one => one.Series, series)
            .Add(one => one.Until, March.AddDays(60)).Add(one => one.Finding, "a gap").Add(one => one.Height, 100));

        var gap = Assert.Single(picture.FindAll("rect.gap"));
        Assert.Equal(("150", "150"), (gap.GetAttribute("x"), gap.GetAttribute("width")));
        Assert.Equal("M0,100L150,100M300,0L450,0", picture.Find("path.steps").GetAttribute("d"));
    }

    [Theory]
    [InlineData(95.47, "filled", "95.47")]
    [InlineData(120.29, "over", "120")]
    public void Balance_BeyondTheCapacity_LooksOtherwiseAndEndsAtTheScale(double percent, string look, string width)
    {
        var bar = Render<BalanceBar>(given => given
            .Add(one => one.Percent, (decimal)percent).Add(one => one.Finding, "used"));

        Assert.Equal(width, bar.Find($"rect.{look}").GetAttribute("width"));
        Assert.Equal(["90", "100"], bar.FindAll("line.mark").Select(mark => mark.GetAttribute("x1")));
    }

    /// <summary>A year of which the third month was suspended: three spans, the middle one hollow.</summary>
    [Fact]
    public void Timeline_OfASuspendedCertificate_IsHollowOnItsDays()
    {
        var issued = new Certificate { ValidFrom = "2027-01-01", ValidTo = "2028-01-01" };
        var lifted = new Certificate(issued)
        {
            Suspensions = { new CertificateSuspension { From = "2027-03-01", Until = "2027-04-01" } },
        };

        var picture = Render<CertificateTimeline>(given => given
            .Add(one => one.Versions, [issued, lifted]).Add(one => one.Day, March).Add(one => one.Finding, "good"));

        Assert.Equal(
            ["filled 0 600", "filled 0 97", "hollow 97 51", "filled 147.9 452.1"],
            picture.FindAll("rect").Select(span =>
                $"{span.ClassName} {span.GetAttribute("x")} {span.GetAttribute("width")}"));
        Assert.Equal("97", picture.Find("line.mark").GetAttribute("x1"));
    }

    [Fact]
    public void Strip_OfTheLastHour_StacksAMinutesOutcomesAndSaysTheSameInItsTable()
    {
        var hour = new LastHour(new CountArrivalsResponse
        {
            CountedFrom = Timestamp.FromDateTimeOffset(ArrivalTests.Until.AddMinutes(-9)),
            Until = Timestamp.FromDateTimeOffset(ArrivalTests.Until),
            Minutes = { ArrivalTests.At(2, documents: 1), ArrivalTests.At(0, release: 3, physical: 1) },
        });

        var strip = Render<MinuteStrip>(given => given.Add(one => one.Hour, hour));

        var bars = strip.FindAll("rect").Select(bar =>
            $"{bar.ClassName} {bar.GetAttribute("x")} {bar.GetAttribute("y")} {bar.GetAttribute("height")}");
        Assert.Equal(["ground 0 0 48", "lack 571 36 12", "held 591 36 12", "filled 591 0 36"], bars);
        Assert.Equal("500", strip.Find("rect.ground").GetAttribute("width"));
        Assert.StartsWith("5 in the last hour, a control recommended for 2 of them; most at 12:30 UTC: 4.",
            strip.Find("svg").GetAttribute("aria-label"));
        Assert.Contains("Counted so far from 12:21 UTC on", strip.Markup);
        Assert.Equal(["12:28 0 1 0 0", "12:30 1 0 3 0"], strip.FindAll("tbody tr").Select(row =>
            string.Join(' ', row.Children.Select(cell => cell.TextContent.Trim()))));
    }

    /// <summary>The largest fills half of it; what becomes less lies to the left, and a dot marks a change of regime.
    /// </summary>
    [Theory]
    [InlineData(1, false, "filled 50 46", 0)]
    [InlineData(-0.5, true, "hollow 27 23", 1)]
    public void Difference_OfASum_LiesOnItsSideOfTheLine(double share, bool isMarked, string bar, int dots)
    {
        var picture = Render<DifferenceBar>(given => given
            .Add(one => one.Share, (decimal)share).Add(one => one.IsMarked, isMarked).Add(one => one.Finding, "less"));

        var drawn = picture.Find("rect");
        Assert.Equal(bar, $"{drawn.ClassName} {drawn.GetAttribute("x")} {drawn.GetAttribute("width")}");
        Assert.Equal(dots, picture.FindAll("ellipse").Count);
        Assert.Equal("less", picture.Find("svg[role=img]").GetAttribute("aria-label"));
    }

    /// <summary>A year each, and a third that has no end: three of 600, with the day in the middle of the second.
    /// </summary>
    [Fact]
    public void Timeline_OfStretches_HasEachOverItsDaysAndTheDayThatIsAskedAbout()
    {
        var party = new Party
        {
            Statuses =
            {
                Row(PartyStatus.Applicant, "2026-01-01", "2027-01-01"),
                // Corrected: what was recorded later counts.
                Row(PartyStatus.Acceding, "2027-01-01", ""), Row(PartyStatus.Member, "2028-01-01", ""),
            },
        };

        var picture = Render<Timeline>(given => given
            .Add(one => one.Stretches,
                [.. party.States().Select(one => new Stretch($"{one.Status}", one.From, one.To, "filled"))])
            .Add(one => one.Day, new DateOnly(2027, 7, 2)).Add(one => one.Finding, "it accedes"));

        Assert.Equal(["Applicant", "Acceding", "Member"], picture.FindAll("text").Select(text => text.TextContent));
        Assert.Equal(["0 200", "200 200", "400 200"], picture.FindAll("rect.filled").Select(bar =>
            $"{Number(bar.GetAttribute("x")):0} {Number(bar.GetAttribute("width")):0}"));
        Assert.InRange(Number(picture.Find("line.mark").GetAttribute("x1")), 299, 301);
        Assert.Equal("it accedes", picture.Find("svg[role=img]").GetAttribute("aria-label"));

        static decimal Number(string? text) => decimal.Parse(text!, CultureInfo.InvariantCulture);

        static PartyStatusRow Row(PartyStatus status, string from, string to) =>
            new() { Status = status, ValidFrom = from, ValidTo = to };
    }
}
