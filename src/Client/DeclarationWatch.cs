using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using Grpc.Core;

namespace CrmClub.Client;

/// <summary>
/// What the club records of an administration's declarations, across reconnects and replicas: each once, in order.
/// </summary>
internal sealed class DeclarationWatch(ClubClient club, ITokenSource tokens, TimeProvider time)
{
    /// <summary>The club says every 30 s at the latest that a watch lives.</summary>
    internal static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(75);

    private RetryPlan _plan = Plan();

    public async IAsyncEnumerable<WatchDeclarationsResponse> ReadAsync(
        string cursor, bool fromNow, Action<string>? treeHeads, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            var request = new WatchDeclarationsRequest { Cursor = cursor, FromNow = fromNow && cursor.Length == 0 };
            if (await TryAsync(() => tokens.GetAsync(cancel).AsTask(), "", cancel) is not { } token)
                continue;
            using var call = club.Declarations.WatchDeclarations(
                request, new CallOptions(ClubClient.Bearer(token), cancellationToken: cancel));
            while (await TryAsync(() => NextAsync(call, cancel), token, cancel) is { } next)
            {
                foreach (var head in next.OtherTreeHeads.Prepend(next.TreeHead).Where(head => head.Length > 0))
                    treeHeads?.Invoke(head);
                if (next.Cursor == cursor)
                    continue;
                cursor = next.Cursor;
                if (next.EventCase != WatchDeclarationsResponse.EventOneofCase.Heartbeat)
                    yield return next;
            }
        }
    }

    private async Task<WatchDeclarationsResponse> NextAsync(
        AsyncServerStreamingCall<WatchDeclarationsResponse> call, CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(SilenceMax);
        if (!await call.ResponseStream.MoveNext(silence.Token))
            throw new RpcException(new Status(StatusCode.Unavailable, "The club ended the watch."));
        _plan = Plan();
        return call.ResponseStream.Current;
    }

    /// <summary>Null where another stream is to be tried, after the wait that is due.</summary>
    private async Task<T?> TryAsync<T>(Func<Task<T>> work, string token, CancellationToken cancel)
        where T : class
    {
        TimeSpan wait;
        try
        {
            return await work();
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (RpcException e) when (Wait(Refusal.From(e)) is { } due)
        {
            if (e.StatusCode == StatusCode.Unauthenticated)
                tokens.Drop(token);
            wait = due;
        }
        catch (SignInException e) when (!e.IsRefusal)
        {
            wait = RetryPlan.BackoffMax;
        }

        await Task.Delay(wait, time, cancel);
        return null;
    }

    private TimeSpan? Wait(Refusal refusal) => _plan.Next(refusal, TimeSpan.Zero, Random.Shared.NextDouble());

    private static RetryPlan Plan() => new(TimeSpan.MaxValue);
}
