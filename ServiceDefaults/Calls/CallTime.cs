using CrmClub.ServiceDefaults.Errors;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace CrmClub.ServiceDefaults.Calls;

/// <summary>
/// Gives a unary call without a deadline the default one, before gRPC reads it, and lets a stream end when the
/// service stops (grpc-dotnet does not raise a call's token then: grpc/grpc-dotnet#2357).
/// </summary>
internal sealed class CallTime(RequestDelegate next, IHostApplicationLifetime life)
{
    /// <summary>Marks a JSON call whose time ran out; gRPC calls know their deadline themselves.</summary>
    internal static readonly object TimedOut = new();

    private const string Header = "grpc-timeout";
    private static readonly string DefaultValue = $"{(int)CallLimits.DeadlineDefault.TotalSeconds}S";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not { } call)
            return next(context);
        if (call.Method.Type != MethodType.Unary)
            return LinkedAsync(context, life.ApplicationStopping);
        if (!Refusal.IsGrpc(context.Request))
            return TimedAsync(context);
        if (!context.Request.Headers.ContainsKey(Header))
            context.Request.Headers[Header] = DefaultValue;
        return next(context);
    }

    private async Task LinkedAsync(HttpContext context, CancellationToken end)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, end);
        context.RequestAborted = linked.Token;
        await next(context);
    }

    private async Task TimedAsync(HttpContext context)
    {
        using var time = new CancellationTokenSource(CallLimits.DeadlineDefault);
        await using var mark = time.Token.Register(() => context.Items[TimedOut] = true);
        await LinkedAsync(context, time.Token);
    }
}
