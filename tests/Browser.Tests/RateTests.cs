using Microsoft.Playwright;

namespace CrmClub.Browser.Tests;

/// <summary>Rates on the whole club: what corrects others waits for somebody else.</summary>
public sealed class RateTests(BrowserClub browser)
{
    private const string Header = "series,base,quote,rate,valid_from,valid_to,source,demonstration\n";

    [Fact]
    public async Task Rate_PastedAndThenCorrected_CountsOnceAnotherApproves()
    {
        await using var officer = await browser.VisitAsync();
        await officer.SignInAsync();
        await ImportAsync(officer, "3.5", "");
        Assert.Contains("Recorded as set", await officer.Page.GetByRole(AriaRole.Status).InnerTextAsync());

        await ImportAsync(officer, "3.6", "A slip");
        await officer.Page.GetByRole(AriaRole.Status).GetByRole(AriaRole.Link).ClickAsync();
        await officer.Page.WaitForURLAsync("**/rates/corrections/*");
        Assert.Contains("somebody else has to judge it", await officer.Page.Locator("main").InnerTextAsync());

        await using var approver = await browser.VisitAsync();
        await approver.SignInAsync("Secretariat approver");
        await approver.Page.GotoAsync(new Uri(officer.Page.Url).PathAndQuery);
        await approver.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await approver.Page.WaitForURLAsync(url => url.Contains("/rates#"));
        await approver.Page.GotoAsync("/rates?series=TRY-OUT&day=2040-01-15");

        Assert.Contains("3.6", await approver.Page.Locator("#series + .wide").InnerTextAsync());
        Assert.Contains("A slip", await approver.Page.Locator("#corrections + .wide").InnerTextAsync());
    }

    private static async Task ImportAsync(Visit visit, string rate, string reason)
    {
        await visit.Page.GotoAsync("/rates/import");
        await visit.Page.Locator("#Table").FillAsync(
            $"{Header}TRY-OUT,EUR,CHF,{rate},2040-01-01,2040-02-01,Test,true");
        await visit.Page.Locator("#Reason").FillAsync(reason);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Status).WaitForAsync();
    }
}
