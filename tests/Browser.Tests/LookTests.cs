using System.Text.RegularExpressions;
using CrmClub.Testing;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CrmClub.Browser.Tests;

/// <summary>
/// Every page in both languages and both themes, each called once a language: held against WCAG 2.2 AA by axe, in the
/// second theme its colours alone, kept as a picture, without a text's name or cause for complaint, and made narrow.
/// </summary>
public sealed partial class LookTests(BrowserClub browser)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        },
    };

    // A theme changes colours and nothing else.
    private static readonly AxeRunOptions Colours = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] },
    };

    internal static readonly string Pictures =
        Directory.CreateDirectory(Path.Combine(Checkout.Root, "TestResults", "screenshots")).FullName;

    // That there is no such page is told by its status, of which the browser complains.
    private const string NotFound = "not-found";
    private const int Height = 900;
    private const int Wide = 1280;

    // As magnified twofold and fourfold.
    private static readonly int[] Narrow = [640, 320];

    /// <summary>Each page in one theme, and then as it stands in the other.</summary>
    [Theory]
    [InlineData("en", ColorScheme.Light, ColorScheme.Dark)]
    [InlineData("ja", ColorScheme.Dark, ColorScheme.Light)]
    public async Task EveryPage_InEachLook_HasNoFaultOfAccessibility(
        string language, ColorScheme theme, ColorScheme other)
    {
        await using var visit = await browser.VisitAsync(language, theme, Wide, Height);
        await visit.Page.GotoAsync("/");
        var faults = await FaultsAsync(visit, "identity");
        await visit.SignInAsync();

        foreach (var (name, path) in PagesOf(browser))
        {
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = theme });
            await visit.Page.GotoAsync(path);
            Assert.Equal(language, await visit.Page.Locator("html").GetAttributeAsync("lang"));
            Assert.DoesNotMatch(TextName(), await visit.Page.Locator("body").InnerTextAsync());
            Assert.Equal(0, await visit.Page.Locator("script:not([src^='/assets/']), [style], [onclick]").CountAsync());
            await PictureAsync(theme);
            faults.AddRange(await FaultsAsync(visit, name));
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = other });
            await PictureAsync(other);
            faults.AddRange(await FaultsAsync(visit, name, Colours));
            faults.AddRange(await TooWideAsync(visit, name));
            if (name != NotFound)
                faults.AddRange(visit.Complaints.Select(complaint => $"{name}: {complaint}"));
            visit.Forget();

            Task PictureAsync(ColorScheme shown) => visit.Page.ScreenshotAsync(new()
            {
                Path = Path.Combine(Pictures, $"{name}-{language}-{shown}.png".ToLowerInvariant()),
            });
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task OtherRole_Page_HasNoFaultOfAccessibility()
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync("Auditor");

        Assert.Equal("These pages are for the secretariat", await visit.HeadingAsync());
        var faults = await FaultsAsync(visit, "403");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Theme_Chosen_StandsAgainstTheSystems()
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync();
        var light = await GroundAsync(visit);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        var dark = await GroundAsync(visit);
        await visit.Page.GotoAsync("/declarations");

        Assert.NotEqual(light, dark);
        Assert.Equal(dark, await GroundAsync(visit));
    }

    internal static IEnumerable<(string Name, string Path)> PagesOf(BrowserClub browser) =>
    [
        ("today", "/"), ("today-moved", "/?day=2026-03-01"), ("search", "/search?q=CRM"), ("keys", "/keys"),
        ("declarations", "/declarations"),
        ("declaration", $"/declarations/{browser.Reassessed}"),
        ("case", $"/declarations/{browser.Reassessed}/case"), ("not-found", "/nowhere"),
        ("signed-out", "/signed-out"),
        ("tariff", "/tariff"), ("tariff-code", "/tariff/28469020"), ("versions", "/tariff/compare"),
        ("duty", "/duty?code=28469020"),
        ("compare", $"/compare?before={browser.Reassessed}&after={browser.Other}"),
        ("draft", "/proposals/new"), ("quotas", "/quotas"), ("quota", $"/quotas/{BrowserClub.Quota}"),
        ("suppliers", "/suppliers"), ("facility", $"/facilities/{browser.Facility}"),
        ("certificate", $"/certificates/{browser.Certificate}"), ("changes", "/certificates/changes"),
        ("change", $"/certificates/changes/{browser.Change}"),
        ("certify", $"/certificates/{browser.Current}?deed=Revoke"),
        ("supply", "/supply"), ("material", "/supply/Dy"),
        ("rates", "/rates"), ("rates-import", "/rates/import"), ("cases", "/cases"), ("accounts", "/accounts"),
        ("cause", $"/cases?state=all&cause={Uri.EscapeDataString(browser.Cause)}"),
        ("case-adjustment", $"/cases/{browser.Adjustment}"),
        ("account-month", $"/accounts/DE/{DateTime.UtcNow:yyyy-MM}"),
        ("grievances", "/grievances"), ("grievance-inside", $"/grievances/{browser.Others.Grievance}"),
        ("audit", "/audit"), ("operations", "/operations"), ("codes", "/codes"),
        ("holidays", "/codes?list=holidays"), ("group", "/codes/groups/ASEAN"), ("notices", "/notices"),
        ("notice", $"/notices/{browser.Others.Notice}"),
        ("notice-waiting", $"/notices/changes/{browser.Others.WaitingNotice}"),
        ("notice-write", "/notices/new"), ("risk", "/risk"), ("risk-profile", "/risk/R2"),
        ("risk-propose", "/risk/R2/edit"),
        ("members", "/members"), ("party", "/members/EU"), ("party-step", "/members/EU?deed=Withdraw"),
        ("member-changes", "/members/changes"), ("member-change", $"/members/changes/{browser.MemberChange}"),
        ("application", "/members/new"), ("proposals", "/proposals"),
        ("proposal", $"/proposals/{browser.Proposal}"),
        ("proposal-step", $"/proposals/{browser.Proposal}?deed=Withdraw"),
        ("register", "/register"), ("register-facility", $"/register/facilities/{browser.Facility}"),
        ("register-certificate", $"/register/certificates/{browser.Certificate}"), ("verify", "/register/verify"),
        ("verify-certificate", $"/register/verify?certificate={browser.Current}"),
        ("finder", "/register/duty"),
        ("grievance", "/register/grievances"), ("grievance-status", "/register/grievances/status"),
    ];

    // Japanese breaks lines in other places than English.
    internal static async Task<List<string>> TooWideAsync(Visit visit, string name)
    {
        var faults = new List<string>();
        foreach (var width in Narrow)
        {
            await visit.Page.SetViewportSizeAsync(width, Height);
            var over = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            if (over > 0)
                faults.Add($"{name} is {over} px wider than a window of {width}.");
        }

        await visit.Page.SetViewportSizeAsync(Wide, Height);
        return faults;
    }

    // As in "Today.Title" or "Problem.404".
    [GeneratedRegex(@"\b[A-Z][A-Za-z]+\.[A-Z0-9][A-Za-z0-9]+\b")]
    internal static partial Regex TextName();

    private static Task<string> GroundAsync(Visit visit) =>
        visit.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor");

    internal static async Task<List<string>> FaultsAsync(Visit visit, string name, AxeRunOptions? rules = null) =>
        [.. (await visit.Page.RunAxe(rules ?? Rules)).Violations.SelectMany(fault => fault.Nodes.Select(node =>
            $"{name}: {fault.Id}: {fault.Help}: {node.Html}"))];
}
