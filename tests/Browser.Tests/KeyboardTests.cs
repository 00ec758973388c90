namespace CrmClub.Browser.Tests;

/// <summary>The way of a person who uses no mouse.</summary>
public sealed class KeyboardTests(BrowserClub browser)
{
    [Fact]
    public async Task Keyboard_FromSignInToALegalBase_SufficesAlone()
    {
        await using var visit = await browser.VisitAsync();
        var page = visit.Page;
        await page.GotoAsync("/");
        await visit.TabToAsync("button[value=secretariat]");
        await page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync("/");
        Assert.Equal("Today", await visit.HeadingAsync());

        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.matches('.skip')"));
        await page.Keyboard.PressAsync("Enter");
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.matches('main')"));

        await page.GotoAsync("/");
        await visit.TabToAsync("nav a[href='/declarations']");
        await page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync("/declarations");
        await visit.TabToAsync($"a[href='/declarations/{browser.Reassessed}']");
        await page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync($"/declarations/{browser.Reassessed}");
        Assert.Equal($"Declaration {browser.Reassessed}", await visit.HeadingAsync());

        await visit.TabToAsync("main summary");
        Assert.False(await LegalBaseAsync(visit));
        await page.Keyboard.PressAsync("Enter");
        Assert.True(await LegalBaseAsync(visit));
    }

    [Fact]
    public async Task Keyboard_LanguageAndSignOut_AreReached()
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();

        await visit.TabToAsync("button[value=ja]");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync("html[lang=ja]");
        Assert.Equal("本日", await visit.HeadingAsync());

        await visit.TabToAsync(".person button");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync("/signed-out");
        Assert.Equal("サインアウトしました", await visit.HeadingAsync());
        await visit.Page.GotoAsync("/");
        Assert.Contains("/oauth2/v2.0/authorize", visit.Page.Url);
    }

    private static Task<bool> LegalBaseAsync(Visit visit) =>
        visit.Page.Locator("main details p").First.IsVisibleAsync();
}
