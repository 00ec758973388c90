using System.Net;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Reading;
using CrmClub.Declarations.Tests;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Simulation;
using CrmClub.Tests.Bench;
using CrmClub.Web;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrmClub.Listing;

/// <summary>
/// Pages of stored declarations as an officer's browser gets them: from Web, which asks the service's own list by gRPC.
/// All in this process; the gateway is not among them.
/// </summary>
internal sealed class ListedPages : IAsyncDisposable
{
    private const int PageRows = 50;
    private const int PlacesMax = 20;

    private readonly List<IAsyncDisposable> _running = [];
    private readonly List<(string Token, Guid Id)> _places = [];
    private readonly StoredPeriod _period;
    private DeclarationService.DeclarationServiceClient _list = null!;
    private HttpClient _browser = null!;

    private ListedPages(StoredPeriod period) => _period = period;

    public static async Task<ListedPages> StartAsync(StoredPeriod period, int declarations)
    {
        var pages = new ListedPages(period);
        await pages.StartHostsAsync();
        await pages.FindPlacesAsync(declarations);
        return pages;
    }

    /// <summary>The page as HTML.</summary>
    public async Task PageAsync(int number)
    {
        using var answer = await _browser.GetAsync(
            $"/declarations?after={Uri.EscapeDataString(_places[number % _places.Count].Token)}");
        var page = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        if (page.Split("<tr>").Length != PageRows + 2)
            throw new InvalidOperationException("The page has other rows than were asked for.");
    }

    /// <summary>What the page asks the service for.</summary>
    public async Task ListAsync(int number) =>
        await _list.ListDeclarationsAsync(Request(_places[number % _places.Count].Token));

    /// <summary>The least that could do it: the service's own query, its rows read and nothing made of them.</summary>
    public async Task QueryAsync(int number)
    {
        await using var command = ListDeclarations.Latest(
            _period.Database, _places[number % _places.Count].Id, PageRows + 1);
        await using var rows = await command.ExecuteReaderAsync();
        var values = new object[rows.FieldCount];
        while (await rows.ReadAsync())
            rows.GetValues(values);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        foreach (var part in Enumerable.Reverse(_running))
            await part.DisposeAsync();
    }

    private static ListDeclarationsRequest Request(string after) =>
        new() { PageSize = PageRows, PageToken = after, Latest = true, Brief = true };

    private async Task StartHostsAsync()
    {
        var identity = await TestIdentity.StartAsync();
        _running.Add(identity);
        var port = Loopback.FreePort();
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = Loopback.NewFolder() });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(
            port, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new ListDeclarations(_period.Database, _period.Now, new Sight(new CallerDirectory(
            new MembershipState(), new SystemRates(new ConfigurationManager()), new StandingDay(World.Today)))));
        var service = builder.Build();
        service.MapGrpcService<Listed>();
        await service.StartAsync();
        _running.Add(service);
        var services = $"http://localhost:{port}";
        _list = new(GrpcChannel.ForAddress(services));

        var address = $"http://127.0.0.1:{Loopback.FreePort()}";
        var web = WebHost.Build([.. Settings(identity.Instance, services), $"--Kestrel:Endpoints:http:Url={address}"]);
        await web.StartAsync();
        _running.Add(web);
        _browser = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
        })
        { BaseAddress = new Uri(address) };
        await SignInAsync();
    }

    private static string[] Settings(string instance, string services) =>
    [
        "--environment=Development",
        $"--contentRoot={Loopback.NewFolder()}",
        "--AllowedHosts=localhost;127.0.0.1",
        "--Kestrel:Endpoints:http:Protocols=Http1",
        $"--AzureAd:Instance={instance}",
        $"--AzureAd:TenantId={TestIdentity.ClubTenant}",
        $"--AzureAd:ClientId={TestIdentity.WebClient}",
        "--AzureAd:ClientSecret=web-secret",
        $"--ClubIdentity:TenantId={TestIdentity.ClubTenant}",
        $"--ClubIdentity:ClientId={TestIdentity.WebClient}",
        "--ClubIdentity:ClientSecret=web-secret",
        .. new[] { "membership", "tariffs", "suppliers", "declarations" }.Select(name =>
            $"--services:{name}:grpc:0={services}"),
        "--Logging:LogLevel:Default=Critical",
    ];

    // As a person does, by the identity server's own page.
    private async Task SignInAsync()
    {
        var back = new Uri(TestIdentity.WebReturn);
        _browser.DefaultRequestHeaders.Add("x-forwarded-host", back.Authority);
        _browser.DefaultRequestHeaders.Add("x-forwarded-proto", back.Scheme);
        using var led = await _browser.GetAsync("/declarations");
        var form = QueryHelpers.ParseQuery(led.Headers.Location!.Query)
            .ToDictionary(field => field.Key, field => field.Value.ToString());
        form["username"] = "secretariat";
        using var identity = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var picked = await identity.PostAsync(
            led.Headers.Location.GetLeftPart(UriPartial.Path), new FormUrlEncodedContent(form));
        using var come = await _browser.GetAsync(picked.Headers.Location!.PathAndQuery);
        if (come.StatusCode != HttpStatusCode.Redirect)
            throw new InvalidOperationException("Nobody could sign in.");
    }

    // Places all over the stored declarations.
    private async Task FindPlacesAsync(int declarations)
    {
        var page = Page.Read(Request(""), new Violations());
        await using var select = _period.Database.CreateCommand(
            "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id DESC) AS place FROM declaration) AS d "
            + "WHERE place % $1 = 0 ORDER BY id DESC LIMIT $2");
        select.CommandTimeout = 0;
        select.Parameters.Add(new NpgsqlParameter<int> { TypedValue = declarations / (PlacesMax + 1) });
        select.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PlacesMax });
        await using var rows = await select.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            _places.Add((page.TokenAfter($"{World.Today:yyyy-MM-dd} {rows.GetGuid(0)}"), rows.GetGuid(0)));
    }

    private sealed class Listed(ListDeclarations list) : DeclarationService.DeclarationServiceBase
    {
        private static readonly Caller Officer = new(
            "officer", "web", TestIdentity.ClubTenant, true, new HashSet<string> { ClubRoles.SecretariatOfficer });

        public override Task<ListDeclarationsResponse> ListDeclarations(
            ListDeclarationsRequest request, ServerCallContext context) =>
            list.HandleAsync(request, Officer, context.CancellationToken);

        public override Task<GetServiceInfoResponse> GetServiceInfo(
            GetServiceInfoRequest request, ServerCallContext context) => Task.FromResult(new GetServiceInfoResponse());
    }
}
