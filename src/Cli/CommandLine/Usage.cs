using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Reflection;
using CrmClub.Contracts.Json;

namespace CrmClub.Cli.CommandLine;

/// <summary>Runs what was typed, or says in two lines what is wrong with it.</summary>
internal static class Usage
{
    private const string Program = "crmclub";
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);

    /// <param name="root">All commands.</param>
    /// <param name="example">What a newcomer may try.</param>
    /// <param name="args">What was typed.</param>
    public static async Task<int> RunAsync(RootCommand root, string example, string[] args)
    {
        var parse = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parse.Action is HelpAction)
        {
            var text = new StringWriter();
            await parse.InvokeAsync(new InvocationConfiguration { Output = text });
            Console.Out.Write(Help(text.ToString(), parse.CommandResult.Command switch
            {
                ClubCommand command => command.Example,
                RootCommand => example,
                _ => "",
            }));
            return ExitCodes.Done;
        }
        if (parse.Errors.Count > 0)
        {
            Failures.Say(Fault(parse), $"See {Name(parse)} --help.");
            return ExitCodes.WrongInput;
        }
        return await parse.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeToEnd,
        });
    }

    /// <summary>
    /// The library names the program by its file; and examples come before everything that is longer.
    /// </summary>
    private static string Help(string text, string example)
    {
        const string usage = "Usage:";
        var file = Assembly.GetExecutingAssembly().GetName().Name!;
        var named = text.Replace($"  {file}", $"  {Program}", StringComparison.Ordinal);
        if (example.Length == 0) return named;
        var lines = string.Join(Environment.NewLine, example.Split('\n').Select(line => $"  {line}"));
        var examples = $"Examples:{Environment.NewLine}{lines}{Environment.NewLine}{Environment.NewLine}";
        return named.Insert(named.IndexOf(usage, StringComparison.Ordinal), examples);
    }

    private static string Fault(ParseResult parse)
    {
        if (parse.UnmatchedTokens is not [var unknown, ..])
            return string.Join(' ', parse.Errors[0].Message.Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
                .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal);
        var command = parse.CommandResult.Command;
        var isOption = unknown.StartsWith('-');
        var names = isOption
            ? command.Options.Concat(GlobalOptions.All).Select(o => o.Name)
            : command.Subcommands.Select(c => c.Name);
        var what = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        var meant = Spelling.Nearest(unknown, names);
        return $"{Name(parse)} knows no {what} {unknown}{(meant is null ? "." : $"; did you mean {meant}?")}";
    }

    private static string Name(ParseResult parse)
    {
        var names = new List<string>();
        for (SymbolResult? result = parse.CommandResult; result is not null; result = result.Parent)
        {
            if (result is CommandResult { Command: not RootCommand } command) names.Insert(0, command.Command.Name);
        }
        return string.Join(' ', names.Prepend(Program));
    }
}
