using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;

namespace CrmClub.ServiceDefaults.Json;

/// <summary>
/// Reads a JSON call before transcoding does, which drops fields it doesn't know in silence: here each of them is
/// named, all at once, and so is the place where the JSON breaks.
/// </summary>
internal sealed class StrictJsonCall(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is { } call
            ? CheckAsync(context, call.MethodDescriptor.InputType, call.HttpRule.Body == "*")
            : next(context);

    private async Task CheckAsync(HttpContext context, MessageDescriptor expected, bool hasBody)
    {
        var violations = StrictQuery.Check(hasBody ? null : expected, context.Request.Query).ToList();
        using var body = new MemoryStream();
        if (hasBody)
        {
            if (!await ReadAsync(context, body))
                return;
            violations.AddRange(StrictJson.Check(expected, body.GetBuffer().AsSpan(0, (int)body.Length)));
            context.Request.Body = body;
        }

        if (violations.Count == 0)
        {
            await next(context);
            return;
        }
        var unknown = violations.All(violation => violation.Rule == "UNKNOWN_FIELD");
        var reason = unknown ? ErrorReason.UnknownField : ErrorReason.ValidationFailed;
        await context.RefuseAsync(reason, "The request is not as the contract says.", violations);
    }

    private static async Task<bool> ReadAsync(HttpContext context, MemoryStream body)
    {
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            body.Position = 0;
            return true;
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            var message = $"The body is larger than {KestrelLimits.RequestBodyBytesMax} bytes.";
            await context.RefuseAsync(ErrorReason.ValidationFailed, message);
            return false;
        }
    }
}
