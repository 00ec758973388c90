using Microsoft.Playwright;

namespace CrmClub.Browser.Tests;

/// <summary>What people come for, from the first page on, by mouse and by keyboard.</summary>
public sealed class JourneyTests(BrowserClub browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Four page views: today, the code, the form, the answer.</summary>
    [Fact]
    public async Task DutyOnDysprosiumFromChina_FromTheFirstPage_IsSeenWithItsReason()
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();
        var page = visit.Page;

        await page.Locator("a[href='/tariff/28469020']").ClickAsync();
        await visit.IsAtAsync("/tariff/28469020");
        await page.Locator("main a[href^='/duty']").ClickAsync();
        await visit.IsAtAsync("/duty");
        await FillAsync(page, ("Origin", "CN"), ("Value", "76200.00"), ("NetMass", "254"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Calculate" }).ClickAsync();
        await page.WaitForSelectorAsync(".derivation");

        Assert.Contains("20 %", await page.Locator(".derivation").InnerTextAsync());
        Assert.Contains("EUR", await page.Locator(".chief dd").First.InnerTextAsync());
        Assert.DoesNotContain("76200", page.Url);
    }

    [Fact]
    public async Task Duty_WrongCode_IsSaidAtItsFieldAndTheRestStays()
    {
        await using var visit = await browser.VisitAsync("ja");
        await visit.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("/duty");

        await FillAsync(page, ("GoodsCode", "99"), ("Origin", "\u202e中国😀"), ("Value", "1"), ("NetMass", "1"));
        await page.Locator("main form button.deed").ClickAsync();
        await page.WaitForSelectorAsync("[aria-invalid=true]");

        Assert.True(await page.Locator("#GoodsCode-fault").IsVisibleAsync());
        Assert.Equal("\u202e中国😀", await page.Locator("#Origin").InputValueAsync());
        Assert.Empty(await LookTests.FaultsAsync(visit, "duty-refused"));
    }

    [Fact]
    public async Task Proposal_OfTwoPersons_IsApprovedByTheOtherByKeyboardAlone()
    {
        var number = await browser.SubmitProposalAsync(Cancel);
        await using (var author = await browser.VisitAsync())
        {
            await author.SignInAsync();
            await author.Page.GotoAsync($"/proposals/{number}");
            Assert.True(await author.Page.GetByText("somebody who did not has to approve it").IsVisibleAsync());
            Assert.Equal(0, await author.Page.Locator("button[value=Approve]").CountAsync());
        }

        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync("Secretariat approver");
        await visit.TabToAsync("nav a[href='/proposals']");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync("/proposals");
        await visit.TabToAsync($"a[href='/proposals/{number}']");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync($"/proposals/{number}");
        await visit.TabToAsync("button[value=Approve]");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync("button[value=PutToVote]");

        Assert.Contains("approved", await visit.Page.Locator(".chief dd").InnerTextAsync());
        // Loading it again does nothing again.
        await visit.Page.ReloadAsync();
        Assert.Contains("approved", await visit.Page.Locator(".chief dd").InnerTextAsync());
    }

    [Fact]
    public async Task Proposal_ApprovedTwiceFromTwoWindows_SaysThatItIsDoneAndLosesNothing()
    {
        var number = await browser.SubmitProposalAsync(Cancel);
        await using var first = await browser.VisitAsync();
        await first.SignInAsync("Secretariat approver");
        await using var second = await first.AgainAsync();
        await first.Page.GotoAsync($"/proposals/{number}");
        await second.Page.GotoAsync($"/proposals/{number}");

        await first.Page.Locator("button[value=Approve]").ClickAsync();
        await first.Page.WaitForSelectorAsync("button[value=PutToVote]");
        await second.Page.Locator("#Text").FillAsync("Too dear");
        await second.Page.Locator("button[value=Reject]").ClickAsync();
        await second.Page.WaitForSelectorAsync("[role=alert]");

        Assert.Equal("Too dear", await second.Page.Locator("#Text").InputValueAsync());
        Assert.Contains("approved", await second.Page.Locator(".chief dd").InnerTextAsync());
    }

    private static async Task FillAsync(IPage page, params (string Field, string Text)[] fields)
    {
        foreach (var (field, text) in fields)
            await page.Locator($"#{field}").FillAsync(text);
    }
}
