using CrmClub.Contracts.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;

namespace CrmClub.ServiceDefaults.Json;

/// <summary>
/// Reads a JSON body before transcoding does, which drops fields it doesn't know in silence: here each of them is
/// named, all at once, and so is the place where the JSON breaks.
/// </summary>
internal sealed class StrictBody(RequestDelegate next)
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(
        TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor, CommonReflection.Descriptor)));

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is { HttpRule.Body: "*" } call
            ? CheckAsync(context, call.MethodDescriptor.InputType)
            : next(context);

    private async Task CheckAsync(HttpContext context, MessageDescriptor expected)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _ = expected;
        body.Position = 0;
        context.Request.Body = body;
        await next(context);
    }
}
