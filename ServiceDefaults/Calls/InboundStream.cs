using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;

namespace CrmClub.ServiceDefaults.Calls;

/// <summary>What callers stream in.</summary>
public static class InboundStream
{
    /// <summary>The next message; false at the end.</summary>
    /// <exception cref="ClubException">DEADLINE_EXCEEDED: nothing came in for so long.</exception>
    public static async Task<bool> NextAsync<T>(
        this IAsyncStreamReader<T> requests, TimeSpan silenceMax, CancellationToken end)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(end);
        silence.CancelAfter(silenceMax);
        try
        {
            return await requests.MoveNext(silence.Token);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !end.IsCancellationRequested)
        {
            throw new ClubException(
                ErrorReason.DeadlineExceeded, $"Nothing came in for {silenceMax.TotalSeconds} s.");
        }
    }

    /// <summary>
    /// Takes items out of what a system may send in a second. Who streams faster is slowed down, not refused: the
    /// sender is told by the flow control.
    /// </summary>
    public static async Task SpendSlowlyAsync(
        this ICallerDirectory callers, Caller caller, int items, CancellationToken end)
    {
        while (true)
        {
            try
            {
                callers.Spend(caller, items);
                return;
            }
            catch (ClubException refusal) when (refusal.Reason == ErrorReason.Overloaded)
            {
                await Task.Delay(ErrorCodes.RetryAfterOverload, end);
            }
        }
    }
}
