using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Membership.Copy;

/// <summary>Who of the administrations' people and systems may act, by the copy of Membership.</summary>
public sealed class CallerDirectory(MembershipState state, SystemRates rates, ClubTime time) : ICallerDirectory
{
    public bool IsKnown => state.View.Club is not null;

    public bool IsRegistered(string tenantId) => state.View.AdministrationOfTenant(tenantId) is not null;

    public void Check(Caller caller, SystemOperation operation)
    {
        var view = state.View;
        if (view.Club is null)
            throw new ClubException(ErrorReason.Unavailable, "The list of members is not here yet.");
        if (view.AdministrationOfTenant(caller.TenantId) is not { } administration)
            throw NotRegistered("The caller's tenant is not registered with the club.");
        if (!caller.IsPerson)
            CheckSystem(view, caller, administration, operation);
    }

    public void Spend(Caller caller, int items)
    {
        if (caller.IsPerson || state.View.SystemOf(caller.ClientId) is not { } system)
            return;
        if (!rates.TryTake(system, items))
            throw new ClubException(
                ErrorReason.Overloaded,
                $"The customs system sends more items than it is registered for: {rates.Of(system)} a second.");
    }

    public string? AdministrationOf(Caller caller) => state.View.AdministrationOfTenant(caller.TenantId)?.Code;

    private void CheckSystem(
        MembershipView view, Caller caller, AdministrationView administration, SystemOperation operation)
    {
        if (view.SystemOf(caller.ClientId) is not { } system
            || system.Contract.Administration != administration.Code)
            throw NotRegistered("The customs system is not registered with the club.");
        if (system.Contract.Suspended)
            throw new ClubException(ErrorReason.SystemSuspended, "The customs system is suspended.");
        var today = time.Today(administration.TimeZone);
        if (!system.IsValidOn(caller.ClientId, today))
            throw new ClubException(
                ErrorReason.SystemNotValid,
                system.IsValidOn(today)
                    ? "This client id of the customs system is not valid today: the system has another."
                    : "The registration of the customs system does not cover today.");
        if (!system.May(operation))
            throw new ClubException(
                ErrorReason.OperationNotRegistered, $"The customs system is not registered to {operation}.");
    }

    private static ClubException NotRegistered(string message) => new(ErrorReason.CallerNotRegistered, message);
}
