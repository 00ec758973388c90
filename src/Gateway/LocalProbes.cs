using System.Net;

namespace CrmClub.Gateway;

/// <summary>The gateway's own health is for its host alone: from elsewhere there is no such path.</summary>
internal sealed class LocalProbes(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        IsProbe(context.Request.Path) && !IsLocal(context.Connection.RemoteIpAddress)
            ? NoRoute.AnswerAsync(context)
            : next(context);

    internal static bool IsProbe(PathString path) =>
        path.StartsWithSegments("/health") || path.StartsWithSegments("/alive");

    private static bool IsLocal(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);
}
