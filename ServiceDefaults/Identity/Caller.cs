using CrmClub.Contracts.Membership.V1;
using Grpc.Core;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>Who calls, as the validated token says.</summary>
/// <param name="Id">Object id of a person (`oid`), or the client id of a system.</param>
/// <param name="ClientId">Client id of the application (`azp`).</param>
/// <param name="TenantId">Entra ID tenant (`tid`).</param>
/// <param name="IsPerson">False for a token got with client credentials.</param>
/// <param name="Roles">Values of `roles` that count for a caller of this kind and tenant.</param>
public sealed record Caller(string Id, string ClientId, string TenantId, bool IsPerson, IReadOnlySet<string> Roles);

/// <summary>Access to the caller of a gRPC call.</summary>
public static class CallerExtensions
{
    private static readonly object Key = new();

    /// <summary>The caller; set by the authorization interceptor for every call that is not anonymous.</summary>
    public static Caller Caller(this ServerCallContext context) =>
        context.UserState.TryGetValue(Key, out var caller)
            ? (Caller)caller
            : throw new InvalidOperationException($"{context.Method} is anonymous: it has no caller.");

    internal static void SetCaller(this ServerCallContext context, Caller caller) => context.UserState[Key] = caller;
}

/// <summary>
/// Whose tokens the club takes and who of them may act now, from the service's own copy of Membership. The club's own
/// tenant is not asked about: its people and services come and go in its own directory.
/// </summary>
public interface ICallerDirectory
{
    /// <summary>Whether the list is here; before it is, nobody can be told a stranger.</summary>
    bool IsKnown { get; }

    /// <summary>Whether the tenant is one of a registered administration: the list of issuers that are taken.</summary>
    bool IsRegistered(string tenantId);

    /// <summary>
    /// Asked at every call from another tenant. Throws <see cref="Errors.ClubException"/> with
    /// CALLER_NOT_REGISTERED, SYSTEM_SUSPENDED, SYSTEM_NOT_VALID or OPERATION_NOT_REGISTERED if the caller may not act.
    /// </summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="operation">What a customs system must be registered for.</param>
    void Check(Caller caller, SystemOperation operation);

    /// <summary>
    /// Takes items out of what a customs system is registered to send in a second; a person has no such figure. Throws
    /// <see cref="Errors.ClubException"/> with OVERLOADED if it sends more.
    /// </summary>
    /// <param name="caller">Who sends them.</param>
    /// <param name="items">Goods items of its call.</param>
    void Spend(Caller caller, int items);

    /// <summary>Administration of a customs system or officer (by tenant), null for the club's own people.</summary>
    string? AdministrationOf(Caller caller);
}

/// <summary>For a service that knows no member: only the club's own tenant may call.</summary>
internal sealed class ClubTenantOnly : ICallerDirectory
{
    public bool IsKnown => true;

    public bool IsRegistered(string tenantId) => false;

    public void Check(Caller caller, SystemOperation operation) => throw new Errors.ClubException(
        Contracts.Common.V1.ErrorReason.CallerNotRegistered, "The caller's tenant is not registered with the club.");

    public void Spend(Caller caller, int items)
    {
    }

    public string? AdministrationOf(Caller caller) => null;
}
