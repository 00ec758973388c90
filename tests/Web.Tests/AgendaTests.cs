using System.Text.RegularExpressions;

namespace CrmClub.Web.Tests;

/// <summary>What waits for whom, and what runs out, on the first page.</summary>
public sealed partial class AgendaTests(WebFixture bench) : IClassFixture<WebFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approver_Today_SeesWhatAnotherPreparedAndNothingElseAsMine()
    {
        var (mine, _) = await ReadAsync("approver");

        Assert.Equal(
            [
                $"/certificates/changes/{StubSuppliers.OfOfficer}", $"/certificates/changes/{StubSuppliers.OfAnother}",
                "/proposals/1", $"/members/changes/{StubMembership.OfAnother}",
                $"/members/changes/{StubMembership.OfOfficer}",
                $"/notices/changes/{StubMembership.WaitingNotice}",
            ],
            mine);
    }

    [Fact]
    public async Task Officer_Today_IsAskedForNothingThatTakesAnother()
    {
        var (mine, others) = await ReadAsync("secretariat");

        Assert.Empty(mine);
        // By day: what came first, and last what has none.
        Assert.Equal(("/declarations", "/proposals/2"), (others[0], others[^1]));
        Assert.Equal(
            [
                $"/cases/{StubAdjustments.IdOf(1)}", $"/cases/{StubAdjustments.IdOf(2)}",
                "/certificates/CRM-2026-000002", "/certificates/CRM-2026-000002", "/declarations",
                "/grievances/G-2026-0002", "/grievances/G-2026-0003", "/members/JP", "/proposals/2",
                "/quotas/099020", "/quotas/099021",
            ],
            others.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Today_OnAnotherDay_HasNoList()
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync("approver", Cancel);

        Assert.DoesNotContain("id=\"mine\"", await person.TextAsync("/?day=2026-03-01", Cancel));
    }

    private async Task<(List<string> Mine, List<string> Others)> ReadAsync(string name)
    {
        using var person = bench.Web.Browse();
        await person.SignInAsync(name, Cancel);
        var page = await person.TextAsync("/", Cancel);
        Assert.DoesNotContain("can&#x27;t be reached", page);
        var (mine, others) = (page.IndexOf("id=\"mine\"", StringComparison.Ordinal),
            page.IndexOf("id=\"lapses\"", StringComparison.Ordinal));
        return (
            LinksOf(page[mine..others]),
            LinksOf(page[others..page.IndexOf("</section>", others, StringComparison.Ordinal)]));
    }

    private static List<string> LinksOf(string part) =>
        [.. Link().Matches(part).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("<a href=\"([^\"]+)\"")]
    private static partial Regex Link();
}
