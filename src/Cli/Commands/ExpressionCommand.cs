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
        var form = new Option<DutyNotation?>("--form")
        {
            Description = "The notation: the club's own, TARIC's, as the EU displays duties, or the US tariff "
                + "schedule's (default: told by the text)",
            HelpName = "club|taric|eu|us",
        };
        return new ClubCommand("expression",
            "Reads a duty expression and writes it in the club's notation. Needs no club.",
            """
            crmclub expression "8 % MIN 2 EUR / kg"
            crmclub expression --form us "37.5¢/kg on tungsten content"
            """).With(text, batch, form).Runs(invocation => (invocation.Get(text), invocation.Get(batch)) switch
            {
                ({ } one, null) => One(invocation, one, invocation.Get(form)),
                (null, { } file) => Many(invocation, file, invocation.Get(form)),
                _ => throw new CliException(ExitCodes.WrongInput, "One expression, or --batch with a file of them.",
                    "For instance: crmclub expression \"12.5 %\""),
            });
    }

    private static int One(Invocation invocation, string text, DutyNotation? form)
    {
        var answer = Read(text, form);
        if (invocation.Json)
        {
            invocation.Out.Values(Json(text, answer));
        }
        else if (answer.Expression is { } expression)
        {
            invocation.Out.Line(expression.ToString());
            foreach (var part in Parts(expression)) invocation.Out.Line($"  {part}");
        }
        else if (answer.Error is { } error)
        {
            Failures.Say($"Column {error.Column}: found {error.Found}, expected {error.Expected}.", "");
            if (text.Length <= DutyExpression.LengthMax)
                Failures.Say(text, $"{new string(' ', Math.Max(error.Column - 1, 0))}^");
        }
        return answer.Expression is null ? ExitCodes.No : ExitCodes.Done;
    }

    private static int Many(Invocation invocation, string file, DutyNotation? form)
    {
        if (file != "-" && !File.Exists(file))
            throw new CliException(ExitCodes.WrongInput, $"There is no file {file}.");
        using var reader = file == "-" ? Console.In : new StreamReader(file, Encoding.UTF8);
        var all = true;
        while (reader.ReadLine() is { } line)
        {
            var answer = Read(line, form);
            all &= answer.Expression is not null;
            invocation.Out.ValuesLine(Json(line, answer));
        }
        return all ? ExitCodes.Done : ExitCodes.No;
    }

    private static Answer Read(string text, DutyNotation? form)
    {
        if (form is not { } known)
        {
            DutyNotations.TryRead(text, out var any, out var notation, out var fault);
            return new Answer(any, notation, fault);
        }
        DutyNotations.TryRead(text, known, out var expression, out var error);
        return new Answer(expression, known, error);
    }

    private static object Json(string input, Answer answer) => new
    {
        input,
        ok = answer.Expression is not null,
        form = Enum.GetName(answer.Form)!.ToLowerInvariant(),
        canonical = answer.Expression?.ToString(),
        parts = answer.Expression is { } expression ? Parts(expression) : [],
        column = answer.Error?.Column,
        error = answer.Error is { } error ? $"found {error.Found}, expected {error.Expected}" : null,
    };

    private static string[] Parts(DutyExpression expression) => expression switch
    {
        FreeDuty => ["nothing is due"],
        ShareOfBase => ["a share of the base duty, by the day of acceptance, while the origin accedes"],
        SurchargeOnBase onBase =>
        [
            "the base duty",
            .. onBase.Surcharge is { } surcharge ? Parts(surcharge, "on top ") : [],
        ],
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
        foreach (var one in sum.Components) yield return $"{limit}{one.Percent} % of the value of {one.Component}";
        foreach (var specific in sum.Specifics) yield return $"{limit}{specific}{Measures(specific.Unit)}";
    }

    private static string Measures(DutyUnit unit) =>
        DutyUnit.Qualifiers.TryGetValue(unit.Of, out var meaning) ? $" ({meaning})" : "";

    private sealed record Answer(DutyExpression? Expression, DutyNotation Form, ExpressionError? Error);
}
