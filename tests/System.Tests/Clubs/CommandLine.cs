using System.Diagnostics;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Clubs;

/// <summary>What the command line did.</summary>
public sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override string ToString() => $"{ExitCode}\n{Output}\n{Error}";
}

/// <summary><c>crmclub</c> as a person runs it, in the checkout.</summary>
internal static class CommandLine
{
    /// <summary>Runs it against that club.</summary>
    public static Task<CommandRun> CommandAsync(this ClubUnderTest club, params string[] arguments) =>
        RunAsync([.. arguments, "--club", club.Folder]);

    /// <summary>Runs it, with a token in its environment where one is given.</summary>
    public static async Task<CommandRun> RunAsync(string[] arguments, string token = "")
    {
        var cancel = TestContext.Current.CancellationToken;
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        var program = Path.Combine(Checkout.Root, "src", "Cli", "bin", configuration, "net10.0", "CrmClub.Cli");
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CRMCLUB_TOKEN"] = token;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var error = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return new CommandRun(process.ExitCode, await output, await error);
    }
}
