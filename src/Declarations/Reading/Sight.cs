using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Declarations.Reading;

/// <summary>Which declarations a caller may see: an administration's caller its own, the club's people all.</summary>
internal sealed class Sight(ICallerDirectory callers)
{
    /// <summary>Code of the administration, or null for all.</summary>
    public string? Of(Caller caller)
    {
        if (!caller.Roles.Contains(ClubRoles.CustomsSystem) && !caller.Roles.Contains(ClubRoles.CustomsOfficer))
            return null;
        return callers.AdministrationOf(caller) ?? "";
    }

    /// <summary>Whether a caller may see what an administration's own risk profiles say of what it sees: the
    /// secretariat may not.</summary>
    public bool OfLocalProfiles(Caller caller) => Of(caller) is not null || caller.Roles.Contains(ClubRoles.Auditor);
}
