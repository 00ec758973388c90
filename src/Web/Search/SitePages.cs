namespace CrmClub.Web.Search;

/// <summary>A page that the search knows by its name, and a key that leads to it.</summary>
/// <param name="Name">Of its text.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Letter">What is typed after g.</param>
internal sealed record SitePage(string Name, string Address, char Letter);

internal static class SitePages
{
    internal static readonly SitePage[] All =
    [
        new("Today", "/", 'h'), new("Tariff", "/tariff", 't'), new("Duty.Title", "/duty", 'u'),
        new("Proposals.Title", "/proposals", 'p'), new("Quotas.Title", "/quotas", 'q'),
        new("Suppliers.Title", "/suppliers", 's'), new("Changes.Title", "/certificates/changes", 'c'),
        new("Members", "/members", 'm'), new("MemberChanges.Title", "/members/changes", 'w'),
        new("Declarations.Title", "/declarations", 'd'), new("Keys.Title", "/keys", 'k'),
        new("Cases.Nav", "/cases", 'x'), new("Accounts.Nav", "/accounts", 'a'), new("Supply.Nav", "/supply", 'y'),
        new("Rates.Nav", "/rates", 'e'), new("Codes.Title", "/codes", 'l'), new("Notices.Title", "/notices", 'n'),
        new("Risk.Title", "/risk", 'i'), new("Grievances.Title", "/grievances", 'v'), new("Audit.Title", "/audit", 'b'),
        new("Operations.Title", "/operations", 'o'), new("Register.Title", "/register", 'r'),
        new("Finder.Title", "/register/duty", 'f'),
    ];

    /// <summary>The letters with where they lead, as the script reads them.</summary>
    internal static readonly string Letters = string.Join(' ', All.Select(one => $"{one.Letter}:{one.Address}"));
}
