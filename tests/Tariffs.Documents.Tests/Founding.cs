using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;
using CountryGroup = CrmClub.Contracts.Tariffs.V1.CountryGroup;
using CountryGroupMember = CrmClub.Contracts.Tariffs.V1.CountryGroupMember;

namespace CrmClub.Tariffs.Documents.Tests;

/// <summary>The founding documents as they lie in the repository.</summary>
internal static class Founding
{
    public static TariffDocument Tariff => Read<TariffDocument>("tariff.json");

    public static FoundingDocument Members => Read<FoundingDocument>("membership.json");

    /// <summary>The founding tariff as a document that is used without a club; the rate is test data.</summary>
    public static TariffDocument Standalone
    {
        get
        {
            var document = Tariff;
            var members = Members;
            var club = new CountryGroup { Id = "CLUB", NameEn = "The club" };
            club.Members.AddRange(members.Parties.SelectMany(party => party.Countries).Select(country =>
                new CountryGroupMember { Country = country, ValidFrom = "2027-01-04" }));
            document.Groups.Add(club);
            document.Administrations.AddRange(members.Administrations);
            document.ExchangeRates.Add(new ExchangeRate
            {
                Series = "EU-MONTHLY",
                Base = "EUR",
                Quote = "USD",
                Rate = "1.1250",
                ValidFrom = "2027-01-04",
                Demonstration = true,
            });
            return document;
        }
    }

    private static T Read<T>(string name)
        where T : IMessage, new() =>
        JsonParser.Default.Parse<T>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "founding", name)));
}
