using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace CrmClub.Gateway;

/// <summary>Says in the caller's own form that a service can't be reached, or that a body is too large.</summary>
internal sealed class GatewayFailure(RequestDelegate next)
{
    private const string Down =
        "The pages of the club can't be reached. Nothing is lost. Load the page again in a moment.\n\n"
        + "クラブのページに接続できません。データは失われていません。しばらくしてから再読み込みしてください。\n";

    private const string TooLarge =
        "This form is too large: 2 MB at most. Nothing of it was taken. Go back: what you typed is still there.\n\n"
        + "フォームは2 MBまでで、何も受け付けられていません。ブラウザーで戻ると入力内容が残っています。\n";

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;
        if (context.GetForwarderErrorFeature() is { } failure)
            await AnswerAsync(context, failure);
        else if (context.Response.StatusCode == StatusCodes.Status504GatewayTimeout)
            await context.RefuseAsync(ErrorReason.DeadlineExceeded, "The service did not answer in time.");
    }

    private static Task AnswerAsync(HttpContext context, IForwarderErrorFeature failure)
    {
        var isTooLarge = failure.Exception is BadHttpRequestException
        { StatusCode: StatusCodes.Status413PayloadTooLarge }
            || context.Response.StatusCode == StatusCodes.Status413PayloadTooLarge;
        if (context.Features.Get<IReverseProxyFeature>()?.Route.Config.ClusterId == Clusters.Http(Routes.Web))
            return isTooLarge
                ? SayAsync(context, StatusCodes.Status413PayloadTooLarge, TooLarge)
                : SayAsync(context, StatusCodes.Status503ServiceUnavailable, Down);
        if (isTooLarge)
        {
            var message = $"The body is larger than {Limit(context)} bytes.";
            return context.RefuseAsync(ErrorReason.ValidationFailed, message);
        }
        return failure.Error switch
        {
            // The caller is still there: what cancelled the call is the route's time limit.
            ForwarderError.RequestTimedOut or ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled =>
                context.RefuseAsync(ErrorReason.DeadlineExceeded, "The service did not answer in time."),
            // A body that stops because the service has died is called the client's, too.
            ForwarderError.RequestBodyClient when IsMalformed(failure.Exception) =>
                context.RefuseAsync(ErrorReason.ValidationFailed, "The request's body is malformed."),
            _ => context.RefuseAsync(ErrorReason.Unavailable, "The service can't be reached. Try again."),
        };
    }

    // To a person, who may read either language.
    private static Task SayAsync(HttpContext context, int status, string words)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(words);
    }

    private static bool IsMalformed(Exception? failure) => failure switch
    {
        BadHttpRequestException bad => bad.StatusCode == StatusCodes.Status400BadRequest,
        AggregateException many => many.InnerExceptions.Any(IsMalformed),
        _ => failure?.InnerException is { } inner && IsMalformed(inner),
    };

    private static long Limit(HttpContext context) => Refusal.IsGrpc(context.Request)
        ? Routes.GrpcBodyBytesMax
        : ServiceDefaults.KestrelLimits.RequestBodyBytesMax;
}

/// <summary>What has no route.</summary>
internal static class NoRoute
{
    internal static Task AnswerAsync(HttpContext context) => Refusal.IsGrpc(context.Request)
        ? context.RefuseAsync(new Google.Rpc.Status
        {
            Code = (int)Google.Rpc.Code.Unimplemented,
            Message = "The club has no such method.",
        })
        : context.RefuseAsync(ErrorReason.NotFound, "There is nothing here.");
}
