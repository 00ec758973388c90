using System.Threading.Channels;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Calls;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CrmClub.Declarations.Submission;

/// <summary>
/// Declarations without an end, chunk by chunk. A chunk's place is free when its answer is taken, so a stream holds a
/// few of them, however long it is.
/// </summary>
internal sealed class StreamDeclarations(
    SubmitMany submit, ICallerDirectory callers, TimeProvider time, IOptions<StreamLimits> limits) : IDisposable
{
    private readonly StreamLimits _limits = limits.Value;

    private readonly StreamPlaces _places = new(limits.Value.StreamsAtOnceMax, "streams");

    public async Task RunAsync(
        IAsyncStreamReader<StreamDeclarationsRequest> requests,
        IServerStreamWriter<StreamDeclarationsResponse> responses, Caller caller, CancellationToken cancel)
    {
        using var place = _places.Take();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        end.CancelAfter(_limits.TimeMax);
        using var places = new SemaphoreSlim(_limits.ChunksInWorkMax);
        var answers = Channel.CreateBounded<Task<AnsweredChunk>>(_limits.ChunksInWorkMax);
        var writing = WriteAsync(answers.Reader, responses, places, end);
        try
        {
            await ReadAsync(requests, answers.Writer, places, caller, end.Token);
            answers.Writer.Complete();
            await writing;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // Where the answers could not be written, that is what is to be told.
            if (writing.IsFaulted)
                await writing;
            throw new ClubException(
                ErrorReason.DeadlineExceeded, $"A stream ends after {_limits.TimeMax.TotalSeconds} s: begin another.");
        }
        finally
        {
            // What was taken is answered, unless the stream is over.
            answers.Writer.TryComplete();
            await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task ReadAsync(
        IAsyncStreamReader<StreamDeclarationsRequest> requests, ChannelWriter<Task<AnsweredChunk>> answers,
        SemaphoreSlim places, Caller caller, CancellationToken end)
    {
        while (await requests.NextAsync(_limits.SilenceMax, end))
        {
            if (requests.Current.MessageCase == StreamDeclarationsRequest.MessageOneofCase.Heartbeat)
                continue;
            var chunk = requests.Current.Chunk ?? new DeclarationChunk();
            var items = SubmitMany.Count(chunk.Requests);
            // Asked again with each chunk: a suspension is not to wait for the stream's end.
            callers.Check(caller, SystemOperation.Declare);
            await callers.SpendSlowlyAsync(caller, items, end);
            await places.WaitAsync(end);
            await answers.WriteAsync(AnswerAsync(chunk, caller, end), end);
        }
    }

    private async Task<AnsweredChunk> AnswerAsync(DeclarationChunk chunk, Caller caller, CancellationToken end) =>
        new() { Number = chunk.Number, Results = { await submit.HandleAsync(chunk.Requests, caller, end) } };

    private async Task WriteAsync(
        ChannelReader<Task<AnsweredChunk>> answers, IServerStreamWriter<StreamDeclarationsResponse> responses,
        SemaphoreSlim places, CancellationTokenSource end)
    {
        try
        {
            var waiting = answers.WaitToReadAsync(end.Token).AsTask();
            while (await LiveUntilAsync(waiting, responses, end.Token))
            {
                while (answers.TryRead(out var answer))
                {
                    var chunk = await LiveUntilAsync(answer, responses, end.Token);
                    await responses.WriteAsync(new() { Chunk = chunk }, end.Token);
                    places.Release();
                }

                waiting = answers.WaitToReadAsync(end.Token).AsTask();
            }
        }
        catch
        {
            await end.CancelAsync();
            throw;
        }
    }

    /// <summary>Waits, and says meanwhile that the stream lives.</summary>
    private async Task<T> LiveUntilAsync<T>(
        Task<T> awaited, IServerStreamWriter<StreamDeclarationsResponse> responses, CancellationToken end)
    {
        while (true)
        {
            try
            {
                return await awaited.WaitAsync(_limits.HeartbeatEvery, time, end);
            }
            catch (TimeoutException) when (!awaited.IsFaulted)
            {
                await responses.WriteAsync(new() { Heartbeat = new() }, end);
            }
        }
    }
}
