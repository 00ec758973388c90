using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Calls;
using CrmClub.Web.Pages;
using CrmClub.Web.Tariff;

namespace CrmClub.Web.Codes;

/// <summary>A list of codes as it was known and counts on a day.</summary>
/// <param name="Header">Columns by the contract's names.</param>
/// <param name="Rows">As many cells each.</param>
internal sealed record CodeTable(string[] Header, List<string[]> Rows);

/// <summary>Which lists are in force, in the name of who is signed in.</summary>
internal sealed class CodeLists(
    PersonsCalls calls, TariffDocuments tariffs, MembershipService.MembershipServiceClient membership, Clocks clocks)
{
    /// <summary>What may be asked for, as an address has it.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["groups", "holidays", "acts", "documents", "additional", "countries"];

    private const string Service = "membership";
    private const int PageMax = 500;
    private const int ListedMax = 2000;

    /// <summary>A list by its name; the country groups where none is known by it.</summary>
    public Task<Answer<CodeTable>> ReadAsync(string? name) => name switch
    {
        "holidays" => HolidaysAsync(),
        "acts" => OfTariffAsync(document => new(
            ["id", "valid_from", "valid_to", "replaced_by", "in_force"],
            [.. document.LegalActs.Select(one => new[]
            {
                one.Id, one.ValidFrom, one.ValidTo, one.ReplacedBy, InForce(one.ValidFrom, one.ValidTo),
            })])),
        "documents" => OfTariffAsync(document => new(
            ["code", "name_en", "valid_from", "valid_to", "in_force"],
            [.. document.DocumentCodes.Select(one => new[]
            {
                one.Code, one.NameEn, one.ValidFrom, one.ValidTo, InForce(one.ValidFrom, one.ValidTo),
            })])),
        "additional" => OfTariffAsync(document => new(
            ["id", "name_en", "measure_types"],
            [.. document.AdditionalCodeTypes.Select(one => new[]
            {
                one.Id, one.NameEn, string.Join(' ', one.MeasureTypes),
            })])),
        "countries" => CountriesAsync(),
        _ => GroupsAsync(),
    };

    public async Task<Answer<CountryGroupOnDay>> GroupAsync(string code) => (await calls.AskAsync(Service,
        options => membership.GetCountryGroupAsync(
            new() { Code = code, AsOf = clocks.DayText, KnownAt = clocks.KnownAt }, options))).Of(found => found.Group);

    private async Task<Answer<CodeTable>> GroupsAsync() => (await AllPages.AllAsync(
        token => calls.AskAsync(Service, options => membership.ListCountryGroupsAsync(
            new() { AsOf = clocks.DayText, KnownAt = clocks.KnownAt, PageSize = PageMax, PageToken = token }, options)),
        page => page.Groups, page => page.NextPageToken, ListedMax)).Of(all => new CodeTable(
            ["code", "name_en", "name_ja", "countries", "source"],
            [.. all.Select(one => new[]
            {
                one.Group.Code, one.Group.NameEn, one.Group.NameJa, string.Join(' ', one.Countries), one.Group.Source,
            })]));

    private async Task<Answer<CodeTable>> CountriesAsync() => (await AllPages.AllAsync(
        token => calls.AskAsync(Service, options => membership.ListCountriesAsync(
            new() { PageSize = PageMax, PageToken = token }, options)),
        page => page.Countries, page => page.NextPageToken, ListedMax)).Of(all => new CodeTable(
            ["code", "alpha3", "numeric", "name_en", "name_ja"],
            [.. all.Select(one => new[] { one.Code, one.Alpha3, one.Numeric, one.NameEn, one.NameJa })]));

    private async Task<Answer<CodeTable>> HolidaysAsync() => (await calls.AskAsync(Service,
        options => membership.ListHolidaysAsync(new() { Year = clocks.Day.Year }, options))).Of(found => new CodeTable(
            ["day", "calendar", "name_en", "derived"],
            [.. found.Holidays.Select(one => new[]
            {
                one.Day, one.Calendar, one.NameEn, one.Derived ? "true" : "false",
            })]));

    private async Task<Answer<CodeTable>> OfTariffAsync(Func<TariffDocument, CodeTable> take)
    {
        var version = await calls.TariffVersionAsync(
            new GetTariffVersionRequest { AsOf = clocks.DayText, KnownAt = clocks.KnownAt });
        return version.Value is { } found
            ? (await tariffs.DocumentAsync(found.Version)).Of(take)
            : version.Of<CodeTable>(_ => null!);
    }

    private string InForce(string from, string to) =>
        string.CompareOrdinal(from, clocks.DayText) <= 0
        && (to.Length == 0 || string.CompareOrdinal(clocks.DayText, to) < 0) ? "true" : "false";
}
