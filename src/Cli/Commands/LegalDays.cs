using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Cli.Commands;

/// <summary>The zones in which the club's administrations count their days.</summary>
internal static class LegalDays
{
    public static async Task<IReadOnlyDictionary<string, string>> ZonesAsync(Invocation invocation, ClubClient client)
    {
        var request = new ListAdministrationsRequest { PageSize = 500 };
        var response = await invocation.CallAsync(client, o => client.Membership.ListAdministrationsAsync(request, o));
        return response.Administrations.ToDictionary(a => a.Code, a => a.TimeZone);
    }
}
