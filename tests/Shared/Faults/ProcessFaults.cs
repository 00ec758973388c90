using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CrmClub.Testing;

/// <summary>What befalls a process: it dies at once, or stands still and goes on.</summary>
public static class ProcessFaults
{
    /// <summary>Ends it as a crash does: nothing of it runs any more.</summary>
    public static void Kill(int id) => Send(id, Signal.Kill);

    /// <summary>Lets it stand still: its sockets stay open and nobody answers.</summary>
    public static void Freeze(int id) => Send(id, Signal.Stop);

    /// <summary>Lets it go on.</summary>
    public static void Thaw(int id) => Send(id, Signal.Cont);

    /// <summary>Sends a signal to a process.</summary>
    /// <exception cref="Win32Exception">There is no such process, or it is another user's.</exception>
    public static void Send(int id, Signal signal)
    {
        if (SendSignal(id, (int)signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int pid, int signal);
}

/// <summary>Signals by their Linux numbers.</summary>
public enum Signal
{
    Int = 2,
    Kill = 9,
    Term = 15,
    Cont = 18,
    Stop = 19,
}
