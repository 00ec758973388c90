using System.Net;
using System.Net.Sockets;

namespace CrmClub.AppHost;

/// <summary>
/// Loopback ports of one club. Clubs that start at the same moment must not pick the same one between looking and
/// listening, so a club first claims a block of ports by listening on the block's first for as long as it lives.
/// </summary>
public sealed class ClubPorts : IDisposable
{
    // Below the kernel's ephemeral range, where any outgoing connection could take a port from us.
    private const int First = 20_000;
    private const int BlockSize = 50;
    private const int BlockCount = 250;

    private readonly TcpListener claim;
    private readonly int end;
    private int next;

    public ClubPorts()
    {
        var start = Random.Shared.Next(BlockCount);
        for (var i = 0; i < BlockCount; i++)
        {
            var block = First + (start + i) % BlockCount * BlockSize;
            if (TryListen(block) is not { } listener) continue;
            (claim, next, end) = (listener, block + 1, block + BlockSize);
            return;
        }
        throw new ClubFault($"No block of free loopback ports from {First} on: stop what listens there.");
    }

    /// <summary>A free port of the block.</summary>
    public int Next()
    {
        while (next < end)
        {
            var port = next++;
            if (IsFree(port)) return port;
        }
        throw new ClubFault($"All {BlockSize} ports of the club's block are taken: stop what listens there.");
    }

    public static bool IsFree(int port)
    {
        using var listener = TryListen(port);
        return listener is not null;
    }

    public void Dispose() => claim.Dispose();

    private static TcpListener? TryListen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
