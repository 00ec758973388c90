using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Parties;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using Npgsql;

namespace CrmClub.Membership.Administrations;

/// <summary>The customs systems: who they are, and the switch that stops one.</summary>
internal sealed class CustomsSystems(Deeds deeds, MembershipState state, NpgsqlDataSource database)
{
    /// <summary>Suspends a system; where it is suspended, nothing is recorded again.</summary>
    public Task<SuspendCustomsSystemResponse> SuspendAsync(
        SuspendCustomsSystemRequest request, Caller caller, CancellationToken cancel) =>
        deeds.RunAsync(request, caller, deed => SuspendAsync(request, deed), cancel);

    public async Task<ListCustomsSystemsResponse> AnswerAsync(
        ListCustomsSystemsRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        var day = faults.Day("as_of", "", request.AsOf, required: false);
        var knownAt = faults.Instant("known_at", request.KnownAt);
        faults.ThrowIfAny();

        var known = knownAt is null
            ? state.View.Systems.Select(system => system.Contract)
            : await KnownAsync(knownAt.Value, cancel);
        var read = known.Select(system => day is null ? system : OnDay(system, day.Value)).OfType<CustomsSystem>()
            .Where(system => request.Administration.Length == 0 || system.Administration == request.Administration)
            .OrderBy(system => system.ClientId, StringComparer.Ordinal)
            .Where(system => page.After is null || string.CompareOrdinal(system.ClientId, page.After) > 0)
            .Take(page.Size + 1).ToList();
        var (systems, next) = page.Cut(read, system => system.ClientId);
        return new ListCustomsSystemsResponse { CustomsSystems = { systems }, NextPageToken = next };
    }

    private async Task<IEnumerable<CustomsSystem>> KnownAsync(DateTime knownAt, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var rows = await MembershipReader.RecordsAsync(connection, [CustomsSystem.Descriptor], null, cancel);
        return rows.Select(row => (CustomsSystem)row.Content)
            .Where(system => system.RecordedAt is null || system.RecordedAt.ToDateTime() <= knownAt)
            .GroupBy(system => system.ClientId).Select(versions => versions.Last());
    }

    private static CustomsSystem? OnDay(CustomsSystem system, DateOnly day)
    {
        if (!Days.Open(system.ValidFrom, system.ValidTo).Cover(day))
            return null;
        var onDay = system.Clone();
        onDay.Clients.Clear();
        onDay.Clients.Add(system.Clients.Where(client => Days.Open(client.ValidFrom, client.ValidTo).Cover(day)));
        return onDay;
    }

    private static async Task<SuspendCustomsSystemResponse> SuspendAsync(
        SuspendCustomsSystemRequest request, Deed deed)
    {
        PartySteps.Reason(request.Reason, deed.Work.Faults);
        deed.Work.Faults.ThrowIfAny();
        var system = deed.Book.View.SystemOf(request.ClientId)?.Contract.Clone()
            ?? throw new ClubException(ErrorReason.NotFound, "The club knows no customs system with this client id.");
        if (!system.Suspended)
        {
            (system.Suspended, system.RecordedAt) = (true, deed.Now);
            await deed.RecordAsync(
                system.ClientId, null, new CustomsSystemSet { CustomsSystem = system, Reason = request.Reason });
        }

        return new SuspendCustomsSystemResponse { CustomsSystem = system };
    }
}
