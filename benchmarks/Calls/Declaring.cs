using CrmClub.Cli.Club;
using CrmClub.Client;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using Grpc.Core;

namespace CrmClub.Calls;

/// <summary>Sends declarations of three items as the customs systems of a running club, one a call.</summary>
internal sealed class Declaring : IDisposable
{
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(10);

    // The rate limit is per system: a day's trade comes from several.
    private static readonly (string Administration, string Zone)[] Administrations =
        [("DE", "Europe/Berlin"), ("FR", "Europe/Paris"), ("NL", "Europe/Amsterdam"), ("JP", "Asia/Tokyo")];

    private readonly string _run = Guid.NewGuid().ToString("N")[..6];
    private readonly ClubClient[] _clients;
    private readonly string[] _days;
    private int _count;

    public Declaring(RunningClub club)
    {
        _clients = [.. Administrations.Select(a => club.Open(club.SystemOf(a.Administration)!))];
        _days = [.. Administrations.Select(a => LegalDay.Text(club.Today(a.Zone)))];
    }

    public async Task<DeclarationAnswer> SendAsync(int caller)
    {
        var client = _clients[caller % _clients.Length];
        var request = Request(caller);
        var response = await client.CallAsync(
            options => client.Declarations.SubmitDeclarationAsync(request, options), CallTime);
        return response.Answer;
    }

    public async Task<bool> TrySendAsync(int caller)
    {
        try
        {
            await SendAsync(caller);
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    public SubmitDeclarationRequest Request(int caller)
    {
        var at = caller % Administrations.Length;
        var declaration = new Declaration
        {
            Administration = Administrations[at].Administration,
            Lrn = $"BENCH-{_run}-{Interlocked.Increment(ref _count)}",
            AcceptanceDay = _days[at],
            Declarant = "DEDEMO00000001",
            Importer = "DEDEMO00000002",
            Exporter = "Benchmark exporter",
            Procedure = "4000",
            DispatchCountry = "CN",
            DestinationCountry = Administrations[at].Administration,
            InvoiceCurrency = "USD",
        };
        declaration.Items.Add(Item(1, "28053010", "121234.56", "1000"));
        declaration.Items.Add(Item(2, "28053020", "43210.99", "100"));
        declaration.Items.Add(Item(3, "85051110", "9876.54", "250"));
        return new SubmitDeclarationRequest { RequestId = $"{Guid.CreateVersion7()}", Declaration = declaration };
    }

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
    }

    private static GoodsItem Item(int number, string code, string value, string mass) => new()
    {
        Number = number,
        GoodsCode = code,
        Description = "Benchmark goods",
        Origin = "CN",
        NetMassKg = mass,
        GrossMassKg = mass,
        CustomsValue = new Money { Amount = value, Currency = "USD" },
    };
}
