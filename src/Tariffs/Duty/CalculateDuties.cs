using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Calls;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Versions;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CrmClub.Tariffs.Duty;

/// <summary>
/// The duties of many consignments, a chunk at a time. The next chunk is read when the last one's results are taken, so
/// a stream holds two of them, however long it is.
/// </summary>
internal sealed class CalculateDuties(
    TariffState tariffs, MembershipState members, ICallerDirectory callers, IOptions<BulkLimits> limits)
    : IDisposable
{
    private readonly BulkLimits _limits = limits.Value;

    private readonly StreamPlaces _places = new(limits.Value.StreamsAtOnceMax, "bulk calculations");

    public async Task RunAsync(
        IAsyncStreamReader<CalculateDutiesRequest> requests, IServerStreamWriter<CalculateDutiesResponse> responses,
        Caller caller, CancellationToken cancel)
    {
        using var place = _places.Take();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        end.CancelAfter(_limits.TimeMax);
        var (book, view) = (tariffs.Book, members.View);
        try
        {
            while (await requests.NextAsync(_limits.SilenceMax, end.Token))
            {
                var chunk = requests.Current.Consignments;
                Check(chunk.Count);
                await callers.SpendSlowlyAsync(caller, chunk.Count, end.Token);
                var response = new CalculateDutiesResponse { Results = { chunk.Select(Result) } };
                await responses.WriteAsync(response, end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new ClubException(
                ErrorReason.DeadlineExceeded, $"A stream ends after {_limits.TimeMax.TotalSeconds} s: begin another.");
        }

        CalculatedDuty Result(Consignment consignment)
        {
            var faults = new Violations();
            var answer = CalculateDuty.Of(book, view, consignment, faults);
            return new CalculatedDuty { Answer = answer, Faults = { faults.All } };
        }
    }

    public void Dispose() => _places.Dispose();

    private void Check(int count)
    {
        if (count >= 1 && count <= _limits.ConsignmentsPerChunkMax)
            return;
        var faults = new Violations();
        faults.Add("consignments", "", "COUNT", $"{count}", $"1 to {_limits.ConsignmentsPerChunkMax}",
            "The chunk has another number of consignments.");
        faults.ThrowIfAny();
    }
}
