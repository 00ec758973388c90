using System.CommandLine;
using CrmClub.Cli.Output;

namespace CrmClub.Cli.CommandLine;

/// <summary>Ties commands to what they do.</summary>
internal static class Actions
{
    /// <summary>Runs the command; whatever goes wrong becomes a sentence on stderr and an exit code.</summary>
    public static Command Runs(this Command command, Func<Invocation, Task<int>> run)
    {
        command.SetAction(async (parse, cancel) =>
        {
            var printer = Printer.For(parse);
            try
            {
                var code = await run(new Invocation(parse, printer, cancel));
                printer.Flush();
                return code;
            }
            catch (Exception e)
            {
                printer.TryFlush();
                return Failures.Report(e, cancel);
            }
        });
        return command;
    }

    /// <summary>The same for a command that needs to wait for nothing.</summary>
    public static Command Runs(this Command command, Func<Invocation, int> run) =>
        command.Runs(invocation => Task.FromResult(run(invocation)));

    public static Command With(this Command command, params IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Add(argument);
            else if (symbol is Option option) command.Add(option);
            else if (symbol is Command subcommand) command.Add(subcommand);
        }
        return command;
    }
}
