using Grpc.Core;

namespace CrmClub.ServiceDefaults.Identity;

/// <summary>Who calls, as the validated token says.</summary>
/// <param name="Id">Object id of a person (`oid`), or the client id of a system.</param>
/// <param name="ClientId">Client id of the application (`azp` or `appid`).</param>
/// <param name="TenantId">Entra ID tenant (`tid`).</param>
/// <param name="IsPerson">False for a token got with client credentials.</param>
/// <param name="Roles">Values of `roles`.</param>
public sealed record Caller(string Id, string ClientId, string TenantId, bool IsPerson, IReadOnlySet<string> Roles);

/// <summary>Access to the caller of a gRPC call.</summary>
public static class CallerExtensions
{
    /// <summary>The caller; set by the authorization interceptor for every call that is not anonymous.</summary>
    public static Caller Caller(this ServerCallContext context) => throw new NotImplementedException();
}

/// <summary>
/// Whether that system or person may act now, asked at every call from the service's own copy of Membership. Throws
/// <see cref="Errors.ClubException"/> with CALLER_NOT_REGISTERED or SYSTEM_SUSPENDED.
/// </summary>
public interface ICallerDirectory
{
    /// <summary>Throws if the caller may not act.</summary>
    void Check(Caller caller);

    /// <summary>Administration of a customs system or officer (by tenant), null for the club's own people.</summary>
    string? AdministrationOf(Caller caller);
}
