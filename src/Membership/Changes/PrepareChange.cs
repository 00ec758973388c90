using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Administrations;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Membership.Changes;

/// <summary>First pair of eyes: the change waits, and nothing holds yet.</summary>
internal sealed class PrepareChange(Deeds deeds)
{
    public Task<PrepareChangeResponse> RunAsync(
        PrepareChangeRequest request, Caller caller, CancellationToken cancel) =>
        deeds.RunAsync(request, caller, deed => PrepareAsync(request, deed), cancel);

    private static async Task<PrepareChangeResponse> PrepareAsync(PrepareChangeRequest request, Deed deed)
    {
        var change = request.Change?.Clone() ?? new Change();
        CheckGiven(change, deed.Work.Faults);
        ChangeRules.Check(change, deed);
        deed.Work.Faults.ThrowIfAny();
        if (change.CustomsSystem is { } system)
            SystemRules.Complete(system);

        change.Id = Guid.CreateVersion7().ToString("D");
        change.Author = deed.Work.Caller.Id;
        change.State = ChangeState.Prepared;
        change.RecordedAt = deed.Now;
        await deed.RecordAsync(change.Id, null, new ChangeRecorded { Change = change });
        return new PrepareChangeResponse { Change = change };
    }

    private static void CheckGiven(Change change, Violations faults)
    {
        (string Field, string Value)[] given =
        [
            ("id", change.Id), ("author", change.Author), ("approver", change.Approver),
            ("rejection", change.Rejection), ("state", change.State == 0 ? "" : $"{change.State}"),
            ("recorded_at", change.RecordedAt is null ? "" : $"{change.RecordedAt}"),
        ];
        foreach (var (field, value) in given.Where(one => one.Value.Length > 0))
            faults.Add($"change.{field}", "", "GIVEN_BY_CLUB", value, "nothing", $"The club gives the {field}.");
    }
}
