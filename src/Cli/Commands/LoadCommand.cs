using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Load;

namespace CrmClub.Cli.Commands;

/// <summary><c>load</c>: sends what customs systems send, much of it, and says how it was answered.</summary>
internal static class LoadCommand
{
    private const int CallsMax = 1_000;
    private const int RateMax = 100_000;
    private const int SecondsMax = 3_600;
    private const string Declare = "declare", Chunks = "chunks", Stream = "stream", Duty = "duty";

    private static readonly Option<int> Calls = Number("--calls", 64, CallsMax,
        $"Calls under way at once, up to {CallsMax}: always so many, or with --rate at most so many");

    private static readonly Option<int> Rate = Number("--rate", null, RateMax,
        "Calls a second, sent on time whether earlier ones are answered or not; a call's time counts from when it was "
        + "to be sent (default: the next is sent when one is answered)");

    private static readonly Option<int> Seconds = Number("--seconds", 10, SecondsMax, "How long");

    private static readonly Option<string> Method = new Option<string>("--method")
    {
        Description = "declare: one declaration a call; chunks: a hundred a call; stream: a hundred a "
            + "chunk, a stream a system; duty: a question, declares nothing (default: declare)",
        DefaultValueFactory = _ => Declare,
    }.AcceptOnlyFromAmong(Declare, Chunks, Stream, Duty);

    private static readonly Option<string?> Administration = new("--administration")
    {
        Description = "Whose customs system sends (default: all of the developer's club in turn)",
        HelpName = "CODE",
    };

    public static Command Create() => new ClubCommand("load",
        "Sends declarations as customs systems do, as many as asked for, and says how they were answered and in what "
        + "time. They are stored like any other. Ends with 0 when each was accepted.",
        """
        crmclub load --rate 50 --seconds 2
        crmclub load --method duty --calls 8 --seconds 2
        crmclub load --method stream --calls 8 --seconds 1
        """).With(Method, Calls, Rate, Seconds, Administration).Runs(RunAsync);

    private static async Task<int> RunAsync(Invocation invocation)
    {
        using var club = await ClubUnderLoad.OpenAsync(
            administration => invocation.Open(invocation.Club.SystemOf(administration) ?? ""),
            invocation.Club, Administrations(invocation), invocation.Within, invocation.Cancel);
        await club.TryAsync();
        var plan = new LoadPlan(invocation.Get(Calls), invocation.Get(Rate) is > 0 and var rate ? rate : null,
            TimeSpan.FromSeconds(invocation.Get(Seconds)));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(invocation.Cancel);
        var progress = Task.CompletedTask;
        var tally = await LoadDriver.RunAsync(plan, invocation.Get(Method) switch
        {
            Chunks => club.DeclareChunkAsync,
            Stream => club.StreamChunkAsync,
            Duty => club.AskDutyAsync,
            _ => club.DeclareAsync,
        }, growing => progress = LoadReport.ProgressAsync(growing, ended.Token), invocation.Cancel);
        await ended.CancelAsync();
        await progress;
        invocation.Cancel.ThrowIfCancellationRequested();
        LoadReport.Write(invocation.Out, invocation.Get(Method)!, plan, tally, club.Failures);
        return tally.Sent == 0 || tally.Errors == tally.Sent ? ExitCodes.Unreachable
            : tally.Accepted < tally.Sent || tally.CallsNotSent > 0 ? ExitCodes.No
            : ExitCodes.Done;
    }

    private static IReadOnlyList<string> Administrations(Invocation invocation)
    {
        if (invocation.Get(Administration) is { } given) return [given];
        IReadOnlyList<string> known = invocation.Get(GlobalOptions.As) is { } identity
            ? invocation.Club.AdministrationOf(identity) is { } own ? [own] : []
            : invocation.Club.Administrations;
        return known.Count > 0 ? known : throw new CliException(ExitCodes.WrongInput,
            "Whose customs system this is, is not known here.",
            "Name its administration, for instance --administration DE.");
    }

    /// <summary>A number from 1 on; 0 where there is no default and none was given.</summary>
    private static Option<int> Number(string name, int? byDefault, int max, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N" };
        if (byDefault is { } number)
        {
            option.DefaultValueFactory = _ => number;
            option.Description += $" (default: {number})";
        }
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && int.TryParse(given.Value, out var value) && (value < 1 || value > max))
                result.AddError($"{name} is a number from 1 to {max}; given: {value}.");
        });
        return option;
    }
}
