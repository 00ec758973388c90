using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;

namespace CrmClub.ServiceDefaults.Json;

/// <summary>
/// Reads a JSON body before transcoding does, which drops fields it doesn't know in silence: here each of them is
/// named, all at once, and so is the place where the JSON breaks.
/// </summary>
internal sealed class StrictBody(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is { HttpRule.Body: "*" } call
            ? CheckAsync(context, call.MethodDescriptor.InputType)
            : next(context);

    private async Task CheckAsync(HttpContext context, MessageDescriptor expected)
    {
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            var message = $"The body is larger than {KestrelLimits.RequestBodyBytesMax} bytes.";
            await context.RefuseAsync(ErrorReason.ValidationFailed, message);
            return;
        }

        var violations = StrictJson.Check(expected, body.GetBuffer().AsSpan(0, (int)body.Length));
        if (violations.Count > 0)
        {
            var unknown = violations.All(violation => violation.Rule == "UNKNOWN_FIELD");
            var reason = unknown ? ErrorReason.UnknownField : ErrorReason.ValidationFailed;
            await context.RefuseAsync(reason, "The body is not as the contract says.", violations);
            return;
        }
        body.Position = 0;
        context.Request.Body = body;
        await next(context);
    }
}
