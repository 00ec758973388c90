using Microsoft.Playwright;

namespace CrmClub.Browser.Tests;

/// <summary>The pages of suppliers, assessors, administrations' officers and applicants, by the rules of all pages.
/// </summary>
public sealed class OtherPeopleTests(BrowserClub browser)
{
    [Theory]
    [InlineData("en", ColorScheme.Dark)]
    [InlineData("ja", ColorScheme.Light)]
    public async Task EveryPage_OfWhoIsNotOfTheSecretariat_HasNoFaultOfAccessibility(string language, ColorScheme theme)
    {
        var faults = new List<string>();
        foreach (var (person, pages) in PagesOf(browser))
        {
            await using var visit = await browser.VisitAsync(language, theme);
            await visit.SignInAsync(person, pages[0]);
            foreach (var path in pages)
            {
                await visit.Page.GotoAsync(path);
                Assert.DoesNotMatch(LookTests.TextName(), await visit.Page.Locator("body").InnerTextAsync());
                Assert.Equal(0, await visit.Page.Locator("[role=alert]").CountAsync());
                var name = $"{person.Split(',')[0]}{path.Split('?')[0].Replace('/', '-')}".Replace(' ', '-');
                await visit.Page.ScreenshotAsync(new()
                {
                    Path = Path.Combine(LookTests.Pictures, $"{name}-{language}-{theme}.png".ToLowerInvariant()),
                });
                faults.AddRange(await LookTests.FaultsAsync(visit, name));
                faults.AddRange(await LookTests.TooWideAsync(visit, name));
                faults.AddRange(visit.Complaints.Select(complaint => $"{name}: {complaint}"));
                visit.Forget();
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>The applicant's person begins a run by the page's button, and the page then lists what is missing.
    /// </summary>
    [Fact]
    public async Task Sandbox_RunBegun_ListsEachCaseAndGivesTheReport()
    {
        await using var visit = await browser.VisitAsync();
        await visit.SignInAsync("Applicant, Australia", "/sandbox");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Begin a new run" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("SubmitDeclaration → ACCEPTED").First).ToBeVisibleAsync();

        var download = await visit.Page.RunAndWaitForDownloadAsync(
            () => visit.Page.GetByRole(AriaRole.Link, new() { Name = "Signed report (JWS)" }).ClickAsync());

        using var report = new StreamReader(await download.CreateReadStreamAsync());
        Assert.Equal(3, (await report.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('.').Length);
    }

    private static IEnumerable<(string Person, string[] Pages)> PagesOf(BrowserClub browser) =>
    [
        ("Supplier",
            ["/filing", "/filing/applications/new", $"/filing/applications/{browser.Others.Application}"]),
        ("Assessor",
            [
                "/filing", $"/filing/assessments/new?facility={browser.Facility}",
                $"/filing/assessments/{browser.Others.Assessment}",
            ]),
        ("Customs officer, Germany",
            ["/cases", $"/cases/{browser.Adjustment}?deed=Drop", $"/declarations/{browser.Reassessed}"]),
        ("Applicant, Australia", ["/sandbox"]),
    ];
}
