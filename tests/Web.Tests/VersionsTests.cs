namespace CrmClub.Web.Tests;

/// <summary>Two tariff versions, and the revisions of a declaration, beside each other.</summary>
public sealed class VersionsTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Page by page, all of it; the newest and the one before where none is named.</summary>
    [Theory]
    [InlineData("/tariff/compare", 6, 7)]
    [InlineData("/tariff/compare?before=2&after=5", 2, 5)]
    [InlineData("/tariff/compare?before=two&after=5", 6, 5)]
    public async Task TwoVersions_Compared_AreSeenMeasureByMeasure(string path, int before, int after)
    {
        using var person = await bench.Web.SignedInAsync("secretariat", Cancel);
        var page = await person.TextAsync(path, Cancel);

        Assert.Contains($"From version {before} to version {after} measures differ: 2.", page);
        Assert.Contains($"<del class=\"old\">{before} %</del>", page);
        Assert.Contains($"<ins>{after} %</ins>", page);
        Assert.Contains("<code>M-2</code>", page);
        Assert.Contains($"crmclub tariff diff {before} {after}", page);
    }

    [Fact]
    public async Task Revisions_OfADeclaration_AreDrawnWithTheMoneyThatEachMoved()
    {
        using var person = await bench.Web.SignedInAsync("secretariat", Cancel);
        var page = await person.TextAsync("/declarations/dear", Cancel);

        Assert.Contains("aria-label=\"2 revisions: the duty began as 40,000.00 EUR and is 49,539.89 EUR now.\"", page);
        Assert.Contains("<td class=\"num\">9,539.89</td>", page);
        Assert.DoesNotContain("id=\"moved\"", await person.TextAsync($"/declarations/{StubServices.Mrn}", Cancel));
    }
}
