using CrmClub.Testing;
using Microsoft.Playwright;

namespace CrmClub.Browser.Tests;

/// <summary>What people come for, from the first page on, by mouse and by keyboard.</summary>
public sealed class JourneyTests(BrowserClub browser)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

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

    /// <summary>Three page views: today, the suppliers, the certificate that is listed first.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CertificateThatEndsNext_FromTheFirstPage_IsFoundByMouseAndByKeyboardAlone(bool byKeyboard)
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();
        const string First = "main tbody tr:first-child th a";

        await GoAsync("nav a[href='/suppliers']");
        await visit.IsAtAsync("/suppliers");
        var number = await visit.Page.Locator(First).InnerTextAsync();
        await GoAsync(First);
        await visit.IsAtAsync($"/certificates/{number}");

        Assert.Equal(browser.Current, number);
        Assert.Contains("valid", await visit.Page.Locator(".chief dd").First.InnerTextAsync());
        Assert.True(await visit.Page.GetByText("counts on").First.IsVisibleAsync());

        async Task GoAsync(string link)
        {
            if (!byKeyboard)
            {
                await visit.Page.Locator(link).ClickAsync();
                return;
            }

            await visit.TabToAsync(link);
            await visit.Page.Keyboard.PressAsync("Enter");
        }
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

    /// <summary>Three page views: today, the proposals, the open one with what it would cost a member.</summary>
    [Fact]
    public async Task Proposal_WhatItWouldCostAMember_IsAskedForAndFoundByKeyboardAlone()
    {
        var number = await browser.SubmitProposalAsync(Cancel);
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();
        await visit.TabToAsync("nav a[href='/proposals']");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync("/proposals");
        await visit.TabToAsync($"a[href='/proposals/{number}']");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.IsAtAsync($"/proposals/{number}");

        // Until and with today, on which the club's declarations were accepted.
        await visit.TabToAsync("#ToDay");
        await visit.Page.Keyboard.TypeAsync($"{DateTime.UtcNow.AddDays(1):yyyy-MM-dd}");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync("**#effect");
        var member = visit.Page.Locator("#effect-own + .wide tbody tr", new() { HasText = "DE" });
        await Eventually.HoldsAsync("it is simulated", async () =>
        {
            await visit.Page.ReloadAsync();
            return await member.CountAsync() == 1;
        }, Within, Cancel);

        Assert.Contains("EUR", await member.InnerTextAsync());
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
        await page.WaitForSelectorAsync("button[value=Submit]");

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
