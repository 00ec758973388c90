using CrmClub.Testing;
using Microsoft.Playwright;

namespace CrmClub.Browser.Tests;

/// <summary>What people come for, from the first page on, by mouse and by keyboard.</summary>
public sealed class JourneyTests(BrowserClub browser)
{
    private const int ViewsMax = 4;

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Four page views: today, the code, the form, the answer.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DutyOnDysprosiumFromChina_FromTheFirstPage_IsSeenWithItsReason(bool byKeyboard)
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();
        var hands = new Hands(visit, byKeyboard);

        await hands.GoAsync("a[href='/tariff/28469020']", "/tariff/28469020");
        await hands.GoAsync("main a[href^='/duty']", "/duty");
        await hands.WriteAsync("#Origin", "CN");
        await hands.WriteAsync("#Value", "76200.00");
        await hands.WriteAsync("#NetMass", "254");
        await hands.GoAsync("main form button.deed", "/duty");
        await visit.Page.WaitForSelectorAsync(".derivation");

        Assert.Contains("20 %", await visit.Page.Locator(".derivation").InnerTextAsync());
        Assert.Contains("EUR", await visit.Page.Locator(".chief dd").First.InnerTextAsync());
        Assert.DoesNotContain("76200", visit.Page.Url);
        Assert.InRange(hands.Views, 1, ViewsMax);
    }

    /// <summary>Three page views: today, the suppliers, the certificate that is listed first.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CertificateThatEndsNext_FromTheFirstPage_IsFound(bool byKeyboard)
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();
        var hands = new Hands(visit, byKeyboard);
        const string First = "main tbody tr:first-child th a";

        await hands.GoAsync("nav a[href='/suppliers']", "/suppliers");
        var number = await visit.Page.Locator(First).InnerTextAsync();
        await hands.GoAsync(First, $"/certificates/{number}");

        Assert.Equal(browser.Current, number);
        Assert.Contains("valid", await visit.Page.Locator(".chief dd").First.InnerTextAsync());
        Assert.True(await visit.Page.GetByText("counts on").First.IsVisibleAsync());
        Assert.InRange(hands.Views, 1, ViewsMax);
    }

    /// <summary>Three page views: today, the change that waits, the certificate as it is then.</summary>
    [Fact]
    public async Task Suspension_PreparedByOne_IsOnTheOthersListAndTakesEffectByKeyboardAlone()
    {
        var change = await browser.PrepareSuspensionAsync(browser.Suspendable, Cancel);
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync("Secretariat approver");

        await visit.TabToAsync($"a[href='/certificates/changes/{change}']");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync($"/certificates/changes/{change}");
        await visit.TabToAsync("button.deed");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync($"/certificates/{browser.Suspendable}");

        Assert.Equal(2, await visit.Page.Locator("#history ~ .wide tbody tr").CountAsync());
        // Of its issue and of its suspension.
        Assert.Equal(2, await visit.Page.GetByText("Secretariat approver (you)").CountAsync());
    }

    /// <summary>Four page views: today, the proposals, the open one, and the same with what it would cost Japan.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenProposal_WhatItWouldCostJapan_IsAskedForAndFoundOnItsRow(bool byKeyboard)
    {
        var number = await browser.SubmitProposalAsync(Cancel);
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();
        var hands = new Hands(visit, byKeyboard);

        await hands.GoAsync("nav a[href='/proposals']", "/proposals");
        await hands.GoAsync($"main a[href='/proposals/{number}']", $"/proposals/{number}");
        // Until and with today, on which the club's declarations were accepted; in Japan it may be tomorrow.
        await hands.WriteAsync("#ToDay", $"{DateTime.UtcNow.AddDays(2):yyyy-MM-dd}");
        await hands.GoAsync("form:has(#ToDay) button", $"/proposals/{number}");
        var japan = visit.Page.Locator("#effect-members + .wide tbody tr", new() { HasText = "JP" });
        // By itself: nobody loads the page again.
        await Eventually.HoldsAsync("it is simulated", async () => await japan.CountAsync() == 1, Within, Cancel);

        Assert.Matches(@"JP[\s\S]*\d", await japan.InnerTextAsync());
        Assert.InRange(hands.Views, 1, ViewsMax);
        if (byKeyboard)
            Assert.Empty(await LookTests.FaultsAsync(visit, "proposal-effect"));
    }

    /// <summary>A rule that is broken is said at its field; mended, the proposal is there for the next step.</summary>
    [Fact]
    public async Task Draft_WithABrokenRule_IsMendedAtItsFieldAndSaved()
    {
        await using var visit = await browser.VisitAsync("ja");
        await visit.SignInAsync();
        var page = visit.Page;
        await page.GotoAsync("/proposals/new");
        await FillAsync(page, ("Title", "イットリウム化合物の基本税率"), ("Reason", "輸入の急増"),
            ("LegalBase", "Decision of the members"), ("EffectiveOn", "2040-01-01"));
        await FillRowAsync(("Id", "M-0009"), ("GoodsCode", "2846 90 50"), ("Origin", "ALL"),
            ("ExcludedOrigins", "CLUB"), ("Expression", "22 percents"));
        await page.Locator("button[value=Check]").ClickAsync();
        await page.WaitForSelectorAsync("[id='Amendments[0].Expression-fault']");
        Assert.Empty(await LookTests.FaultsAsync(visit, "draft-refused"));

        await FillRowAsync(("Expression", "22 %"));
        await page.Locator("button[value=Save]").ClickAsync();
        await page.WaitForSelectorAsync("a[href*='deed=Submit']");

        Assert.Contains("22 %", await page.Locator(".change").First.InnerTextAsync());

        async Task FillRowAsync(params (string Field, string Text)[] fields)
        {
            foreach (var (field, text) in fields)
                await page.Locator($"[id='Amendments[0].{field}']").FillAsync(text);
        }
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
            Assert.Equal(0, await author.Page.Locator("a[href*='deed=Approve']").CountAsync());
        }

        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync("Secretariat approver");
        await visit.TabToAsync("nav a[href='/proposals']");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync("/proposals");
        await visit.TabToAsync($"a[href='/proposals/{number}']");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync($"/proposals/{number}");
        await visit.TabToAsync("a[href*='deed=Approve']");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync(".notice strong");
        await visit.TabToAsync("#steps ~ form button.deed");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync("a[href*='deed=PutToVote']");

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
        await first.Page.GotoAsync($"/proposals/{number}?deed=Approve");
        await second.Page.GotoAsync($"/proposals/{number}?deed=Reject");

        await first.Page.Locator("#steps ~ form button.deed").ClickAsync();
        await first.Page.WaitForSelectorAsync("a[href*='deed=PutToVote']");
        await second.Page.Locator("#Text").FillAsync("Too dear");
        await second.Page.Locator("#steps ~ form button.deed").ClickAsync();
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
