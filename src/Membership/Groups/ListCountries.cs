using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Country = CrmClub.Contracts.Membership.V1.Country;

namespace CrmClub.Membership.Groups;

/// <summary>The countries of ISO 3166-1. Pure.</summary>
internal static class ListCountries
{
    public static ListCountriesResponse Answer(ListCountriesRequest request)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var read = Countries.All.Values.OrderBy(country => country.Alpha2, StringComparer.Ordinal)
            .Where(country => page.After is null || string.CompareOrdinal(country.Alpha2, page.After) > 0)
            .Select(country => new Country
            {
                Code = country.Alpha2,
                Alpha3 = country.Alpha3,
                Numeric = country.Numeric,
                NameEn = country.NameEn,
                NameJa = country.NameJa,
            })
            .Take(page.Size + 1).ToList();
        var (countries, next) = page.Cut(read, country => country.Code);
        return new ListCountriesResponse { Countries = { countries }, NextPageToken = next };
    }
}
