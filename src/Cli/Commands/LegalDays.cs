using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Cli.Commands;

/// <summary>The zones in which the club's administrations count their days.</summary>
internal static class LegalDays
{
    public static Task<IReadOnlyDictionary<string, string>> ZonesAsync(Invocation invocation, ClubClient client) =>
        ZonesAsync(client, invocation.Within, invocation.Cancel);

    public static async Task<IReadOnlyDictionary<string, string>> ZonesAsync(
        ClubClient client, TimeSpan within, CancellationToken cancel)
    {
        var request = new ListAdministrationsRequest { PageSize = 500 };
        var response = await client.CallAsync(
            o => client.Membership.ListAdministrationsAsync(request, o), within, cancel);
        return response.Administrations.ToDictionary(a => a.Code, a => a.TimeZone);
    }
}
