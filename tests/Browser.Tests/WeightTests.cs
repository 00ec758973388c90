using Microsoft.Playwright;

namespace CrmClub.Browser.Tests;

/// <summary>What a page costs its reader, and what it asks of others: nothing.</summary>
public sealed class WeightTests(BrowserClub browser)
{
    private const int RequestsMax = 5;
    private const int StyleBytesMax = 10 * 1024;
    private const int PageBytesMax = 40 * 1024;

    [Theory]
    [InlineData("/")]
    [InlineData("/declarations")]
    [InlineData("/declarations/{mrn}")]
    [InlineData("/tariff")]
    [InlineData("/proposals")]
    [InlineData("/quotas/099020")]
    [InlineData("/suppliers")]
    [InlineData("/register")]
    [InlineData("/register/grievances")]
    public async Task Page_Cold_IsLightAndAsksNobodyElse(string path)
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();
        // Nothing is left in the cache of what was seen on the way.
        await using var cold = await visit.AgainAsync();
        var loaded = new List<IRequest>();
        cold.Page.RequestFinished += (_, request) => loaded.Add(request);
        await cold.Page.GotoAsync(
            path.Replace("{mrn}", browser.Reassessed), new() { WaitUntil = WaitUntilState.NetworkIdle });

        var sizes = new List<(string Kind, int Bytes)>();
        foreach (var request in loaded)
            sizes.Add((request.ResourceType, (await request.SizesAsync()).ResponseBodySize));
        TestContext.Current.TestOutputHelper?.WriteLine($"{path}: {string.Join(", ", sizes)}");

        Assert.InRange(loaded.Count, 1, RequestsMax);
        Assert.All(loaded, request => Assert.StartsWith(browser.Address.ToString(), request.Url));
        Assert.Equal(["document", "stylesheet"], sizes.Select(size => size.Kind).Distinct().Order());
        Assert.InRange(sizes.Where(size => size.Kind == "stylesheet").Sum(size => size.Bytes), 1, StyleBytesMax);
        Assert.InRange(sizes.Where(size => size.Kind == "document").Sum(size => size.Bytes), 1, PageBytesMax);
    }
}
