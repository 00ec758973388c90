using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Supply;

/// <summary>What the pages of supply ask, in the name of who is signed in.</summary>
internal sealed class SupplyCalls(
    PersonsCalls calls, SupplyService.SupplyServiceClient supply, RateService.RateServiceClient rates,
    MembershipService.MembershipServiceClient membership)
{
    private const int PageMax = 500;

    public Task<Answer<ListSupplyResponse>> ListAsync(ListSupplyRequest request) =>
        calls.AskAsync("declarations", options => supply.ListSupplyAsync(request, options));

    public Task<Answer<ListReferencePricesResponse>> PricesAsync(ListReferencePricesRequest request) =>
        calls.AskAsync("tariffs", options => rates.ListReferencePricesAsync(request, options));

    /// <summary>Names of countries in the reader's language; none where they are not answered.</summary>
    public async Task<CountryNames> CountriesAsync() => new((await calls.AskAsync("membership", options =>
        membership.ListCountriesAsync(new() { PageSize = PageMax }, options))).Value?.Countries ?? []);
}

/// <summary>Countries as they are called; one without a name is called by its code.</summary>
public sealed class CountryNames(IEnumerable<Country> countries)
{
    private readonly Dictionary<string, string> _names = countries.ToDictionary(
        one => one.Code,
        one => CultureInfo.CurrentUICulture.Name == "ja" ? one.NameJa : one.NameEn);

    public string this[string code] => _names.GetValueOrDefault(code, code);
}
