using CrmClub.Contracts.Common.V1;
using Google.Rpc;
using Grpc.Core;

namespace CrmClub.Client;

/// <summary>Why a call failed, read from the details of its status.</summary>
/// <param name="Code">Canonical code.</param>
/// <param name="Reason">
/// Name of <see cref="ErrorReason"/> without its prefix; empty where the club did not answer.
/// </param>
/// <param name="Message">One sentence.</param>
/// <param name="Violations">Every broken rule.</param>
/// <param name="RetryAfter">How long the club asks to wait before another try; null where it does not.</param>
public sealed record Refusal(
    StatusCode Code, string Reason, string Message, IReadOnlyList<Violation> Violations, TimeSpan? RetryAfter)
{
    /// <summary>Reads what a failed call carries.</summary>
    public static Refusal From(RpcException e)
    {
        var status = e.GetRpcStatus();
        return new Refusal(
            IsBrokenConnection(e) ? StatusCode.Unavailable : e.StatusCode,
            status?.GetDetail<ErrorInfo>()?.Reason ?? "",
            e.Status.Detail is { Length: > 0 } detail ? detail : Unsaid(e.StatusCode),
            status?.GetDetail<ViolationList>()?.Violations ?? [],
            status?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan() ?? PushedBack(e));
    }

    /// <summary>A connection that broke in the middle of an answer reads as INTERNAL or CANCELLED otherwise.</summary>
    private static bool IsBrokenConnection(RpcException e) =>
        e.Status.DebugException is HttpRequestException or IOException && e.StatusCode != StatusCode.DeadlineExceeded;

    /// <summary>gRPC ends a call whose own deadline is over without a word.</summary>
    private static string Unsaid(StatusCode code) => code == StatusCode.DeadlineExceeded
        ? "The club did not answer in time; the outcome is unknown. Try again with the same request_id."
        : "";

    private static TimeSpan? PushedBack(RpcException e) =>
        int.TryParse(e.Trailers.GetValue("grpc-retry-pushback-ms"), out var ms) && ms >= 0
            ? TimeSpan.FromMilliseconds(ms)
            : null;
}
