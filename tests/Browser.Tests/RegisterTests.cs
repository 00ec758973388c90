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
        await page.ClickAsync("main a[href='/register/verify']");
        await page.FillAsync("#Credential", await credential.TextAsync());
        await page.ClickAsync("button.deed");
        await page.Locator("[role=status]").WaitForAsync();

        Assert.Equal("The credential does not hold.", await page.Locator("[role=status]").InnerTextAsync());
        Assert.Equal(
            ["It was revoked, or another took its place."], await page.Locator("main li").AllInnerTextsAsync());
        Assert.Empty(await LookTests.FaultsAsync(visit, "verdict"));
        Assert.Empty(visit.Complaints);
    }
}
