using System.Diagnostics;
using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Calls;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CrmClub.ServiceDefaults.Errors;

/// <summary>
/// The one place where a failure becomes an answer. A fault of our own says a correlation id and nothing else, and
/// stands once in the log with it.
/// </summary>
public sealed partial class ErrorInterceptor(IHostApplicationLifetime life, ILogger<ErrorInterceptor> log)
    : CallInterceptor
{
    protected override async Task<T> AroundAsync<T>(ServerCallContext context, MethodType type, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure)
        {
            throw Answer(failure, context).ToRpcException();
        }
    }

    private Google.Rpc.Status Answer(Exception failure, ServerCallContext context)
    {
        if (failure is ClubException refusal)
            return Refused(refusal.Reason, refusal.Message, refusal.Violations);
        if (failure is RequestFault fault)
            return Refused(ErrorReason.ValidationFailed, fault.Message, []);
        if (context.CancellationToken.IsCancellationRequested)
            return Ended(context);

        var reason = Failures.ReasonOf(failure);
        var correlation = Activity.Current?.TraceId.ToString() ?? Guid.NewGuid().ToString("N");
        if (reason == ErrorReason.Internal)
        {
            CallFailed(failure, context.Method, correlation);
            return ErrorCodes.ToStatus(reason, $"The club failed; correlation id {correlation}.", []);
        }
        PartMissing(failure.GetType().Name, context.Method, correlation);
        return ErrorCodes.ToStatus(reason, $"A part that the answer needs is down; correlation id {correlation}.", []);
    }

    private static Google.Rpc.Status Refused(
        ErrorReason reason, string message, IReadOnlyList<Violation> violations)
    {
        RefusalMetrics.Count(reason, violations);
        return ErrorCodes.ToStatus(reason, message, violations);
    }

    private Google.Rpc.Status Ended(ServerCallContext context)
    {
        if (life.ApplicationStopping.IsCancellationRequested)
            return ErrorCodes.ToStatus(ErrorReason.Unavailable, "The service is stopping.", []);
        if (context.GetHttpContext().Items.ContainsKey(CallTime.TimedOut) || context.Deadline <= DateTime.UtcNow)
        {
            const string message = "The deadline ran out; the outcome is unknown.";
            return ErrorCodes.ToStatus(ErrorReason.DeadlineExceeded, message, []);
        }
        return new Google.Rpc.Status { Code = (int)StatusCode.Cancelled, Message = "The caller cancelled." };
    }

    [LoggerMessage(LogLevel.Error, "Call of {Method} failed, correlation id {Correlation}")]
    private partial void CallFailed(Exception failure, string method, string correlation);

    [LoggerMessage(LogLevel.Warning, "{Failure} in call of {Method}, correlation id {Correlation}")]
    private partial void PartMissing(string failure, string method, string correlation);
}
