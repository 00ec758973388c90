using System.Net;

namespace CrmClub.DevIdentity;

/// <summary>Where DevIdentity may listen.</summary>
internal static class Loopback
{
    internal static void Demand(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]);
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
        foreach (var url in endpoints.Concat(urls))
            if (!IsLoopback(url))
                throw new InvalidOperationException($"DevIdentity listens on loopback only, not on {url}.");
    }

    internal static bool IsLoopback(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Host == "localhost"
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
}
