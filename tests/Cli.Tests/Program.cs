using System.Diagnostics;
using System.Text.Json;

namespace CrmClub.Cli.Tests;

/// <summary>What the program did.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>The built program, run as people run it.</summary>
internal static class Program
{
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(60);

    /// <summary>A folder in which no club runs.</summary>
    public static string Nowhere { get; } = Directory.CreateTempSubdirectory("crmclub-test-").FullName;

    /// <summary>A file of this checkout.</summary>
    public static string Repository(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CrmClub.sln"))) return Path.Combine(folder.FullName, path);
        }
        throw new DirectoryNotFoundException("The tests don't lie in a checkout.");
    }

    public static Task<Run> RunAsync(params string[] args) => RunAsync("", args);

    /// <summary>Runs it in a folder without a club, with a text as its standard input.</summary>
    public static Task<Run> RunAsync(string input, string[] args) => RunAsync(Start(args), input);

    /// <summary>Runs it in another folder.</summary>
    public static Task<Run> RunInAsync(string folder, params string[] args) => RunAsync(StartIn(folder, args), "");

    /// <summary>Runs it with its output into a file.</summary>
    public static Task<Run> RunToAsync(string file, params string[] args)
    {
        var start = Described("/bin/sh", Nowhere, ["-c", $"exec dotnet \"$@\" > {file}", "sh", Dll, .. args]);
        return RunAsync(Process.Start(start)!, "");
    }

    private static async Task<Run> RunAsync(Process started, string input)
    {
        using var process = started;
        using var late = new CancellationTokenSource(TimeMax);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(late.Token);
        var error = process.StandardError.ReadToEndAsync(late.Token);
        await process.WaitForExitAsync(late.Token);
        return new Run(process.ExitCode, await output, await error);
    }

    public static Process Start(params string[] args) => StartIn(Nowhere, args);

    /// <summary>Starts it with as much memory for its objects as is said, and no more.</summary>
    public static Process StartWithin(int megabytes, params string[] args)
    {
        var start = Described("dotnet", Nowhere, [Dll, .. args]);
        start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{megabytes * 1024 * 1024:X}";
        return Process.Start(start)!;
    }

    // The copy beside the tests finds the club of this checkout by its own place; a copy elsewhere finds none.
    private static string Dll => Path.Combine(Copy.Value, "CrmClub.Cli.dll");

    private static Process StartIn(string folder, string[] args) =>
        Process.Start(Described("dotnet", folder, [Dll, .. args]))!;

    private static ProcessStartInfo Described(string program, string folder, string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("CRMCLUB_HOME");
        start.Environment.Remove("CRMCLUB_TOKEN");
        return start;
    }

    private static readonly Lazy<string> Copy = new(() =>
    {
        var folder = Directory.CreateDirectory(Path.Combine(Nowhere, "program")).FullName;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    });
}
