using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Declarations.Reading;
using CrmClub.Declarations.Receipts;
using CrmClub.ServiceDefaults.Calls;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CrmClub.Declarations.Watching;

/// <summary>
/// Tells a caller what concerns it, as it is recorded. The journal is the queue: a slow watcher holds back nobody, and
/// goes on from its cursor wherever it comes back.
/// </summary>
internal sealed class WatchDeclarations(
    WatchPages pages, ClubHeads heads, Sight sight, ICallerDirectory callers, TimeProvider time,
    IOptions<WatchLimits> limits) : IDisposable
{
    private readonly WatchLimits _limits = limits.Value;

    private readonly StreamPlaces _places = new(limits.Value.WatchesAtOnceMax, "watches");

    public async Task RunAsync(
        WatchDeclarationsRequest request, IServerStreamWriter<WatchDeclarationsResponse> responses, Caller caller,
        CancellationToken cancel)
    {
        using var place = _places.Take();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        end.CancelAfter(_limits.TimeMax);
        try
        {
            await TellAsync(await BeginAsync(request, end.Token), responses, caller, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // In order: the watcher goes on from its cursor.
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<WatchCursor> BeginAsync(WatchDeclarationsRequest request, CancellationToken end)
    {
        var histories = await pages.HistoriesAsync(end);
        if (request.Cursor.Length > 0)
            return WatchCursor.Parse(request.Cursor, histories);
        return request.FromNow
            ? WatchCursor.After(histories[0].Epoch, await pages.NewestSeqAsync(end))
            : WatchCursor.First(histories[0].Epoch);
    }

    private async Task TellAsync(
        WatchCursor next, IServerStreamWriter<WatchDeclarationsResponse> responses, Caller caller,
        CancellationToken end)
    {
        using var look = new PeriodicTimer(_limits.LookEvery, time);
        // The first message says at once where the watch stands.
        await responses.WriteAsync(await HeartbeatAsync(next, end), end);
        var (told, asked) = (time.GetTimestamp(), time.GetTimestamp());
        while (true)
        {
            var page = await pages.FromAsync(next.History, next.Seq, end);
            if (page is not null)
            {
                var own = sight.Of(caller);
                foreach (var item in page.Items)
                {
                    if ((own is null || (item.Administration ?? own) == own)
                        && (item.Seq > next.Seq || item.Place >= next.Item))
                    {
                        await responses.WriteAsync(item.Message, end);
                        told = time.GetTimestamp();
                    }
                }

                next = next with { Seq = page.LastSeq + 1, Item = 0 };
            }

            if (time.GetElapsedTime(told) >= _limits.HeartbeatEvery)
            {
                await responses.WriteAsync(await HeartbeatAsync(next, end), end);
                told = time.GetTimestamp();
            }

            if (time.GetElapsedTime(asked) >= _limits.CheckEvery)
            {
                // A suspension is not to wait for the watch's end.
                if (caller.Roles.Contains(ClubRoles.CustomsSystem))
                    callers.Check(caller, SystemOperation.ReadDeclarations);
                asked = time.GetTimestamp();
            }

            if (page is null)
                await look.WaitForNextTickAsync(end);
        }
    }

    private async Task<WatchDeclarationsResponse> HeartbeatAsync(WatchCursor next, CancellationToken end) => new()
    {
        Cursor = next.ToString(),
        Heartbeat = new(),
        TreeHead = (await heads.OwnAsync(end))?.Jws ?? "",
        OtherTreeHeads = { heads.Others() },
    };
}
