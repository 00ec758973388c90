using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Calls;
using CrmClub.ServiceDefaults.Errors;
using Grpc.Core;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>
/// Validates the token, looks into the table, asks the directory. It stands inside gRPC, so that a refusal is a gRPC
/// status (and a JSON error over JSON), never a bare HTTP 401 that a gRPC client misreads.
/// </summary>
public sealed class AuthorizationInterceptor(TokenGate gate, ICallerDirectory directory) : CallInterceptor
{
    protected override async Task<T> AroundAsync<T>(ServerCallContext context, MethodType type, Func<Task<T>> call)
    {
        if (!AccessTable.IsAnonymous(context.Method))
        {
            var caller = await gate.AuthenticateAsync(context.GetHttpContext());
            if (!AccessTable.Allows(context.Method, caller))
                throw new ClubException(ErrorReason.RoleMissing, "None of the caller's roles may call this.");
            if (!gate.IsOfClub(caller))
                directory.Check(caller, SystemOperations.Of(context.Method));
            context.SetCaller(caller);
        }
        return await call();
    }
}
