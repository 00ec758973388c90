using Grpc.Core;

namespace CrmClub.ServiceDefaults.Calls;

/// <summary>Refuses a unary call that wants to stay for too long.</summary>
public sealed class DeadlineInterceptor(TimeProvider time) : CallInterceptor
{
    protected override Task<T> AroundAsync<T>(ServerCallContext context, MethodType type, Func<Task<T>> call)
    {
        // MaxValue: a JSON call, whose time CallTime keeps.
        if (type == MethodType.Unary && context.Deadline != DateTime.MaxValue
            && context.Deadline - time.GetUtcNow().UtcDateTime > CallLimits.DeadlineMax)
        {
            throw new RequestFault($"The deadline may be at most {CallLimits.DeadlineMax.TotalSeconds} s away.");
        }
        return call();
    }
}
