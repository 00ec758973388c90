using System.Net;
using System.Net.Sockets;

namespace CrmClub.Tests.Bench;

/// <summary>Ports and folders of one test run.</summary>
internal static class Loopback
{
    /// <summary>A port that nobody listened on a moment ago.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>An empty folder that is gone when the run is over.</summary>
    internal static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("crmclub-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
