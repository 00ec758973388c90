using System.Net;
using System.Text;
using CrmClub.Testing;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using static Google.Api.HttpRule;

namespace CrmClub.System.Tests.Matrix;

/// <summary>One way to call one RPC: in one form, at its service or through the gateway.</summary>
/// <param name="name">For a person.</param>
/// <param name="rpc">What is called.</param>
internal abstract class Way(string name, MethodDescriptor rpc)
{
    // The gateway's own: whoever has no token shares a small bucket with all others who have none.
    private static readonly TimeSpan RateRestored = TimeSpan.FromSeconds(30);

    public MethodDescriptor Rpc => rpc;

    /// <summary>False for what the gateway does not pass on.</summary>
    public bool IsRouted { get; init; } = true;

    public required bool IsThroughGateway { get; init; }

    /// <summary>Calls with these words in the header <c>authorization</c>, or without it.</summary>
    public async Task<Outcome> CallAsync(string? authorization, IMessage request, CancellationToken cancel)
    {
        Outcome? outcome = null;
        await Eventually.HoldsAsync($"{this} is let in", async () =>
        {
            outcome = await SendAsync(authorization, request, cancel);
            return outcome is not { Code: StatusCode.ResourceExhausted, Reason: "OVERLOADED" };
        }, RateRestored, cancel);
        return outcome!;
    }

    /// <summary>Calls with an empty request: whoever may not call is refused before anybody looks at it.</summary>
    public Task<Outcome> CallAsync(string? authorization, CancellationToken cancel) =>
        CallAsync(authorization, rpc.InputType.Parser.ParseFrom(ByteString.Empty), cancel);

    public override string ToString() => $"{name} {rpc.Service.Name}/{rpc.Name}";

    protected abstract Task<Outcome> SendAsync(string? authorization, IMessage request, CancellationToken cancel);
}

/// <summary>By gRPC, as bytes; of a stream the first message is the answer.</summary>
/// <param name="name">For a person.</param>
/// <param name="rpc">What is called.</param>
/// <param name="invoker">Where to.</param>
/// <param name="named">The service that is meant, where the gateway has to be told.</param>
internal sealed class GrpcWay(string name, MethodDescriptor rpc, CallInvoker invoker, string? named = null)
    : Way(name, rpc)
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(20);

    private readonly Method<byte[], byte[]> method =
        new(MethodType.ServerStreaming, rpc.Service.FullName, rpc.Name, Bytes, Bytes);

    protected override async Task<Outcome> SendAsync(
        string? authorization, IMessage request, CancellationToken cancel)
    {
        var headers = new Metadata();
        if (authorization is not null) headers.Add("authorization", authorization);
        if (named is not null) headers.Add("crmclub-service", named);
        var options = new CallOptions(headers, DateTime.UtcNow + AnswerMax, cancel);
        try
        {
            using var call = invoker.AsyncServerStreamingCall(method, null, options, request.ToByteArray());
            return Outcome.Of(await call.ResponseStream.MoveNext(cancel) ? call.ResponseStream.Current : []);
        }
        catch (RpcException failure)
        {
            return Outcome.Of(failure);
        }
    }
}

/// <summary>By its JSON form.</summary>
internal sealed class JsonWay(string name, MethodDescriptor rpc, HttpClient http) : Way(name, rpc)
{
    protected override async Task<Outcome> SendAsync(
        string? authorization, IMessage request, CancellationToken cancel)
    {
        var rule = Rpcs.Json(Rpc)!;
        using var message = rule.PatternCase == PatternOneofCase.Get
            ? new HttpRequestMessage(HttpMethod.Get, Fill(rule.Get, request))
            : new HttpRequestMessage(HttpMethod.Post, Fill(rule.Post, request))
            {
                Content = new StringContent(JsonFormatter.Default.Format(request), Encoding.UTF8, "application/json"),
            };
        if (authorization is not null) message.Headers.TryAddWithoutValidation("authorization", authorization);
        using var answer = await http.SendAsync(message, cancel);
        return await Outcome.OfAsync(answer, cancel);
    }

    /// <summary>The path with the request's fields in their places; an absent one has some other word in it.</summary>
    private static string Fill(string template, IMessage request)
    {
        foreach (var field in request.Descriptor.Fields.InDeclarationOrder())
        {
            var value = $"{field.Accessor.GetValue(request)}";
            template = template.Replace(
                $"{{{field.Name}}}", value.Length == 0 ? "absent" : WebUtility.UrlEncode(value));
        }
        return template;
    }
}
