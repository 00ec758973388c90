using System.Net;
using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Gateway;

/// <summary>Refuses a caller that is over its rate, before anything behind the door has work with it.</summary>
internal sealed class RateLimit(RequestDelegate next, Buckets buckets)
{
    public Task InvokeAsync(HttpContext context) =>
        buckets.TryTake(context.Connection.RemoteIpAddress ?? IPAddress.None, ClientKey.Of(context.Request))
            ? next(context)
            : context.RefuseAsync(ErrorReason.Overloaded, "Too many calls. Wait a second, then try again.");
}
