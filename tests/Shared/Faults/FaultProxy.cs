using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace CrmClub.Testing;

/// <summary>What a link does to the bytes that pass it.</summary>
/// <param name="Latency">They arrive so much later.</param>
/// <param name="Jitter">And by up to this much more.</param>
/// <param name="BytesPerSecond">At most so many a second on a connection, each way; 0 is no limit.</param>
/// <param name="Silent">Connections stay open and nothing passes, until it is over.</param>
public sealed record LinkFaults(
    TimeSpan Latency = default, TimeSpan Jitter = default, int BytesPerSecond = 0, bool Silent = false);

/// <summary>
/// A TCP link before a port of loopback that can be made bad: slow, narrow, silent, cut in the middle of what it
/// carries, or half-open.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private const int PieceBytes = 4096;
    private const int PiecesUnderWay = 256;
    private static readonly TimeSpan SilenceCheck = TimeSpan.FromMilliseconds(20);

    /// <summary>The far end of a half-open connection keeps what it holds until its own keep-alive notices.</summary>
    private static readonly TimeSpan FarEndNotices = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<Connection, Task> _open = [];
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly int _port;
    private readonly Task _accepting;
    private volatile LinkFaults _faults = new();
    private long _answerBytesLeft = -1;
    private long _cutAgainAfter = -1;
    private int _cuts;

    private FaultProxy(int port, int seed)
    {
        (_port, _random) = (port, new Random(seed));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>A good link to a port; the seed decides about jitter.</summary>
    public static FaultProxy To(int port, int seed = 0) => new(port, seed);

    /// <summary>Where the link begins.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What the link does from now on.</summary>
    public LinkFaults Faults
    {
        get => _faults;
        set => _faults = value;
    }

    /// <summary>Lets so many bytes of answers pass, then resets the connection in the middle of its answer.</summary>
    /// <param name="bytes">Of all connections together.</param>
    /// <param name="again">Whether what follows is cut after as many bytes, too, and so on.</param>
    public void CutAnswersAfter(int bytes, bool again = false)
    {
        Interlocked.Exchange(ref _cutAgainAfter, again ? bytes : -1);
        Interlocked.Exchange(ref _answerBytesLeft, bytes);
    }

    /// <summary>How often answers were cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Whether such a cut is yet to come.</summary>
    public bool IsToCut => Interlocked.Read(ref _answerBytesLeft) >= 0;

    /// <summary>
    /// What is open carries nothing any more, and neither end is told: half-open, as when a firewall forgets. New
    /// connections are good.
    /// </summary>
    public void Lose()
    {
        lock (_lock)
        {
            foreach (var connection in _open.Keys)
            {
                connection.Lost = true;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task[] carried;
        lock (_lock)
        {
            carried = [.. _open.Values];
        }

        await Task.WhenAll(carried);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var connection = new Connection(await _listener.AcceptSocketAsync(_stop.Token), _stop.Token);
            lock (_lock)
            {
                _open[connection] = CarryAsync(connection);
            }
        }
    }

    private async Task CarryAsync(Connection connection)
    {
        await Task.Yield();
        try
        {
            await connection.Far.ConnectAsync(IPAddress.Loopback, _port, connection.Gone);
            List<Task> ways =
            [
                .. Pass(connection, connection.Near, connection.Far, answers: false),
                .. Pass(connection, connection.Far, connection.Near, answers: true),
            ];
            while (ways.Count > 0)
            {
                var ended = await Task.WhenAny(ways);
                ways.Remove(ended);
                await ended;
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either end may leave at any time; the other then sees a reset.
        }

        if (connection.Lost)
        {
            await Task.Delay(FarEndNotices, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        connection.Reset();
        lock (_lock)
        {
            _open.Remove(connection);
        }
    }

    private Task[] Pass(Connection connection, Socket from, Socket to, bool answers)
    {
        var underWay = Channel.CreateBounded<(byte[] Piece, long Due)>(PiecesUnderWay);
        return [ReceiveAsync(connection, from, underWay.Writer), SendAsync(connection, underWay.Reader, to, answers)];
    }

    private async Task ReceiveAsync(
        Connection connection, Socket from, ChannelWriter<(byte[] Piece, long Due)> underWay)
    {
        var buffer = new byte[PieceBytes];
        while (await from.ReceiveAsync(buffer, connection.Gone) is > 0 and var count)
        {
            var faults = _faults;
            var due = Stopwatch.GetTimestamp() + Ticks(faults.Latency + (faults.Jitter * Share()));
            await underWay.WriteAsync((buffer[..count], due), connection.Gone);
        }

        underWay.Complete();
    }

    private async Task SendAsync(
        Connection connection, ChannelReader<(byte[] Piece, long Due)> underWay, Socket to, bool answers)
    {
        await foreach (var (piece, due) in underWay.ReadAllAsync(connection.Gone))
        {
            var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (_faults.BytesPerSecond is > 0 and var rate)
            {
                wait += TimeSpan.FromSeconds((double)piece.Length / rate);
            }

            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, connection.Gone);
            }

            while (_faults.Silent)
            {
                await Task.Delay(SilenceCheck, connection.Gone);
            }

            if (connection.Lost)
            {
                continue;
            }

            var passes = answers ? Passing(piece.Length) : piece.Length;
            await to.SendAsync(piece.AsMemory(0, passes), connection.Gone);
            if (passes < piece.Length)
            {
                connection.Reset();
            }
        }

        if (connection.Lost)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private double Share()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }

    private int Passing(int count)
    {
        if (!IsToCut)
        {
            return count;
        }

        var left = Interlocked.Add(ref _answerBytesLeft, -count);
        if (left >= 0)
        {
            return count;
        }

        Interlocked.Increment(ref _cuts);
        Interlocked.Exchange(ref _answerBytesLeft, Interlocked.Read(ref _cutAgainAfter));
        return Math.Max(0, count + (int)left);
    }

    private sealed class Connection(Socket near, CancellationToken stop)
    {
        private readonly CancellationTokenSource _gone = CancellationTokenSource.CreateLinkedTokenSource(stop);

        public Socket Near { get; } = near;

        public Socket Far { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        /// <summary>Ends what is under way.</summary>
        public CancellationToken Gone => _gone.Token;

        public volatile bool Lost;

        /// <summary>Closes without a farewell: each end sees "connection reset".</summary>
        public void Reset()
        {
            _gone.Cancel();
            Near.Close(timeout: 0);
            Far.Close(timeout: 0);
        }
    }
}
