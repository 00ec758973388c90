using CrmClub.Contracts.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Http;
using HttpRequest = Microsoft.AspNetCore.Http.HttpRequest;
using Status = Google.Rpc.Status;

namespace CrmClub.ServiceDefaults.Errors;

/// <summary>
/// An answer given before a call reaches gRPC: to a gRPC caller trailers-only on HTTP 200 (an HTTP error status would
/// be read as UNAVAILABLE and tried again), to others the JSON form that transcoding gives.
/// </summary>
public static class Refusal
{
    /// <summary>Trailer that tells a gRPC client when to try again, in milliseconds.</summary>
    public const string PushbackTrailer = "grpc-retry-pushback-ms";

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(
        TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor, CommonReflection.Descriptor)));

    /// <summary>Whether the request is a gRPC call.</summary>
    public static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Answers with a reason of the contract.</summary>
    public static Task RefuseAsync(
        this HttpContext context, ErrorReason reason, string message, IReadOnlyList<Violation>? violations = null) =>
        context.RefuseAsync(ErrorCodes.ToStatus(reason, message, violations ?? []));

    /// <summary>Answers with a status.</summary>
    public static Task RefuseAsync(this HttpContext context, Status status)
    {
        var response = context.Response;
        response.Clear();
        if (IsGrpc(context.Request))
        {
            response.ContentType = "application/grpc";
            response.Headers["grpc-status"] = status.Code.ToString();
            response.Headers["grpc-message"] = Uri.EscapeDataString(status.Message);
            response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
            if (status.Code == (int)Code.ResourceExhausted)
                response.Headers[PushbackTrailer] = $"{(long)RetryAfter(status).TotalMilliseconds}";
            return Task.CompletedTask;
        }

        response.StatusCode = ErrorCodes.HttpStatusOf((Code)status.Code);
        response.ContentType = "application/json; charset=utf-8";
        if (status.Code == (int)Code.ResourceExhausted)
            response.Headers.RetryAfter = $"{(long)RetryAfter(status).TotalSeconds}";
        return response.WriteAsync(Formatter.Format(status), context.RequestAborted);
    }

    private static TimeSpan RetryAfter(Status status) => status.Details
        .Where(detail => detail.Is(RetryInfo.Descriptor))
        .Select(detail => detail.Unpack<RetryInfo>().RetryDelay.ToTimeSpan())
        .FirstOrDefault(ErrorCodes.RetryAfterOverload);
}
