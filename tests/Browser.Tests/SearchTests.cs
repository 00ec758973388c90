namespace CrmClub.Browser.Tests;

/// <summary>The same question by search, by menu and by address, and single keys that can be switched off.</summary>
public sealed class SearchTests(BrowserClub browser)
{
    private const string Code = "/tariff/28469020";

    /// <summary>Two page views by search, three by menu, one by address.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Question_BySearchMenuAndAddress_EndsOnTheSamePage(bool byKeyboard)
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();
        var (page, hands) = (visit.Page, new Hands(visit, byKeyboard));

        if (byKeyboard)
            await page.Keyboard.PressAsync("/");
        else
            await page.Locator("[role=search] input").ClickAsync();
        await page.Keyboard.TypeAsync("2846.90 20");
        await page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync(Code);
        var bySearch = await visit.HeadingAsync();

        if (byKeyboard)
        {
            await page.Keyboard.PressAsync("g");
            await page.Keyboard.PressAsync("t");
            await visit.IsAtAsync("/tariff");
        }
        else
        {
            await hands.GoAsync("nav a[href='/tariff']", "/tariff");
        }

        await hands.GoAsync($"main a[href='{Code}']", Code);
        var byMenu = await visit.HeadingAsync();
        await page.GotoAsync(Code);

        Assert.Equal(["2846 90 20", "2846 90 20", "2846 90 20"], [bySearch, byMenu, await visit.HeadingAsync()]);
    }

    [Fact]
    public async Task Keys_SwitchedOff_DoNothingAnyMore()
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();
        var page = visit.Page;
        await page.Keyboard.PressAsync("?");
        await visit.IsAtAsync("/keys");
        await page.Keyboard.PressAsync("j");
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.matches('main tbody th a')"));
        await page.Keyboard.PressAsync("/");
        Assert.True(await IsSearchingAsync());
        // In a field they are letters.
        await page.Keyboard.TypeAsync("g?j");
        Assert.Equal("g?j", await page.Locator("[role=search] input").InputValueAsync());

        await page.Locator("button[name=keys][value=off]").ClickAsync();
        await page.WaitForSelectorAsync("button[value=off][aria-pressed=true]");
        await page.Keyboard.PressAsync("/");

        Assert.False(await IsSearchingAsync());
        Assert.Empty(visit.Complaints);

        Task<bool> IsSearchingAsync() =>
            page.EvaluateAsync<bool>("document.activeElement.matches('[role=search] input')");
    }
}
