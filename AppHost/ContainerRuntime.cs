using System.Diagnostics;

namespace CrmClub.AppHost;

/// <summary>Whether containers can be run: a resource that waits for a missing runtime waits for ever.</summary>
internal static class ContainerRuntime
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);
    private static readonly Lazy<bool> Answer = new(() => new[] { "docker", "podman" }.Any(AnswersInfo));

    public static bool Answers => Answer.Value;

    private static bool AnswersInfo(string command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, "info")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(AnswerTimeout)) return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // not installed
        }
    }
}
