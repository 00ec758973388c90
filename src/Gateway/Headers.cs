using System.Diagnostics;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace CrmClub.Gateway;

/// <summary>What passes the door. Whatever is not named stays outside.</summary>
public static class Headers
{
    public const int UserAgentLengthMax = 200;
    public const int RequestIdLengthMax = 64;

    /// <summary>Request headers that reach a service as they came.</summary>
    public static readonly IReadOnlyList<string> Passed =
    [
        "authorization", "content-type", "grpc-timeout", "grpc-encoding", "grpc-accept-encoding", "accept",
        "accept-language", "if-none-match",
    ];

    /// <summary>
    /// What pages need besides: a browser's session, whose page a form was sent by, how small it lets them come, and
    /// what a feed's reader has already.
    /// </summary>
    public static readonly IReadOnlyList<string> PassedToPages =
        [.. Passed, "accept-encoding", "cookie", "if-modified-since", "sec-fetch-site"];

    private static readonly string[] Withheld = ["Server", "X-Powered-By", "Via"];

    internal static void Apply(TransformBuilderContext route)
    {
        route.CopyRequestHeaders = false;
        route.AddXForwarded(ForwardedTransformActions.Set);
        route.AddXForwardedPrefix(action: ForwardedTransformActions.Off);
        var passed = route.Route.ClusterId == Clusters.Http(Routes.Web) ? PassedToPages : Passed;
        route.AddRequestTransform(context => Pass(context, passed));
        foreach (var name in Withheld)
            route.AddResponseHeaderRemove(name, ResponseCondition.Always);
    }

    private static ValueTask Pass(RequestTransformContext context, IReadOnlyList<string> passed)
    {
        var given = context.HttpContext.Request.Headers;
        foreach (var name in passed)
            if (given.TryGetValue(name, out var values))
                RequestTransform.AddHeader(context, name, values);

        // Nothing else that te can say may cross a proxy.
        if (given.TE.Contains("trailers", StringComparer.OrdinalIgnoreCase))
            RequestTransform.AddHeader(context, "te", "trailers");
        Cut(context, "user-agent", UserAgentLengthMax);
        Cut(context, "x-request-id", RequestIdLengthMax);
        // Where the gateway traces, its own span is the parent that the service sees.
        if (Activity.Current is null)
            Cut(context, "traceparent", RequestIdLengthMax);
        return default;
    }

    private static void Cut(RequestTransformContext context, string name, int lengthMax)
    {
        if (context.HttpContext.Request.Headers[name] is [{ Length: > 0 } value])
            RequestTransform.AddHeader(context, name, value.Length > lengthMax ? value[..lengthMax] : value);
    }
}

/// <summary>Takes a caller's trace on, but no baggage: that is a header which any caller can fill.</summary>
internal sealed class TraceOnly : DistributedContextPropagator
{
    private static readonly DistributedContextPropagator W3C = CreateW3CPropagator();

    public override IReadOnlyCollection<string> Fields => W3C.Fields;

    public override void ExtractTraceIdAndState(
        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        W3C.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(
        object? carrier, PropagatorGetterCallback? getter) => null;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) =>
        W3C.Inject(activity, carrier, setter);
}
