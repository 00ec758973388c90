using System.CommandLine;
using System.Text;
using CrmClub.Cli.CommandLine;
using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Cli.Commands;

/// <summary>
/// <c>expression TEXT</c>: a duty expression in its canonical form and parts, or the column of its fault.
/// </summary>
internal static class ExpressionCommand
{
    public static Command Create()
    {
        var text = new Argument<string?>("TEXT")
        {
            Description = "The expression",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var batch = new Option<string?>("--batch")
        {
            Description = "A file with an expression on each line; JSON Lines come out",
            HelpName = "FILE",
        };
        return new ClubCommand("expression",
            "Reads a duty expression. Needs no club.",
            """
            crmclub expression "8 % MIN 2 EUR / kg"
            """).With(text, batch).Runs(invocation => (invocation.Get(text), invocation.Get(batch)) switch
            {
                ({ } one, null) => One(invocation, one),
                (null, { } file) => Many(invocation, file),
                _ => throw new CliException(ExitCodes.WrongInput, "One expression, or --batch with a file of them.",
                    "For instance: crmclub expression \"12.5 %\""),
            });
    }

    private static int One(Invocation invocation, string text)
    {
        var read = DutyExpression.TryParse(text, out var expression, out var error);
        if (invocation.Json)
        {
            invocation.Out.Values(Answer(text, expression, error));
        }
        else if (expression is not null)
        {
            invocation.Out.Line(expression.ToString());
            foreach (var part in Parts(expression)) invocation.Out.Line($"  {part}");
        }
        else if (error is not null)
        {
            Failures.Say($"Column {error.Column}: found {error.Found}, expected {error.Expected}.", "");
            if (text.Length <= DutyExpression.LengthMax)
                Failures.Say(text, $"{new string(' ', Math.Max(error.Column - 1, 0))}^");
        }
        return read ? ExitCodes.Done : ExitCodes.No;
    }

    private static int Many(Invocation invocation, string file)
    {
        if (file != "-" && !File.Exists(file))
            throw new CliException(ExitCodes.WrongInput, $"There is no file {file}.");
        using var reader = file == "-" ? Console.In : new StreamReader(file, Encoding.UTF8);
        var all = true;
        while (reader.ReadLine() is { } line)
        {
            all &= DutyExpression.TryParse(line, out var expression, out var error);
            invocation.Out.ValuesLine(Answer(line, expression, error));
        }
        return all ? ExitCodes.Done : ExitCodes.No;
    }

    private static object Answer(string input, DutyExpression? expression, ExpressionError? error) => new
    {
        input,
        ok = expression is not null,
        canonical = expression?.ToString(),
        parts = expression is null ? [] : Parts(expression),
        column = error?.Column,
        error = error is null ? null : $"found {error.Found}, expected {error.Expected}",
    };

    private static string[] Parts(DutyExpression expression) => expression switch
    {
        FreeDuty => ["nothing is due"],
        ShareOfBase => ["a share of the base duty, by the day of acceptance, while the origin accedes"],
        PriceFloor floor => [$"what is missing up to {floor.Price}"],
        Duty duty =>
        [
            .. Parts(duty.Sum, ""),
            .. duty.AtLeast is { } least ? Parts(least, "at least ") : [],
            .. duty.AtMost is { } most ? Parts(most, "at most ") : [],
        ],
        _ => [],
    };

    private static IEnumerable<string> Parts(DutySum sum, string limit)
    {
        if (sum.Percent is { } percent) yield return $"{limit}{percent} % of the customs value";
        foreach (var specific in sum.Specifics) yield return $"{limit}{specific}";
    }
}
