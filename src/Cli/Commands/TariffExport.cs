using System.Security.Cryptography;
using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CountryGroup = CrmClub.Contracts.Tariffs.V1.CountryGroup;
using CountryGroupMember = CrmClub.Contracts.Tariffs.V1.CountryGroupMember;

namespace CrmClub.Cli.Commands;

/// <summary>Puts together what a tariff document needs to serve without a club.</summary>
internal static class TariffExport
{
    private const string ClubGroup = "CLUB";
    private const int PageSize = 500;

    /// <param name="invocation">Its <c>--on</c> is the day whose rates and members are taken.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="number">Number of the version; 0 means that of the day.</param>
    public static async Task<TariffDocument> ReadAsync(Invocation invocation, ClubClient client, int number)
    {
        var day = Day(invocation);
        return await CompleteAsync(invocation, client, await DocumentAsync(invocation, client, number, day), day);
    }

    /// <summary>The day whose rates and members are taken.</summary>
    public static string Day(Invocation invocation) => invocation.OnText.Length > 0
        ? invocation.OnText
        : LegalDay.Text(invocation.Club.Today(LegalDay.Secretariat));

    /// <summary>Adds what a document needs to serve without a club.</summary>
    public static async Task<TariffDocument> CompleteAsync(
        Invocation invocation, ClubClient client, TariffDocument document, string day)
    {
        var administrations = new ListAdministrationsRequest { PageSize = PageSize };
        document.Administrations.AddRange((await invocation.CallAsync(
            client, o => client.Membership.ListAdministrationsAsync(administrations, o))).Administrations);
        var parties = new ListPartiesRequest { AsOf = day, PageSize = PageSize };
        var members = (await invocation.CallAsync(client, o => client.Membership.ListPartiesAsync(parties, o))).Parties;
        document.Groups.Add(Club(members));

        var series = document.Administrations.SelectMany(a => a.Policies).Select(p => p.ExchangeRateSeries).Distinct();
        foreach (var name in series.Order(StringComparer.Ordinal))
        {
            var rates = new ListExchangeRatesRequest { Series = name, AsOf = day };
            document.ExchangeRates.AddRange((await invocation.CallAsync(
                client, o => client.Tariffs.ListExchangeRatesAsync(rates, o))).Rates);
        }

        var prices = new ListReferencePricesRequest { AsOf = day };
        document.ReferencePrices.AddRange((await invocation.CallAsync(
            client, o => client.Rates.ListReferencePricesAsync(prices, o))).Prices);
        return document;
    }

    /// <summary>The document of a version, held against its hash.</summary>
    public static async Task<TariffDocument> DocumentAsync(
        Invocation invocation, ClubClient client, int number, string day)
    {
        var version = new GetTariffVersionRequest { Number = number, AsOf = day };
        var found = (await invocation.CallAsync(client, o => client.Tariffs.GetTariffVersionAsync(version, o))).Version;
        var request = new GetTariffDocumentRequest { Number = found.Number };
        var answer = await invocation.CallAsync(client, o => client.Tariffs.GetTariffDocumentAsync(request, o));
        var bytes = answer.Document;
        if (Convert.ToHexStringLower(SHA256.HashData(bytes.Span)) != found.Hash)
            throw new CliException(ExitCodes.No, $"The document of tariff {found.Number} is not the one of its hash.");
        var document = TariffDocument.Parser.ParseFrom(bytes);
        document.Version = found;
        return document;
    }

    private static CountryGroup Club(IEnumerable<PartyOnDay> parties)
    {
        var group = new CountryGroup { Id = ClubGroup, NameEn = "Members of the club" };
        group.Members.AddRange(
            from party in parties
            from status in party.Party.Statuses
            where status.Status == PartyStatus.Member
            from country in party.Party.Countries
            select new CountryGroupMember
            {
                Country = country,
                ValidFrom = status.ValidFrom,
                ValidTo = status.ValidTo,
            });
        return group;
    }
}
