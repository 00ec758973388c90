using System.Diagnostics;

namespace CrmClub.AppHost.Commands;

/// <summary>
/// Lets the dashboard, and <c>aspire resource</c>, do what a command of <c>crmclub</c> does: by the same doors, with
/// the same words.
/// </summary>
internal static class ClubCommand
{
    /// <param name="resource">Where it is offered.</param>
    /// <param name="club">The club that it is done to.</param>
    /// <param name="name">By which <c>aspire resource</c> knows it.</param>
    /// <param name="title">By which people know it.</param>
    /// <param name="options">How it is shown, and what it asks for.</param>
    /// <param name="line">What would be typed after <c>crmclub</c>.</param>
    /// <param name="show">Turns what it printed into Markdown; in a block as it is, if not given.</param>
    public static void WithClubCommand(
        this IResourceBuilder<IResource> resource, Club club, string name, string title, CommandOptions options,
        Func<InteractionInputCollection, string[]> line, Func<string, string>? show = null) =>
        resource.WithCommand(name, title, async context =>
        {
            var words = line(context.Arguments);
            var (code, output, error) = await RunAsync(club, words, context.CancellationToken);
            var shown = output.Length == 0 ? "" : (show ?? Block)(output);
            var text = $"{shown}\nThe same by `crmclub {string.Join(' ', words)}`\n";
            return code == 0
                ? CommandResults.Success($"{title}: done", text, CommandResultFormat.Markdown, displayImmediately: true)
                : CommandResults.Failure(error, text, CommandResultFormat.Markdown);
        }, options.WhileRunning());

    /// <summary>Can be asked for while its resource runs.</summary>
    public static CommandOptions WhileRunning(this CommandOptions options)
    {
        options.UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running
            ? ResourceCommandState.Enabled
            : ResourceCommandState.Disabled;
        return options;
    }

    public static InteractionInput Number(string name, string label, string value) =>
        new() { Name = name, Label = label, InputType = InputType.Number, Value = value, Required = true };

    public static string Block(string text) => $"```\n{text}\n```\n";

    private static async Task<(int Code, string Output, string Error)> RunAsync(
        Club club, string[] words, CancellationToken cancel)
    {
        var program = Path.GetFullPath(Path.Combine(club.Builder.AppHostDirectory,
            "..", "src", "Cli", "bin", ClubProgram.Configuration, "net10.0", "CrmClub.Cli"));
        var start = new ProcessStartInfo(program, [.. words, "--no-color", "--club", club.Folder.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return (process.ExitCode, (await output).TrimEnd(), (await error).TrimEnd());
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
