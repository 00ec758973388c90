using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using CrmClub.Testing;
using CrmClub.Web.Supply;

namespace CrmClub.Web.Tests;

/// <summary>Supply and materials by pages: on whom the club depends, in words, map, bars and table.</summary>
public sealed class SupplyTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Dysprosium, Separated compound: China has 73 %, above the line of 65 %; HHI 5826")]
    [InlineData("ja", "中国が73 %を占め、65 %の線を超えています")]
    public async Task Supply_Page_SaysWhomTheClubDependsOnInWordsAndPictures(string language, string finding)
    {
        var page = await ReadAsync("/supply", language);

        Assert.Contains(finding, page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, Regex.Count(page, "class=\"map\""));
        Assert.Contains("class=\"s5\"", page);
        Assert.Contains("<td class=\"num\">100</td>", page);      // What the study found of China.
        Assert.DoesNotContain("<script>", page);
    }

    /// <summary>Of one item nothing is said: the study's shares are drawn, and called so.</summary>
    [Fact]
    public async Task Supply_OfFewItems_ShowsTheStudys()
    {
        var page = await ReadAsync("/supply?of=Nd.Metal");

        Assert.Contains("China has the largest share, 60 %, not above 65 %; HHI 5200", page);
        Assert.Contains("the picture shows the study", page);
        Assert.Contains("<option value=\"Nd.Metal\" selected", page);
        Assert.Contains("href=\"/supply?of=Dy.SeparatedCompound&amp;from=&amp;to=\"", page);
    }

    [Fact]
    public async Task Supply_OfAPeriodWithoutAny_SaysSo() =>
        Assert.Contains("Nothing was declared in this period.", await ReadAsync("/supply?from=2020-01"));

    [Fact]
    public async Task Material_Page_DrawsThePriceAgainstItsFloorWithTheLevy()
    {
        var page = await ReadAsync("/supply/Dy");

        const string Finding = "At 260 USD for a kg Dy2O3 the reference price is below the floor of 325: "
            + "goods at that price bear a levy of 65 USD";
        Assert.Contains($"aria-label=\"{Finding}\"", page);
        Assert.Contains("class=\"lack\"", page);
        Assert.Contains("href=\"/tariff/28469020\"", page);
        Assert.Contains("href=\"/proposals/new\"", page);
        Assert.Contains("the largest share went from 90.00 % in 2026-09 to 60.00 % in 2026-11", page);
    }

    [Fact]
    public async Task Material_ThatIsNone_IsNotFound()
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("secretariat", Cancel);
        using var answer = await person.GetAsync("/supply/Xx", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public void World_EveryShape_IsAPathOfAKnownCountryWithinItsBox()
    {
        Assert.InRange(World.Shapes.Count, 200, 249);
        Assert.All(World.Shapes, shape => Assert.Matches("^([A-Z]{2})?$", shape.Country));
        Assert.All(World.Shapes, shape => Assert.Matches(@"^(M-?\d+,-?\d+[la][-\d, .]+(a[-\d, .]+)?z)+$", shape.Path));
        Assert.Equal(World.Shapes.Count, World.Shapes.DistinctBy(shape => shape.Country).Count());
        Assert.All(["CN", "JP", "US", "DE", "SG", "MT", "MY"],
            country => Assert.Contains(World.Shapes, shape => shape.Country == country));
    }

    /// <summary>What is committed is what the generator makes of Natural Earth's boundaries.</summary>
    [Fact]
    public async Task World_MadeAnew_IsWhatIsKept()
    {
        var folder = Path.Combine(Checkout.Root, "scripts", "world");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "world-atlas")),
            "scripts/install test was not run: no world-atlas.");
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "make.mjs")])
        {
            RedirectStandardOutput = true,
        })!;
        var made = await node.StandardOutput.ReadToEndAsync(Cancel);
        await node.WaitForExitAsync(Cancel);

        Assert.Equal(await File.ReadAllTextAsync(
            Path.Combine(Checkout.Root, "src", "Web", "Supply", "world.txt"), Cancel), made);
    }

    private async Task<string> ReadAsync(string path, string language = "en")
    {
        using var person = bench.Web.Browse(language);
        await person.SignInAsync("secretariat", Cancel);
        return await person.TextAsync(path, Cancel);
    }
}
