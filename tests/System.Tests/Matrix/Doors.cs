using CrmClub.ServiceDefaults.Identity;
using CrmClub.Testing.Clubs;
using Google.Protobuf.Reflection;
using Grpc.Net.Client;

namespace CrmClub.System.Tests.Matrix;

/// <summary>
/// Every way to call every RPC of a running club: by gRPC and JSON, through the gateway and past it, at each service.
/// </summary>
internal sealed class Doors : IDisposable
{
    private readonly ClubUnderTest club;
    private readonly List<IDisposable> open = [];

    public Doors(ClubUnderTest club)
    {
        this.club = club;
        var gateway = new Door("gateway", Channel("gateway"), Http("gateway"));
        var services = AppHost.Club.Services.ToDictionary(
            service => service, service => new Door(service, Channel(service), Http(service)));
        All =
        [
            .. Rpcs.All.SelectMany(rpc => Rpcs.ServedBy(rpc).SelectMany(service => services[service].To(rpc))),
            .. Rpcs.All.SelectMany(rpc => Rpcs.IsNamed(rpc)
                ? Rpcs.ServedBy(rpc).SelectMany(service => gateway.To(rpc, named: service))
                : gateway.To(rpc, isRouted: !Rpcs.IsInside(rpc))),
        ];
    }

    public IReadOnlyList<Way> All { get; }

    /// <summary>Those that need a token.</summary>
    public IReadOnlyList<Way> Guarded => [.. All.Where(way => !AccessTable.IsAnonymous(Rpcs.Path(way.Rpc)))];

    public IEnumerable<Way> Of(MethodDescriptor rpc) => All.Where(way => way.Rpc == rpc);

    public void Dispose()
    {
        foreach (var one in open) one.Dispose();
    }

    private GrpcChannel Channel(string resource) => Opened(GrpcChannel.ForAddress(club.Address(resource, "grpc"),
        new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } }));

    private HttpClient Http(string resource) => Opened(club.Http(resource));

    private T Opened<T>(T one) where T : IDisposable
    {
        open.Add(one);
        return one;
    }

    /// <summary>One address.</summary>
    private sealed record Door(string Name, GrpcChannel Grpc, HttpClient Http)
    {
        public IEnumerable<Way> To(MethodDescriptor rpc, string? named = null, bool isRouted = true)
        {
            var name = named is null ? Name : $"{Name} to {named}";
            var isGateway = Name == "gateway";
            yield return new GrpcWay($"gRPC {name}", rpc, Grpc.CreateCallInvoker(), named)
            {
                IsThroughGateway = isGateway,
                IsRouted = isRouted,
            };
            if (Rpcs.Json(rpc) is not null)
                yield return new JsonWay($"JSON {name}", rpc, Http) { IsThroughGateway = isGateway };
        }
    }
}
