using Microsoft.Playwright;

namespace CrmClub.Browser.Tests;

/// <summary>Somebody without an account files a grievance and asks for it, in a browser.</summary>
public sealed class GrievanceTests(BrowserClub browser)
{
    private const string Markup = "<script>document.title = 'run'</script><img src=x onerror=alert(1)>";

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("ja", ColorScheme.Dark)]
    public async Task Grievance_FiledAndAskedFor_HasNoFaultOfAccessibility(string language, ColorScheme theme)
    {
        await using var visit = await browser.VisitAsync(language, theme);
        var page = visit.Page;
        await page.GotoAsync("/register/grievances");
        await page.FillAsync("#Text", Markup);
        await page.FillAsync("#Facility", "F-MY-9999");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#Facility-fault").WaitForAsync();
        var faults = await SeenAsync(visit, "grievance-faults", language, theme);
        // What was expected: the refused form is told by its status.
        Assert.All(visit.Complaints, complaint => Assert.Contains("400", complaint));
        Assert.Equal(Markup, await page.InputValueAsync("#Text"));

        await page.FillAsync("#Facility", browser.Facility);
        await page.FillAsync("#Certificate", browser.Certificate);
        await page.FillAsync("#Name", Markup);
        await page.SelectOptionAsync("#Language", "ms");
        await page.ClickAsync("button.deed");
        await page.Locator(".chief code").First.WaitForAsync();
        var given = await page.Locator(".chief code").AllInnerTextsAsync();
        faults.AddRange(await SeenAsync(visit, "grievance-receipt", language, theme));

        await page.ClickAsync("main a[href='/register/grievances/status']");
        await page.FillAsync("#Receipt", given[0]);
        await page.FillAsync("#Secret", given[1].ToLowerInvariant());
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".chief").WaitForAsync();
        faults.AddRange(await SeenAsync(visit, "grievance-state", language, theme));

        Assert.Matches(@"^G-\d{4}-\d{4}$", given[0]);
        Assert.Equal(given[0], await page.Locator("code").First.InnerTextAsync());
        Assert.DoesNotContain("run", await page.TitleAsync());
        Assert.Equal(0, await page.Locator("script, img").CountAsync());
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<List<string>> SeenAsync(Visit visit, string name, string language, ColorScheme theme)
    {
        await visit.Page.ScreenshotAsync(new()
        {
            Path = Path.Combine(LookTests.Pictures, $"{name}-{language}-{theme}.png".ToLowerInvariant()),
            FullPage = true,
        });
        return await LookTests.FaultsAsync(visit, name);
    }
}
