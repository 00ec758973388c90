using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Parties;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Membership.Administrations;

/// <summary>The customs systems: who they are, and the switch that stops one.</summary>
internal sealed class CustomsSystems(Deeds deeds, MembershipState state)
{
    /// <summary>Suspends a system; where it is suspended, nothing is recorded again.</summary>
    public Task<SuspendCustomsSystemResponse> SuspendAsync(
        SuspendCustomsSystemRequest request, Caller caller, CancellationToken cancel) =>
        deeds.RunAsync(request, caller, deed => SuspendAsync(request, deed), cancel);

    public ListCustomsSystemsResponse Answer(ListCustomsSystemsRequest request)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var read = state.View.Systems
            .Where(system => request.Administration.Length == 0 || system.Administration == request.Administration)
            .OrderBy(system => system.ClientId, StringComparer.Ordinal)
            .Where(system => page.After is null || string.CompareOrdinal(system.ClientId, page.After) > 0)
            .Take(page.Size + 1).ToList();
        var (systems, next) = page.Cut(read, system => system.ClientId);
        return new ListCustomsSystemsResponse { CustomsSystems = { systems }, NextPageToken = next };
    }

    private static async Task<SuspendCustomsSystemResponse> SuspendAsync(
        SuspendCustomsSystemRequest request, Deed deed)
    {
        PartySteps.Reason(request.Reason, deed.Work.Faults);
        deed.Work.Faults.ThrowIfAny();
        var system = deed.Book.View.SystemOf(request.ClientId)?.Clone()
            ?? throw new ClubException(ErrorReason.NotFound, "The club knows no customs system with this client id.");
        if (!system.Suspended)
        {
            system.Suspended = true;
            await deed.RecordAsync(
                system.ClientId, null, new CustomsSystemSet { CustomsSystem = system, Reason = request.Reason });
        }

        return new SuspendCustomsSystemResponse { CustomsSystem = system };
    }
}
