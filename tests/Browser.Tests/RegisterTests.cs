using Microsoft.Playwright;

namespace CrmClub.Browser.Tests;

/// <summary>Somebody without an account finds a certificate and verifies it, in a browser.</summary>
public sealed class RegisterTests(BrowserClub browser)
{
    [Fact]
    public async Task Register_FromASearchToAVerdict_NeedsNoAccountAndHasNoFaultOfAccessibility()
    {
        await using var visit = await browser.VisitAsync();
        var page = visit.Page;
        await page.GotoAsync("/register");
        await page.FillAsync("input[name=text]", browser.Facility);
        await page.Keyboard.PressAsync("Enter");
        await page.ClickAsync($"a[href='/register/certificates/{browser.Certificate}']");
        await visit.IsAtAsync($"/register/certificates/{browser.Certificate}");
        Assert.Equal("revoked", await page.Locator(".chief dd").InnerTextAsync());
        Assert.Equal(2, await page.Locator("#history ~ .wide tbody tr").CountAsync());

        var credential = await page.APIRequest.GetAsync(
            $"{browser.Address}api/v1/suppliers/certificates/{browser.Certificate}/credential");
        await page.ClickAsync("nav a[href='/register/verify']");
        await page.FillAsync("#Credential", await credential.TextAsync());
        await page.ClickAsync("button.deed");
        await page.Locator("[role=status]").WaitForAsync();

        Assert.Equal("The credential does not hold.", await page.Locator("[role=status]").InnerTextAsync());
        Assert.Equal(
            ["It was revoked, or another took its place."], await page.Locator("main li").AllInnerTextsAsync());
        Assert.Empty(await LookTests.FaultsAsync(visit, "verdict"));
        Assert.Empty(visit.Complaints);
    }

    /// <summary>By keyboard: a supplier's certificate lowers the duty, and no address holds the goods.</summary>
    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("ja", ColorScheme.Dark)]
    public async Task Duty_WithASuppliersNumber_IsFoundWithoutAnAccount(string language, ColorScheme theme)
    {
        await using var visit = await browser.VisitAsync(language, theme);
        var page = visit.Page;
        await page.GotoAsync("/register");
        await visit.TabToAsync("nav a[href='/register/duty']");
        await page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync("/register/duty");
        foreach (var (field, text) in new[]
        {
            ("GoodsCode", "2846 90 10"), ("Origin", "MY"), ("Value", "76200.00"), ("NetMass", "254"),
        })
        {
            await visit.TabToAsync($"#{field}");
            await page.Keyboard.TypeAsync(text);
        }

        var without = await FindAsync(".derivation");
        await page.FillAsync("#Supplier", browser.Suspendable);
        var with = await FindAsync($"main a[href='/register/certificates/{browser.Suspendable}']");

        Assert.NotEqual(without, with);
        Assert.Contains(browser.Suspendable, await page.Locator("main").InnerTextAsync());
        Assert.DoesNotContain("76200", page.Url);
        Assert.Empty(await LookTests.FaultsAsync(visit, "finder-found"));
        Assert.Empty(visit.Complaints);
        await page.ScreenshotAsync(new()
        {
            Path = Path.Combine(LookTests.Pictures, $"finder-found-{language}-{theme}.png".ToLowerInvariant()),
            FullPage = true,
        });

        async Task<string> FindAsync(string answered)
        {
            await page.Locator("#Value").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.Locator(answered).First.WaitForAsync();
            return await page.Locator(".chief dd").First.InnerTextAsync();
        }
    }
}
