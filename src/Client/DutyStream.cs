using CrmClub.Contracts.Tariffs.V1;
using Grpc.Core;

namespace CrmClub.Client;

/// <summary>
/// Duties in bulk. The club ends any stream after some time; a chunk that a stream did not answer goes over a new one,
/// which is safe as nothing is stored. One chunk is under way at a time.
/// </summary>
public sealed class DutyStream : IDisposable
{
    /// <summary>Most consignments of a chunk.</summary>
    public const int ChunkMax = 100;

    private readonly ClubClient _club;
    private AsyncDuplexStreamingCall<CalculateDutiesRequest, CalculateDutiesResponse>? _call;

    internal DutyStream(ClubClient club) => _club = club;

    /// <summary>One result for each consignment, in their order.</summary>
    /// <param name="chunk">1 to <see cref="ChunkMax"/> consignments.</param>
    /// <param name="within">Time for all tries together; <see cref="ClubClient.CallTime"/> where null.</param>
    /// <param name="cancel">Gives up at once.</param>
    /// <exception cref="RpcException">The club's refusal, or the last failure when time is over.</exception>
    /// <exception cref="SignInException">No token was to be had.</exception>
    public async Task<IReadOnlyList<CalculatedDuty>> CalculateAsync(
        IReadOnlyCollection<Consignment> chunk, TimeSpan? within = null, CancellationToken cancel = default)
    {
        var request = new CalculateDutiesRequest { Consignments = { chunk } };
        return await _club.TryAsync(
            async (token, left) =>
            {
                using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                end.CancelAfter(left);
                try
                {
                    _call ??= _club.Tariffs.CalculateDuties(
                        new CallOptions(ClubClient.Bearer(token), cancellationToken: cancel));
                    return await AnswerAsync(_call, request, end.Token);
                }
                catch
                {
                    Dispose();
                    throw;
                }
            },
            within, cancel);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _call?.Dispose();
        _call = null;
    }

    private static async Task<IReadOnlyList<CalculatedDuty>> AnswerAsync(
        AsyncDuplexStreamingCall<CalculateDutiesRequest, CalculateDutiesResponse> call, CalculateDutiesRequest request,
        CancellationToken end)
    {
        try
        {
            await call.RequestStream.WriteAsync(request, end);
            if (await call.ResponseStream.MoveNext(end))
                return call.ResponseStream.Current.Results;
        }
        catch (Exception e) when (e is not (RpcException or OperationCanceledException))
        {
            // The stream has ended, or its connection broke, which has no one type of exception: reading says why.
            await call.ResponseStream.MoveNext(end);
        }

        throw new RpcException(new Status(StatusCode.Unavailable, "The stream ended without an answer."));
    }
}
