using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CountryGroup = CrmClub.Contracts.Tariffs.V1.CountryGroup;
using CountryGroupMember = CrmClub.Contracts.Tariffs.V1.CountryGroupMember;

namespace CrmClub.Data.Tests;

/// <summary>The founding documents, as the services take them over.</summary>
internal static class Founding
{
    public static FoundingDocument Membership { get; } =
        DataFolder.Document<FoundingDocument>("founding/membership.json");

    public static TariffDocument Tariff { get; } =
        DataFolder.Document<TariffDocument>("founding/tariff.json");

    public static List<Dictionary<string, string>> Rates { get; } =
        DataFolder.Csv(DataFolder.PathOf("founding/exchange-rates.csv"));

    /// <summary>All of it in one document that needs no club.</summary>
    public static TariffDocument Standalone() => new(Tariff)
    {
        Administrations = { Membership.Administrations },
        ExchangeRates = { Rates.Select(row => new ExchangeRate
        {
            Series = row["series"],
            Base = row["base"],
            Quote = row["quote"],
            Rate = row["rate"],
            ValidFrom = row["valid_from"],
            ValidTo = row["valid_to"],
        }) },
        Groups =
        {
            new CountryGroup
            {
                Id = "CLUB",
                NameEn = "Members of the club",
                Members = { Membership.Parties.SelectMany(party => party.Countries).Select(country =>
                    new CountryGroupMember { Country = country, ValidFrom = Membership.FoundingDay }) },
            },
        },
    };
}
