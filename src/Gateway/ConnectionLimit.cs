using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace CrmClub.Gateway;

/// <summary>Bounds how many connections one address may hold, whatever it does or does not do on them.</summary>
internal sealed class ConnectionLimit(int perAddressMax)
{
    private readonly ConcurrentDictionary<IPAddress, int> _open = new();

    internal async Task HoldAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        try
        {
            if (_open.AddOrUpdate(address, 1, (_, open) => open + 1) <= perAddressMax)
                await next(connection);
            else
                connection.Abort();
        }
        finally
        {
            var left = _open.AddOrUpdate(address, 0, (_, open) => open - 1);
            if (left == 0)
                _open.TryRemove(KeyValuePair.Create(address, 0));
        }
    }
}

internal static class ConnectionLimitHosting
{
    /// <summary>Connections of one address, unless <c>Gateway:ConnectionsPerAddressMax</c> says otherwise.</summary>
    internal const int ConnectionsPerAddressMax = 64;

    internal static void AddConnectionLimit(this WebApplicationBuilder builder)
    {
        var max = builder.Configuration.GetValue("Gateway:ConnectionsPerAddressMax", ConnectionsPerAddressMax);
        var limit = new ConnectionLimit(max);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint =>
            endpoint.Use(next => connection => limit.HoldAsync(connection, next))));
    }
}
