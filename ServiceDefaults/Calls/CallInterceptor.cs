using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CrmClub.ServiceDefaults.Calls;

/// <summary>An interceptor that does the same around each of the four kinds of call.</summary>
public abstract class CallInterceptor : Interceptor
{
    private static readonly object Nothing = new();

    /// <summary>Runs the call; what it throws is what the caller is told.</summary>
    protected abstract Task<T> AroundAsync<T>(ServerCallContext context, MethodType type, Func<Task<T>> call);

    public sealed override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        AroundAsync(context, MethodType.Unary, () => continuation(request, context));

    public sealed override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        AroundAsync(context, MethodType.ClientStreaming, () => continuation(requests, context));

    public sealed override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        AroundAsync(context, MethodType.ServerStreaming, async () =>
        {
            await continuation(request, responses, context);
            return Nothing;
        });

    public sealed override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests, IServerStreamWriter<TResponse> responses, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        AroundAsync(context, MethodType.DuplexStreaming, async () =>
        {
            await continuation(requests, responses, context);
            return Nothing;
        });
}
