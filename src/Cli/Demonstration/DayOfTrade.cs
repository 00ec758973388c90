using System.Globalization;
using System.Text.Json;
using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using Grpc.Core;

namespace CrmClub.Cli.Demonstration;

/// <summary>A declaration, and how it was decided first.</summary>
internal sealed record Decided(Declaration Declaration, DeclarationAnswer Answer)
{
    /// <summary>Whether it was decided by the certificate.</summary>
    public bool ReliesOn(Certificate certificate) =>
        Answer.Versions.Certificates.Any(c => c.Number == certificate.Number);

    /// <summary>Whether it presented the certificate.</summary>
    public bool Presents(Certificate certificate) =>
        Declaration.Items.Any(i => i.Documents.Any(d => d.Reference == certificate.Number));
}

/// <summary>The customs systems' part: a day of declarations.</summary>
internal sealed class DayOfTrade(Invocation invocation, DemonstrationData data) : IDisposable
{
    private const int InFlightMax = 16;
    private const string FileName = "declarations.jsonl";
    private const string UnknownCertificate = "CERTIFICATE_EXISTS";

    private readonly Dictionary<string, ClubClient> _systems = new(StringComparer.Ordinal);

    /// <summary>The day's declarations, each on the legal day of its administration.</summary>
    /// <param name="certificate">The certificate that some present.</param>
    /// <param name="zones">Zones of the administrations.</param>
    public IReadOnlyList<Declaration> Read(Certificate certificate, IReadOnlyDictionary<string, string> zones)
    {
        // Milliseconds in hex are short enough for an LRN, and differ from run to run.
        var run = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
        return data.Many<Declaration>(FileName, text =>
        {
            using var document = JsonDocument.Parse(text);
            var zone = zones[document.RootElement.GetProperty("administration").GetString()!];
            return
            [
                ("today", LegalDay.Text(invocation.Club.Today(zone))), ("run", run),
                ("certificate", certificate.Number), ("facility", certificate.Facility),
            ];
        });
    }

    /// <summary>The declarations of the day that present no certificate; their LRNs are to be given.</summary>
    public static IReadOnlyList<Declaration> Uncertified(
        DemonstrationData data, RunningClub club, IReadOnlyDictionary<string, string> zones) =>
        [.. data.Many<Declaration>(FileName, _ => []).Where(one => one.Items.All(i => i.Documents.Count == 0))
        .Select(one =>
        {
            one.AcceptanceDay = LegalDay.Text(club.Today(zones[one.Administration]));
            return one;
        })];

    /// <summary>The customs system of an administration, as a client of the club.</summary>
    public ClubClient SystemOf(string administration)
    {
        if (_systems.TryGetValue(administration, out var known)) return known;
        var name = invocation.Club.SystemOf(administration)
            ?? throw new CliException(ExitCodes.No, $"{administration} has no customs system in this club.");
        return _systems[administration] = invocation.Club.Open(name);
    }

    /// <summary>Asks, without declaring, until the certificate is known where declarations are decided.</summary>
    public Task WaitForAsync(Certificate certificate, Declaration relying) => Waiting.ForAsync(
        $"certificate {certificate.Number} known to Declarations", invocation.Within, async () =>
        {
            try
            {
                var answer = await SendAsync(relying, validateOnly: true);
                return answer.Versions.Certificates.Any(c => c.Number == certificate.Number) ? answer : null;
            }
            catch (RpcException e) when (Client.Refusal.From(e).Violations.All(v => v.Rule == UnknownCertificate)
                && e.StatusCode == StatusCode.InvalidArgument)
            {
                return null;
            }
        }, invocation.Cancel);

    /// <summary>Sends all; gives the answers in their order.</summary>
    public async Task<IReadOnlyList<Decided>> DeclareAsync(IReadOnlyList<Declaration> declarations)
    {
        foreach (var administration in declarations.Select(d => d.Administration)) SystemOf(administration);
        var answers = new Decided[declarations.Count];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = InFlightMax,
            CancellationToken = invocation.Cancel,
        };
        await Parallel.ForAsync(0, declarations.Count, options, async (i, _) =>
            answers[i] = new Decided(declarations[i], await SendAsync(declarations[i])));
        return answers;
    }

    public void Dispose()
    {
        foreach (var system in _systems.Values) system.Dispose();
    }

    private async Task<DeclarationAnswer> SendAsync(Declaration declaration, bool validateOnly = false)
    {
        var system = SystemOf(declaration.Administration);
        var request = new SubmitDeclarationRequest
        {
            RequestId = $"{Guid.CreateVersion7()}",
            ValidateOnly = validateOnly,
            Declaration = declaration,
        };
        var response = await invocation.CallAsync(
            system, o => system.Declarations.SubmitDeclarationAsync(request, o));
        return response.Answer;
    }
}
