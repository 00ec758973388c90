using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Membership.Copy;

/// <summary>Who of the administrations' people and systems may act, by the copy of Membership.</summary>
public sealed class CallerDirectory(MembershipState state) : ICallerDirectory
{
    public bool IsKnown => state.View.Club is not null;

    public bool IsRegistered(string tenantId) => state.View.AdministrationOfTenant(tenantId) is not null;

    public void Check(Caller caller)
    {
        var view = state.View;
        if (view.Club is null)
            throw new ClubException(ErrorReason.Unavailable, "The list of members is not here yet.");
        if (view.AdministrationOfTenant(caller.TenantId) is not { } administration)
            throw NotRegistered("The caller's tenant is not registered with the club.");
        if (!caller.IsPerson)
            CheckSystem(view, caller, administration);
    }

    public string? AdministrationOf(Caller caller) => state.View.AdministrationOfTenant(caller.TenantId)?.Code;

    private static void CheckSystem(MembershipView view, Caller caller, AdministrationView administration)
    {
        if (view.SystemOf(caller.ClientId) is not { } system || system.Administration != administration.Code)
            throw NotRegistered("The customs system is not registered with the club.");
        if (system.Suspended)
            throw new ClubException(ErrorReason.SystemSuspended, "The customs system is suspended.");
    }

    private static ClubException NotRegistered(string message) => new(ErrorReason.CallerNotRegistered, message);
}
