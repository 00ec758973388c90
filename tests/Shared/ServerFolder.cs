using System.Diagnostics;

namespace CrmClub.Testing;

/// <summary>
/// A folder for a server's files that is removed with this process, also when it is killed: a small shell reads a pipe
/// that ends with us, waits for the servers and removes it.
/// </summary>
internal sealed class ServerFolder : IAsyncDisposable
{
    private const string RemoveScript =
        """
        trap '' INT TERM HUP; cat >/dev/null
        for i in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$1" 2>/dev/null && [ ! -e "$1" ] && exit; sleep 1; done
        """;

    private readonly Process _remover;

    public ServerFolder(string kind)
    {
        Path = Directory.CreateTempSubdirectory($"crmclub-{kind}-").FullName;
        File.SetUnixFileMode(Path, File.GetUnixFileMode(Path)
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, WorkingDirectory = "/" };
        foreach (var argument in (string[])["-c", RemoveScript, "sh", Path])
        {
            start.ArgumentList.Add(argument);
        }

        _remover = Process.Start(start)!;
    }

    public string Path { get; }

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public async ValueTask DisposeAsync()
    {
        _remover.StandardInput.Close();
        await _remover.WaitForExitAsync();
        _remover.Dispose();
    }
}
