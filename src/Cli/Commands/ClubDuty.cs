using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Commands;

/// <summary>Asks the club for duties, as the customs system of each consignment's administration.</summary>
internal sealed class ClubDuty(Invocation invocation) : IDisposable
{
    private readonly Dictionary<string, ClubClient> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DutyStream> _streams = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, string>? _zones;

    /// <summary>The answer; a consignment without a day is of the day asked about, else of today.</summary>
    public async Task<DutyAnswer> AnswerAsync(Consignment consignment)
    {
        var client = await DateAsync(consignment);
        var request = new CalculateDutyRequest { Consignment = consignment };
        var response = await invocation.CallAsync(client, o => client.Tariffs.CalculateDutyAsync(request, o));
        return response.Answer;
    }

    /// <summary>The same of a chunk, in bulk.</summary>
    public async Task<IReadOnlyList<CalculatedDuty>> AnswerAsync(IReadOnlyList<Consignment> chunk)
    {
        var answers = new CalculatedDuty[chunk.Count];
        foreach (var group in chunk.Index().GroupBy(one => one.Item.Administration, StringComparer.Ordinal))
        {
            foreach (var (_, consignment) in group) await DateAsync(consignment);
            if (!_streams.TryGetValue(group.Key, out var stream))
                _streams.Add(group.Key, stream = ClientOf(group.Key).OpenDuties());
            var results = await stream.CalculateAsync(
                [.. group.Select(one => one.Item)], invocation.Within, invocation.Cancel);
            foreach (var ((place, _), result) in group.Zip(results)) answers[place] = result;
        }

        return answers;
    }

    /// <summary>By what the duties differ; the administrations are the same.</summary>
    public async Task<DutyComparison> CompareAsync(AskedDuty before, AskedDuty after)
    {
        var client = await DateAsync(before.Consignment);
        await DateAsync(after.Consignment);
        var request = new CompareDutiesRequest { Before = before, After = after };
        return (await invocation.CallAsync(client, o => client.Tariffs.CompareDutiesAsync(request, o))).Comparison;
    }

    public void Dispose()
    {
        foreach (var stream in _streams.Values) stream.Dispose();
        foreach (var client in _clients.Values) client.Dispose();
    }

    private async Task<ClubClient> DateAsync(Consignment consignment)
    {
        var client = ClientOf(consignment.Administration);
        if (consignment.AcceptanceDay.Length == 0)
            consignment.AcceptanceDay = await DayAsync(client, consignment.Administration);
        return client;
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
