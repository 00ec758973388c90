using CrmClub.Contracts.Declarations.V1;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.Browser.Tests;

/// <summary>What comes in while somebody looks.</summary>
public sealed class ArrivalTests(BrowserClub browser)
{
    // The footer makes room for one more row, while there are fewer than a page has.
    private const double ShiftMax = 0.01;

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Declaration_ThatComesIn_IsShownWithoutLoadingAgainAndMovesNothing()
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("/declarations");
        await page.EvaluateAsync("""
            () => {
                window.stays = true;
                window.moved = 0;
                new PerformanceObserver(list => list.getEntries().forEach(one => window.moved += one.value))
                    .observe({ type: "layout-shift", buffered: true });
            }
            """);
        using var customs = browser.Club.SignedInAs("customs-de");
        SubmitDeclarationRequest request = ExampleDeclaration.Request("DE");
        var mrn = (await customs.CallAsync(
            options => customs.Declarations.SubmitDeclarationAsync(request, options), Within, Cancel)).Answer.Mrn;

        var first = page.Locator("[data-live] tbody tr:first-child th a", new() { HasText = mrn });
        await Eventually.HoldsAsync(
            "the declaration is shown", async () => await first.CountAsync() > 0, Within, Cancel);

        Assert.True(await page.EvaluateAsync<bool>("window.stays"));
        Assert.InRange(await page.EvaluateAsync<double>("window.moved"), 0, ShiftMax);
        Assert.Contains("in the last hour", await page.Locator("[data-live] > p").First.InnerTextAsync());
        Assert.False(await page.Locator("[data-silent]").IsVisibleAsync());
        Assert.Empty(await LookTests.FaultsAsync(visit, "declarations-live"));
        Assert.Empty(visit.Complaints);
    }
}
