using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Commands;

/// <summary>Asks the club for duties, as the customs system of each consignment's administration.</summary>
internal sealed class ClubDuty(Invocation invocation) : IDisposable
{
    /// <summary>Most questions asked at once.</summary>
    public const int InFlightMax = 16;

    private readonly Dictionary<string, ClubClient> _clients = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, string>? _zones;

    /// <summary>The answer; a consignment without a day is of the day asked about, else of today.</summary>
    public async Task<DutyAnswer> AnswerAsync(Consignment consignment)
    {
        var client = ClientOf(consignment.Administration);
        if (consignment.AcceptanceDay.Length == 0)
            consignment.AcceptanceDay = await DayAsync(client, consignment.Administration);
        var request = new CalculateDutyRequest { Consignment = consignment };
        var response = await invocation.CallAsync(client, o => client.Tariffs.CalculateDutyAsync(request, o));
        return response.Answer;
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Dispose();
    }

    private ClubClient ClientOf(string administration) => _clients.TryGetValue(administration, out var known)
        ? known
        : _clients[administration] = invocation.Open(invocation.Club.SystemOf(administration) ?? Identity.Reader);

    /// <summary>None of an administration that the club does not have: the club says so itself.</summary>
    private async Task<string> DayAsync(ClubClient client, string administration)
    {
        if (invocation.OnText.Length > 0) return invocation.OnText;
        _zones ??= await LegalDays.ZonesAsync(invocation, client);
        return _zones.TryGetValue(administration, out var zone) ? LegalDay.Text(invocation.Club.Today(zone)) : "";
    }
}
