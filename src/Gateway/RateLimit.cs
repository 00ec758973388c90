using System.Net;
using System.Threading.RateLimiting;
using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Gateway;

/// <summary>
/// Refuses a caller that is over its rate, and whoever comes while the gateway is full, before anything behind the door
/// has work with it.
/// </summary>
internal sealed class RateLimit(
    RequestDelegate next, Buckets buckets, HourlyBuckets hourly, ConcurrencyLimiter calls)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!buckets.TryTake(context.Connection.RemoteIpAddress ?? IPAddress.None, ClientKey.Of(context.Request)))
        {
            await context.RefuseAsync(ErrorReason.Overloaded, "Too many calls. Wait a second, then try again.");
            return;
        }

        if (hourly.Refuses(context) is { } wait)
        {
            await (context.Request.HasFormContentType
                ? SayAsync(context, wait)
                : context.RefuseAsync(ErrorCodes.ToStatus(
                    ErrorReason.Overloaded, "Too many of these calls in an hour. Try again later.", [], wait)));
            return;
        }

        using var place = calls.AttemptAcquire();
        if (place.IsAcquired)
            await next(context);
        else
            await context.RefuseAsync(
                ErrorReason.Overloaded, "Too many calls are under way. Wait a second, then try again.");
    }

    // A form is sent by a person, who may read either language.
    private static Task SayAsync(HttpContext context, TimeSpan wait)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.RetryAfter = $"{(long)wait.TotalSeconds}";
        return context.Response.WriteAsync(
            $"This was not taken: too many have come within an hour. Go back and send it again in "
            + $"{Math.Ceiling(wait.TotalMinutes)} minutes.\n\n"
            + $"受理されませんでした。1時間あたりの件数を超えています。{Math.Ceiling(wait.TotalMinutes)}分後に"
            + "前のページに戻って再送信してください。\n");
    }
}
