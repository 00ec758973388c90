using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Declarations.Outages;

/// <summary>Records when an outage of an administration, or of the club, began and ended.</summary>
internal sealed class RecordOutages(Mutations mutations, ICallerDirectory callers, ClubTime clock, TimeProvider time)
{
    private const int ReasonLengthMax = 512;

    public Task<OpenOutageResponse> OpenAsync(
        OpenOutageRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            Past(request.BeganAt, "began_at", work.Faults);
            work.Faults.Text("reason", "", request.Reason, ReasonLengthMax);
            work.Faults.ThrowIfAny();
            await OutageStore.LockAsync(work.Transaction, work.Cancel);
            var newest = (await OutageStore.AllAsync(work.Transaction, work.Cancel)).FirstOrDefault();
            var outage = new Outage
            {
                Number = (newest?.Number ?? 0) + 1,
                Administration = callers.AdministrationOf(caller) ?? "",
                BeganAt = request.BeganAt,
                Reason = request.Reason,
                RecordedAt = time.RecordedNow(),
            };
            await OutageStore.StoreAsync(work, outage, new OutageOpened { Outage = outage });
            return new OpenOutageResponse { Outage = outage };
        }, cancel);

    public Task<CloseOutageResponse> CloseAsync(
        CloseOutageRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            Past(request.EndedAt, "ended_at", work.Faults);
            work.Faults.ThrowIfAny();
            await OutageStore.LockAsync(work.Transaction, work.Cancel);
            var own = callers.AdministrationOf(caller) ?? "";
            var outage = (await OutageStore.AllAsync(work.Transaction, work.Cancel))
                .Find(one => one.Number == request.Number && one.Administration == own)
                ?? throw new ClubException(
                    ErrorReason.NotFound, "There is no such outage of the caller's administration, or of the club.");
            if (outage.EndedAt is not null)
                throw new ClubException(ErrorReason.StateForbids, $"Outage {outage.Number} has ended already.");
            if (request.EndedAt < outage.BeganAt)
                work.Faults.Add("ended_at", "", "AFTER_BEGINNING", $"{request.EndedAt}",
                    $"an instant from {outage.BeganAt} on", "It can't end before it began.");
            work.Faults.ThrowIfAny();
            (outage.EndedAt, outage.RecordedAt) = (request.EndedAt, time.RecordedNow());
            await OutageStore.StoreAsync(work, outage, new OutageClosed { Outage = outage });
            return new CloseOutageResponse { Outage = outage };
        }, cancel);

    // By the club's clock, by which days of acceptance are counted.
    private void Past(Timestamp? instant, string field, Violations faults)
    {
        var read = faults.Instant(field, instant);
        if (instant is null || read > clock.UtcNow.UtcDateTime)
            faults.Add(field, "", "INSTANT_PAST", $"{instant}", $"an instant up to {clock.UtcNow:yyyy-MM-ddTHH:mm:ssZ}",
                "It is missing, or has not come yet.");
    }
}
