using System.Collections.Concurrent;
using CrmClub.Contracts.Declarations.V1;
using Grpc.Core;

namespace CrmClub.Client;

/// <summary>
/// Declarations in bulk, up to <see cref="ChunksMax"/> chunks under way at a time. The club ends any stream after some
/// time; a chunk that a stream did not answer goes over a new one, where each <c>request_id</c> has one effect. It may
/// be used by many threads.
/// </summary>
public sealed class DeclarationStream : IDisposable
{
    /// <summary>Most declarations of a chunk.</summary>
    public const int ChunkMax = 100;

    /// <summary>Most chunks under way; the next waits for a place.</summary>
    public const int ChunksMax = 8;

    private const string Unavailable = "UNAVAILABLE";

    private readonly ClubClient _club;
    private readonly SemaphoreSlim _places = new(ChunksMax);
    private readonly Lock _opening = new();
    private Connection? _connection;
    private long _number;

    internal DeclarationStream(ClubClient club) => _club = club;

    /// <summary>
    /// One result for each declaration, in their order: its decision, or its own refusal. Where one says that the club
    /// could not decide it just now, the chunk is sent again; it says so only when time is over.
    /// </summary>
    /// <param name="chunk">1 to <see cref="ChunkMax"/> requests.</param>
    /// <param name="within">Time for all tries together; <see cref="ClubClient.CallTime"/> where null.</param>
    /// <param name="cancel">Gives up at once; what became of the chunk is unknown then.</param>
    /// <exception cref="RpcException">
    /// The club's refusal of the chunk, or the last failure when time is over.
    /// </exception>
    /// <exception cref="SignInException">No token was to be had.</exception>
    public async Task<IReadOnlyList<SubmitDeclarationResult>> SubmitAsync(
        IReadOnlyCollection<SubmitDeclarationRequest> chunk, TimeSpan? within = null,
        CancellationToken cancel = default)
    {
        await _places.WaitAsync(cancel);
        IReadOnlyList<SubmitDeclarationResult>? answered = null;
        try
        {
            return await _club.TryAsync(
                async (token, left) =>
                {
                    using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                    end.CancelAfter(left < ClubClient.TryTimeMax ? left : ClubClient.TryTimeMax);
                    var connection = Open(token);
                    try
                    {
                        answered = await connection.SubmitAsync(Interlocked.Increment(ref _number), chunk, end.Token);
                        return answered.FirstOrDefault(one => one.Refusal?.Reason == Unavailable) is { } open
                            ? throw new RpcException(new Status(StatusCode.Unavailable, open.Refusal.Message))
                            : answered;
                    }
                    catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
                    {
                        connection.Dispose();
                        throw new RpcException(new Status(StatusCode.DeadlineExceeded, ""));
                    }
                },
                within, cancel);
        }
        catch (RpcException) when (answered is not null && !cancel.IsCancellationRequested)
        {
            return answered;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection?.Dispose();
        _places.Dispose();
    }

    private Connection Open(string token)
    {
        lock (_opening)
        {
            if (_connection is { HasEnded: false } open)
                return open;
            _connection?.Dispose();
            return _connection = new Connection(_club.Declarations.StreamDeclarations(
                new CallOptions(ClubClient.Bearer(token))));
        }
    }

    /// <summary>One stream, from its beginning to whatever ends it.</summary>
    private sealed class Connection : IDisposable
    {
        private readonly AsyncDuplexStreamingCall<StreamDeclarationsRequest, StreamDeclarationsResponse> _call;
        private readonly SemaphoreSlim _writing = new(1);
        private readonly ConcurrentDictionary<long, TaskCompletionSource<AnsweredChunk>> _waiting = [];
        private volatile Exception? _ended;

        public Connection(AsyncDuplexStreamingCall<StreamDeclarationsRequest, StreamDeclarationsResponse> call)
        {
            _call = call;
            _ = ReadAsync();
        }

        public bool HasEnded => _ended is not null;

        public async Task<IReadOnlyList<SubmitDeclarationResult>> SubmitAsync(
            long number, IReadOnlyCollection<SubmitDeclarationRequest> requests, CancellationToken end)
        {
            var answer = new TaskCompletionSource<AnsweredChunk>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[number] = answer;
            try
            {
                // Asked after it is among those that wait: who ends the stream tells all of them.
                if (_ended is { } why)
                    throw why;
                await WriteAsync(
                    new() { Chunk = new() { Number = number, Requests = { requests } } }, end);
                return (await answer.Task.WaitAsync(end)).Results;
            }
            finally
            {
                _waiting.TryRemove(number, out _);
            }
        }

        public void Dispose() => _call.Dispose();

        private async Task WriteAsync(StreamDeclarationsRequest request, CancellationToken end)
        {
            await _writing.WaitAsync(end);
            try
            {
                await _call.RequestStream.WriteAsync(request, end);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The stream has ended, or its connection broke, which has no one type of exception: reading says why.
            }
            finally
            {
                _writing.Release();
            }
        }

        private async Task ReadAsync()
        {
            Exception why = new RpcException(new Status(StatusCode.Unavailable, "The stream ended without an answer."));
            try
            {
                while (await _call.ResponseStream.MoveNext(default))
                {
                    if (_call.ResponseStream.Current.Chunk is { } chunk
                        && _waiting.TryGetValue(chunk.Number, out var answer))
                        answer.TrySetResult(chunk);
                }
            }
            catch (Exception e)
            {
                why = e;
            }

            _ended = why;
            foreach (var waiting in _waiting.Values)
                waiting.TrySetException(why);
        }
    }
}
