using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Membership.Copy;

/// <summary>
/// The allow-list: the secretariat's tenant and those of the registered administrations. An administration's tenant
/// gives its people and systems the customs roles only, whatever else its own directory says of them.
/// </summary>
public sealed class CallerDirectory(MembershipState state) : ICallerDirectory
{
    private const string SystemRole = "Customs.System";
    private const string OfficerRole = "Customs.Officer";

    public void Check(Caller caller)
    {
        var view = state.View;
        if (view.Club is null)
            throw new ClubException(ErrorReason.Unavailable, "The list of members is not here yet.");
        if (IsSecretariat(view, caller))
        {
            if (caller.Roles.Any(IsCustomsRole))
                throw NotRegistered("A customs role counts only in the tenant of an administration.");
            return;
        }

        if (view.AdministrationOfTenant(caller.TenantId) is not { } administration)
            throw NotRegistered("The caller's tenant is not registered with the club.");
        if (!caller.Roles.All(IsCustomsRole))
            throw NotRegistered("A role of the club counts only in the secretariat's tenant.");
        if (!caller.IsPerson || caller.Roles.Contains(SystemRole))
            CheckSystem(view, caller, administration);
    }

    public string? AdministrationOf(Caller caller)
    {
        var view = state.View;
        return IsSecretariat(view, caller) ? null : view.AdministrationOfTenant(caller.TenantId)?.Code;
    }

    private static void CheckSystem(MembershipView view, Caller caller, AdministrationView administration)
    {
        if (view.SystemOf(caller.ClientId) is not { } system || system.Administration != administration.Code)
            throw NotRegistered("The customs system is not registered with the club.");
        if (system.Suspended)
            throw new ClubException(ErrorReason.SystemSuspended, "The customs system is suspended.");
    }

    private static bool IsSecretariat(MembershipView view, Caller caller) =>
        string.Equals(view.Club?.SecretariatTenantId, caller.TenantId, StringComparison.OrdinalIgnoreCase);

    private static bool IsCustomsRole(string role) => role is SystemRole or OfficerRole;

    private static ClubException NotRegistered(string message) => new(ErrorReason.CallerNotRegistered, message);
}
