using System.Collections.Concurrent;
using System.Diagnostics;

namespace CrmClub.Testing;

/// <summary>A process that ends with this one, however this one ends, and that can be killed and frozen.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(10);
    private static readonly BlockingCollection<Action> Starts = [];

    private readonly Process _process;
    private readonly Signal _stop;

    // The kernel ties a child's death signal to the thread that forked it, so one thread that lives on forks them all.
    static ChildProcess() => new Thread(() =>
    {
        foreach (var start in Starts.GetConsumingEnumerable())
        {
            start();
        }
    })
    { IsBackground = true, Name = "starts children" }.Start();

    private bool _disposed;

    private ChildProcess(Process process, Signal stop) => (_process, _stop) = (process, stop);

    public int Id => _process.Id;

    public bool Exited => _disposed || _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>
    /// Starts a command; its output goes to <paramref name="log"/>. As root, <paramref name="user"/> runs it.
    /// </summary>
    public static async Task<ChildProcess> StartAsync(
        IEnumerable<string> command, string log, Signal stop,
        IReadOnlyDictionary<string, string>? environment = null, string? user = null)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Path.GetDirectoryName(log)! };
        string[] credentials = user is not null && Environment.IsPrivilegedProcess
            ? [$"--reuid={user}", $"--regid={user}", "--clear-groups"]
            : [];
        foreach (var argument in (string[])["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", log, "setpriv",
            "--pdeathsig", stop.ToString().ToUpperInvariant(), .. credentials, "--", .. command])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return new ChildProcess(await started.Task, stop);
    }

    /// <summary>Sends a signal to this process.</summary>
    public void Send(Signal signal) => ProcessFaults.Send(_process.Id, signal);

    public Task WaitAsync(CancellationToken cancel) => _process.WaitForExitAsync(cancel);

    /// <summary>Kills it at once and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (!Exited)
        {
            Send(Signal.Kill);
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Exited)
        {
            Send(Signal.Cont);
            Send(_stop);
            using var limit = new CancellationTokenSource(StopMax);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await KillAsync();
        }

        _disposed = true;
        _process.Dispose();
    }
}
