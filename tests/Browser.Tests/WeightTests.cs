using Microsoft.Playwright;

namespace CrmClub.Browser.Tests;

/// <summary>What a page costs its reader, and what it asks of others: nothing.</summary>
public sealed class WeightTests(BrowserClub browser)
{
    private const int RequestsMax = 5;
    private const int ScriptBytesMax = 6 * 1024;
    private const int PageBytesMax = 40 * 1024;
    private const int MapBytesMax = 60 * 1024;

    // A tenth of what web.dev/articles/cls calls good.
    private const double ShiftMax = 0.01;

    // Lighthouse's "slow 4G" and its processor: github.com/GoogleChrome/lighthouse, docs/throttling.md.
    private static readonly Dictionary<string, object> SlowLine = new()
    {
        ["offline"] = false,
        ["latency"] = 150,
        ["downloadThroughput"] = 1_638_400 / 8,
        ["uploadThroughput"] = 768_000 / 8,
    };

    // When the largest piece was there, in ms, and by how much anything moved until then; and when the answer began,
    // when it was there, and when anything was painted first.
    private const string Paint =
        """
        () => new Promise(done => {
            let moved = 0;
            new PerformanceObserver(list => list.getEntries().forEach(one => moved += one.value))
                .observe({ type: "layout-shift", buffered: true });
            new PerformanceObserver(list => {
                const paint = list.getEntries().at(-1).startTime;
                const page = performance.getEntriesByType("navigation")[0];
                const first = performance.getEntriesByName("first-contentful-paint")[0];
                requestAnimationFrame(() => requestAnimationFrame(() => done([paint, moved, page.responseStart,
                    page.responseEnd, first ? first.startTime : 0])));
            }).observe({ type: "largest-contentful-paint", buffered: true });
        })
        """;

    private static readonly Dictionary<string, object> SlowProcessor = new() { ["rate"] = 4 };

    [Theory]
    [InlineData("/")]
    [InlineData("/declarations")]
    [InlineData("/declarations/{mrn}")]
    [InlineData("/tariff")]
    [InlineData("/proposals")]
    [InlineData("/quotas/099020")]
    [InlineData("/suppliers")]
    [InlineData("/supply")]
    [InlineData("/register")]
    [InlineData("/register/grievances")]
    public async Task Page_Cold_IsLightAndAsksNobodyElse(string path)
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();
        // Nothing is left in the cache of what was seen on the way.
        await using var cold = await visit.AgainAsync();
        var devTools = await cold.Page.Context.NewCDPSessionAsync(cold.Page);
        await devTools.SendAsync("Network.emulateNetworkConditions", SlowLine);
        await devTools.SendAsync("Emulation.setCPUThrottlingRate", SlowProcessor);
        var loaded = new List<IRequest>();
        cold.Page.RequestFinished += (_, request) => loaded.Add(request);
        await cold.Page.GotoAsync(
            path.Replace("{mrn}", browser.Reassessed), new() { WaitUntil = WaitUntilState.NetworkIdle });

        var sizes = new List<(string Kind, int Bytes)>();
        foreach (var request in loaded)
            sizes.Add((request.ResourceType, (await request.SizesAsync()).ResponseBodySize));
        var paint = await cold.Page.EvaluateAsync<double[]>(Paint);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{path}: {string.Join(", ", sizes)}; largest contentful paint after {paint[0]:0} ms, "
            + $"moved by {paint[1]:0.000}; answer begun {paint[2]:0}, there {paint[3]:0}, "
            + $"first painted {paint[4]:0}");

        Assert.InRange(paint[1], 0, ShiftMax);
        Assert.InRange(loaded.Count, 1, RequestsMax);
        Assert.All(loaded, request => Assert.StartsWith(browser.Address.ToString(), request.Url));
        Assert.Equal(path.StartsWith("/register") ? ["document"] : ["document", "script"],
            sizes.Select(size => size.Kind).Distinct().Order());
        Assert.InRange(sizes.Where(size => size.Kind == "script").Sum(size => size.Bytes), 0, ScriptBytesMax);
        Assert.InRange(sizes.Where(size => size.Kind == "document").Sum(size => size.Bytes),
            1, path == "/supply" ? MapBytesMax : PageBytesMax);
    }
}
