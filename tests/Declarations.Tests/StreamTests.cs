using System.Threading.Channels;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Submission;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Testing;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CrmClub.Declarations.Tests;

/// <summary>Declarations chunk by chunk.</summary>
public sealed class StreamTests(Servers servers) : IAsyncLifetime
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(20);

    private TestService _service = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Stream_Chunks_AreStoredAndAnsweredInOrderEachWithItsOwnOutcome()
    {
        var wrong = World.Metals("DE", "B-2", "2027-05-31");
        wrong.Items[0].GoodsCode = "99999999";
        var stream = new Chunks();
        stream.Send(7, World.Metals("DE", "A-1", "2027-05-31"), World.Metals("DE", "A-2", "2027-05-31"));
        stream.Beat();
        stream.Send(8, World.Metals("DE", "B-1", "2027-05-31"), wrong);
        stream.End();

        await RunAsync(stream).WaitAsync(Within, Cancel);

        Assert.Equal([7, 8], stream.Answers.Select(answer => answer.Number));
        Assert.Equal(
            ["A-1", "A-2", "B-1", ""],
            stream.Answers.SelectMany(answer => answer.Results).Select(result => result.Answer?.Lrn ?? ""));
        Assert.Equal("VALIDATION_FAILED", stream.Answers[1].Results[1].Refusal.Reason);
        Assert.Equal(3, await _service.CountAsync("declaration"));
    }

    [Fact]
    public async Task Stream_WhoseAnswersNobodyTakes_ReadsNoFurtherThanItsPlaces()
    {
        var stream = new Chunks { IsBlocked = true };
        for (var number = 1; number <= 20; number++)
            stream.Send(number, World.Metals("DE", $"L-{number}", "2027-05-31"));
        var running = RunAsync(stream, new() { ChunksInWorkMax = 3 });

        // The three in work, the one that waits for a place, and no other.
        await Eventually.HoldsAsync("the places are taken", () => Task.FromResult(stream.Read == 4), Within, Cancel);
        Assert.Equal(4, stream.Read);
        stream.Unblock();
        stream.End();
        await running.WaitAsync(Within, Cancel);

        Assert.Equal(Enumerable.Range(1, 20).Select(number => (long)number), stream.Answers.Select(one => one.Number));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task Chunk_OfNoneOrTooMany_EndsTheStreamAfterWhatWasTaken(int count)
    {
        var stream = new Chunks();
        stream.Send(1, World.Metals("DE", "A-1", "2027-05-31"));
        stream.Send(2, [.. Enumerable.Repeat(World.Metals("DE", "A-2", "2027-05-31"), count)]);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => RunAsync(stream).WaitAsync(Within, Cancel));

        Assert.Equal(("REQUEST_COUNT", $"{count} requests"),
            (refusal.Violations[0].Rule, refusal.Violations[0].Value));
        Assert.Equal("A-1", Assert.Single(stream.Answers).Results[0].Answer.Lrn);
    }

    [Theory]
    [InlineData(true, "Nothing came in")]
    [InlineData(false, "begin another")]
    public async Task Stream_SilentOrEndless_Ends(bool silent, string why)
    {
        var stream = new Chunks();
        var at = TimeSpan.FromMilliseconds(1);
        var limits = silent ? new StreamLimits { SilenceMax = at } : new StreamLimits { TimeMax = at };

        var refusal = await Assert.ThrowsAsync<ClubException>(() => RunAsync(stream, limits).WaitAsync(Within, Cancel));

        Assert.Equal(ErrorReason.DeadlineExceeded, refusal.Reason);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_WithNothingToSay_SaysThatItLives()
    {
        var stream = new Chunks();
        var running = RunAsync(stream, new() { HeartbeatEvery = TimeSpan.FromMilliseconds(5) });

        await Eventually.HoldsAsync("it has said so", () => Task.FromResult(stream.Beats > 1), Within, Cancel);
        stream.End();
        await running.WaitAsync(Within, Cancel);
    }

    [Fact]
    public async Task Stream_OfASystemThatIsSuspended_TakesNoFurtherChunk()
    {
        var stream = new Chunks();
        var running = RunAsync(stream);
        stream.Send(1, World.Metals("DE", "A-1", "2027-05-31"));
        await Eventually.HoldsAsync("it is answered", () => Task.FromResult(stream.Answers.Count == 1), Within, Cancel);

        var founding = World.Founding();
        founding.CustomsSystems.Single(one => one.ClientId == World.GermanSystem).Suspended = true;
        _service.Membership.Replace(new(2, [.. CrmClub.Membership.Copy.MembershipRecords.Of(founding)]));
        stream.Send(2, World.Metals("DE", "A-2", "2027-05-31"));

        var refusal = await Assert.ThrowsAsync<ClubException>(() => running.WaitAsync(Within, Cancel));
        Assert.Equal(ErrorReason.SystemSuspended, refusal.Reason);
        Assert.Equal(1, await _service.CountAsync("declaration"));
    }

    private async Task RunAsync(Chunks stream, StreamLimits? limits = null)
    {
        using var streams = new StreamDeclarations(
            _service.Many, _service.Callers, TimeProvider.System, Options.Create(limits ?? new StreamLimits()));
        await streams.RunAsync(stream, stream, TestService.German, TestContext.Current.CancellationToken);
    }

    private sealed class Chunks
        : IAsyncStreamReader<StreamDeclarationsRequest>, IServerStreamWriter<StreamDeclarationsResponse>
    {
        private readonly Channel<StreamDeclarationsRequest> _sent =
            Channel.CreateUnbounded<StreamDeclarationsRequest>();
        private readonly TaskCompletionSource _unblocked =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _writing = new();
        private readonly List<StreamDeclarationsResponse> _written = [];
        private int _read;

        /// <summary>Whether nobody takes the answers.</summary>
        public bool IsBlocked { get; init; }

        public int Read => Volatile.Read(ref _read);

        public IReadOnlyList<AnsweredChunk> Answers
        {
            get
            {
                lock (_writing) return [.. _written.Select(one => one.Chunk).OfType<AnsweredChunk>()];
            }
        }

        public int Beats
        {
            get
            {
                lock (_writing) return _written.Count(one => one.Heartbeat is not null);
            }
        }

        public StreamDeclarationsRequest Current { get; private set; } = null!;

        public WriteOptions? WriteOptions { get; set; }

        public void Send(long number, params Declaration[] declarations) => _sent.Writer.TryWrite(new()
        {
            Chunk = new()
            {
                Number = number,
                Requests =
                {
                    declarations.Select(declaration => new SubmitDeclarationRequest
                    {
                        RequestId = Guid.NewGuid().ToString(),
                        Declaration = declaration,
                    }),
                },
            },
        });

        public void Beat() => _sent.Writer.TryWrite(new() { Heartbeat = new() });

        public void End() => _sent.Writer.Complete();

        public void Unblock() => _unblocked.SetResult();

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await _sent.Reader.WaitToReadAsync(cancellationToken))
                return false;
            Current = await _sent.Reader.ReadAsync(cancellationToken);
            Interlocked.Increment(ref _read);
            return true;
        }

        public Task WriteAsync(StreamDeclarationsResponse message, CancellationToken cancellationToken) =>
            WriteAsync(message);

        public async Task WriteAsync(StreamDeclarationsResponse message)
        {
            if (IsBlocked)
                await _unblocked.Task;
            lock (_writing) _written.Add(message);
        }
    }
}
