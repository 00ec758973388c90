using System.Net;
using System.Net.Sockets;

namespace CrmClub.Testing;

/// <summary>What a link does to the bytes that pass it.</summary>
/// <param name="Latency">Each piece of bytes is held back so long.</param>
/// <param name="Jitter">And by up to this much more.</param>
/// <param name="BytesPerSecond">At most so many a second, each way; 0 is no limit.</param>
/// <param name="Silent">Connections stay open and nothing passes: half-open, as after a cable was pulled.</param>
public sealed record LinkFaults(
    TimeSpan Latency = default, TimeSpan Jitter = default, int BytesPerSecond = 0, bool Silent = false);

/// <summary>
/// A TCP link between two parts that can be made bad: slow, narrow, silent, cut or reset in the middle. Stands before a
/// port of loopback.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private const int PieceBytes = 4096;
    private static readonly TimeSpan SilenceCheck = TimeSpan.FromMilliseconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Connection> _connections = [];
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly int _port;
    private readonly Task _accepting;
    private volatile LinkFaults _faults = new();
    private long _answersLeft = -1;

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

    /// <summary>Resets every connection that is open.</summary>
    public void Reset()
    {
        Connection[] open;
        lock (_lock)
        {
            open = [.. _connections];
        }

        foreach (var connection in open) connection.Reset();
    }

    /// <summary>Lets so many bytes of answers pass, then resets the connection in the middle of what it carries.</summary>
    public void CutAnswersAfter(int bytes) => Interlocked.Exchange(ref _answersLeft, bytes);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Reset();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var near = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = CarryAsync(new Connection(near));
        }
    }

    private async Task CarryAsync(Connection connection)
    {
        lock (_lock)
        {
            _connections.Add(connection);
        }

        try
        {
            await connection.Far.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
            var (near, far) = (connection.Near.GetStream(), connection.Far.GetStream());
            await await Task.WhenAny(
                PumpAsync(near, far, connection, answers: false), PumpAsync(far, near, connection, answers: true));
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException
            or OperationCanceledException or InvalidOperationException)
        {
            // Either end may leave at any time; the other then sees a reset.
        }
        finally
        {
            connection.Reset();
            lock (_lock)
            {
                _connections.Remove(connection);
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Connection connection, bool answers)
    {
        var piece = new byte[PieceBytes];
        while (await from.ReadAsync(piece, _stop.Token) is > 0 and var count)
        {
            var faults = _faults;
            if (faults.Latency + faults.Jitter > TimeSpan.Zero)
                await Task.Delay(faults.Latency + (Share() * faults.Jitter), _stop.Token);
            while (_faults.Silent) await Task.Delay(SilenceCheck, _stop.Token);
            if (faults.BytesPerSecond > 0)
                await Task.Delay(TimeSpan.FromSeconds((double)count / faults.BytesPerSecond), _stop.Token);
            var passes = answers ? AnswerBytes(count) : count;
            await to.WriteAsync(piece.AsMemory(0, passes), _stop.Token);
            if (passes == count) continue;
            connection.Reset();
            return;
        }
    }

    private double Share()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }

    private int AnswerBytes(int count)
    {
        if (Interlocked.Read(ref _answersLeft) < 0) return count;
        var left = Interlocked.Add(ref _answersLeft, -count);
        if (left >= 0) return count;
        Interlocked.Exchange(ref _answersLeft, -1);
        return (int)Math.Max(0, count + left);
    }

    private sealed class Connection(TcpClient near)
    {
        public TcpClient Near { get; } = near;

        public TcpClient Far { get; } = new();

        /// <summary>Closes without a farewell: the other side sees "connection reset".</summary>
        public void Reset()
        {
            foreach (var end in (TcpClient[])[Near, Far])
            {
                try
                {
                    end.LingerState = new LingerOption(true, 0);
                }
                catch (Exception closed) when (closed is ObjectDisposedException or SocketException
                    or NullReferenceException)
                {
                    // Closed already, which is what is wanted.
                }

                end.Dispose();
            }
        }
    }
}
