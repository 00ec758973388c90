using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf.Reflection;
using Yarp.ReverseProxy.Configuration;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace CrmClub.Gateway;

/// <summary>What has a route: each public contract by its name. Nothing falls through.</summary>
public static class Routes
{
    public const int GrpcBodyBytesMax = 1_114_112;

    /// <summary>A little more than a service gives a call, so that its own answer comes first.</summary>
    public static readonly TimeSpan UnaryMax = TimeSpan.FromSeconds(35);

    /// <summary>The same for a call by JSON, which names no deadline and gets the default.</summary>
    public static readonly TimeSpan JsonMax = TimeSpan.FromSeconds(12);

    /// <summary>Metadata by which a caller of what every service has names the one that is meant.</summary>
    public const string NamedService = "crmclub-service";

    /// <summary>What every service has.</summary>
    public static readonly IReadOnlyList<ServiceDescriptor> Common = [AuditService.Descriptor, CopyService.Descriptor];

    /// <summary>A service of the club, its contracts, and the JSON paths that it answers.</summary>
    public static readonly IReadOnlyList<(string Service, ServiceDescriptor[] Contracts, string[] Json)> Public =
    [
        ("membership", [MembershipService.Descriptor, VotingService.Descriptor, NoticeService.Descriptor],
            ["/api/v1/membership/{**rest}"]),
        ("tariffs", [
                TariffService.Descriptor, DutyFinderService.Descriptor, NomenclatureService.Descriptor,
                RateService.Descriptor, QuotaService.Descriptor, ProposalService.Descriptor,
            ],
            ["/api/v1/tariffs/{**rest}"]),
        ("suppliers", [
                SupplierService.Descriptor, CredentialService.Descriptor, AssessmentService.Descriptor,
                RegisterService.Descriptor, GrievanceService.Descriptor, ApplicationService.Descriptor,
                AccreditationService.Descriptor, BalanceService.Descriptor,
            ],
            [
                "/api/v1/suppliers/{**rest}", "/api/v1/suppliers/grievances:file",
                "/api/v1/suppliers/grievances:status", "/api/v1/register/{**rest}", "/.well-known/did.json",
            ]),
        ("declarations",
            [
                DeclarationService.Descriptor, AdjustmentService.Descriptor, ConformanceService.Descriptor,
                OutageService.Descriptor,
                ReceiptService.Descriptor, CaseService.Descriptor, ControlService.Descriptor,
                SupplyService.Descriptor,
            ],
            [
                "/api/v1/declarations/{**rest}", "/api/v1/declarations:batch", "/api/v1/adjustments/{**rest}",
                "/api/v1/accounts/{**rest}", "/api/v1/conformance/{**rest}", "/api/v1/outages/{**rest}",
                "/.well-known/crmclub/keys", "/.well-known/crmclub/heads", "/api/v1/controls/{**rest}",
                "/api/v1/reassessments/{**rest}", "/api/v1/supply/{**rest}",
            ]),
    ];

    /// <summary>Where pages for everybody begin.</summary>
    private const string Register = "/register/";

    /// <summary>Metadata of routes with a limit an hour: whose it is.</summary>
    public const string Hourly = "Hourly";

    /// <summary>The limit of grievances filed.</summary>
    public const string Grievances = "grievances";

    /// <summary>The limit of questions by a receipt.</summary>
    public const string Receipts = "receipts";

    // By gRPC, by JSON, and by a page's form alike.
    private static readonly Dictionary<string, string> HourlyPaths = new()
    {
        ["/crmclub.suppliers.v1.GrievanceService/FileGrievance"] = Grievances,
        ["/crmclub.suppliers.v1.GrievanceService/GetGrievanceStatus"] = Receipts,
        ["/api/v1/suppliers/grievances:file"] = Grievances,
        ["/api/v1/suppliers/grievances:status"] = Receipts,
        ["/register/grievances"] = Grievances,
        ["/register/grievances/status"] = Receipts,
    };

    /// <summary>The service that renders the web UI.</summary>
    public const string Web = "web";

    /// <summary>The web UI's paths.</summary>
    public static readonly IReadOnlyList<string> Pages =
    [
        "/", "/search", "/keys", "/tariff/{**rest}", "/duty", "/compare", "/proposals/{**rest}", "/quotas/{**rest}",
        "/suppliers/{**rest}", "/facilities/{**rest}", "/certificates/{**rest}", "/members/{**rest}",
        "/declarations/{**rest}", "/cases/{**rest}", "/accounts/{**rest}", "/supply/{**rest}", "/rates/{**rest}",
        "/register/{**rest}", "/filing/{**rest}", "/sandbox/{**rest}",
        "/grievances/{**rest}", "/risk/{**rest}", "/audit/{**rest}", "/codes/{**rest}",
        "/operations", "/notices/{**rest}", "/problem/{**rest}",
        "/assets/{**rest}", "/preferences", "/sign-out", "/signed-out", "/signin-oidc", "/signout-callback-oidc",
        "/.well-known/tariff.jwks.json",
    ];

    public static readonly IReadOnlyList<RouteConfig> All =
    [
        .. Public.SelectMany(area => area.Contracts.SelectMany(contract => contract.Methods)
            .Select(method => Grpc(area.Service, method))),
        .. Public.SelectMany(area => area.Json.Select(path => Json(area.Service, path))),
        .. Public.SelectMany(area => Common.SelectMany(contract => contract.Methods)
            .Select(method => Named(area.Service, method))),
        .. Pages.Select(Page),
        .. HourlyPaths.Keys.Where(path => path.StartsWith(Register, StringComparison.Ordinal)).Select(Form),
        NoSuchPage(),
    ];

    private static RouteConfig Grpc(string service, MethodDescriptor method) =>
        Call($"{service}-{method.Name}", service, method, null);

    private static RouteConfig Named(string service, MethodDescriptor method) =>
        Call($"named-{service}-{method.Name}", service, method, [new RouteHeader
        {
            Name = NamedService,
            Values = [service],
            Mode = HeaderMatchMode.ExactHeader,
        }]);

    private static RouteConfig Call(string id, string service, MethodDescriptor method, RouteHeader[]? headers)
    {
        var stream = method.IsServerStreaming || method.IsClientStreaming;
        return new RouteConfig
        {
            RouteId = id,
            ClusterId = stream ? Clusters.Streams(service) : Clusters.Grpc(service),
            Match = new RouteMatch
            {
                Path = $"/{method.Service.FullName}/{method.Name}",
                Methods = [HttpMethods.Post],
                Headers = headers,
            },
            Metadata = MetadataOf($"/{method.Service.FullName}/{method.Name}"),
            MaxRequestBodySize = GrpcBodyBytesMax,
            // A time limit here ends a stream, however busy it is; a silent one ends by its cluster's ActivityTimeout.
            TimeoutPolicy = stream ? "Disable" : null,
            Timeout = stream ? null : UnaryMax,
        };
    }

    private static RouteConfig Page(string path) => new()
    {
        RouteId = $"page-{path}",
        ClusterId = Clusters.Http(Web),
        Match = new RouteMatch { Path = path },
        Timeout = UnaryMax,
    };

    // A page is read as often as one likes; its form is sent seldom.
    private static RouteConfig Form(string path) => Page(path) with
    {
        RouteId = $"form-{path}",
        Match = new RouteMatch { Path = path, Methods = [HttpMethods.Post] },
        Metadata = MetadataOf(path),
    };

    /// <summary>
    /// A browser that asks for a page there is not is told so by a page; everybody else by the gateway.
    /// </summary>
    private static RouteConfig NoSuchPage() => Page("/{**path}") with
    {
        Order = int.MaxValue - 1,     // Before the fallback alone.
        Match = new RouteMatch
        {
            Path = "/{**path}",
            Methods = [HttpMethods.Get, HttpMethods.Head],
            Headers =
            [
                new RouteHeader { Name = "accept", Values = ["text/html"], Mode = HeaderMatchMode.Contains },
            ],
        },
    };

    private static RouteConfig Json(string service, string path) => new()
    {
        RouteId = $"json-{path}",
        ClusterId = Clusters.Http(service),
        Match = new RouteMatch { Path = path },
        Metadata = MetadataOf(path),
        Timeout = JsonMax,
    };

    private static Dictionary<string, string>? MetadataOf(string path) =>
        HourlyPaths.TryGetValue(path, out var kind) ? new() { [Hourly] = kind } : null;
}
