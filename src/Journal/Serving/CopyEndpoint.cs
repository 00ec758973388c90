using CrmClub.Contracts.Journal.V1;
using Grpc.Core;

namespace CrmClub.Journal;

/// <summary>How far this service's copies are, and a second chance for what they could not take.</summary>
internal sealed class CopyEndpoint(CopyReplay replay, CopyList copies) : CopyService.CopyServiceBase
{
    private const int FailedMax = 20;

    public override Task<ListCopiesResponse> ListCopies(ListCopiesRequest request, ServerCallContext context) =>
        copies.ReadAsync(context.CancellationToken);

    public override async Task<ReplayParkedResponse> ReplayParked(
        ReplayParkedRequest request, ServerCallContext context)
    {
        var response = new ReplayParkedResponse();
        foreach (var producer in replay.Producers)
        {
            var result = await replay.ReplayAsync(producer, context.CancellationToken);
            response.Copies.Add(new ReplayedCopy
            {
                Producer = producer,
                Applied = result.Applied,
                Left = result.Left,
                Failed = { result.Failed.Values.OrderBy(item => item.Seq).Take(FailedMax) },
            });
        }

        return response;
    }
}
