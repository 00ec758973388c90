using CrmClub.ServiceDefaults.Errors;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CrmClub.ServiceDefaults.Calls;

/// <summary>
/// gRPC reads the message of a unary call before any interceptor and answers UNKNOWN where it can't. Since every
/// failure after that has its code from the error interceptor, UNKNOWN means a malformed message.
/// </summary>
internal sealed class MalformedMessage(RequestDelegate next)
{
    private const string StatusTrailer = "grpc-status";
    private static readonly string Unknown = ((int)StatusCode.Unknown).ToString();
    private static readonly string Invalid = ((int)StatusCode.InvalidArgument).ToString();

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (!Refusal.IsGrpc(context.Request))
            return;
        var trailers = context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;
        Correct(context.Response.HasStarted ? null : context.Response.Headers);
        Correct(trailers);
    }

    private static void Correct(IHeaderDictionary? answer)
    {
        if (answer is null || answer.IsReadOnly || answer[StatusTrailer] != Unknown)
            return;
        answer[StatusTrailer] = Invalid;
        answer["grpc-message"] = "The request is not a valid protobuf message of this method.";
    }
}
