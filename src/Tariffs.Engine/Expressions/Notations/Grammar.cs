using System.Diagnostics.CodeAnalysis;

namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>
/// What the notations share. Nothing in them is nested, so nothing recurs:
/// <code>
/// duty = sum [ "MIN" sum ] [ "MAX" sum ]
/// sum  = part { "+" part }
/// </code>
/// </summary>
internal abstract class Grammar(Lexicon lexicon)
{
    /// <summary>Reads a whole text, or says where and why not.</summary>
    public bool TryRead(
        string text,
        [NotNullWhen(true)] out DutyExpression? expression,
        [NotNullWhen(false)] out ExpressionError? error)
    {
        expression = null;
        if (text.Length > DutyExpression.LengthMax)
        {
            error = new ExpressionError(DutyExpression.LengthMax + 1, $"{text.Length} characters",
                $"at most {DutyExpression.LengthMax}");
            return false;
        }

        var tokens = new TokenReader(text, lexicon);
        expression = Expression(tokens);
        if (expression is not null && tokens.Current.Kind != TokenKind.End)
            expression = tokens.Fail<DutyExpression>(Continuations(expression));
        error = tokens.Error ?? TooLongToPrint(expression);
        if (error is not null)
            expression = null;
        return expression is not null && error is null;
    }

    /// <summary>Reads an expression; null after a fault.</summary>
    protected abstract DutyExpression? Expression(TokenReader tokens);

    /// <summary>Reads one part of a sum; null after a fault.</summary>
    protected abstract DutyPart? Part(TokenReader tokens, bool isFirst);

    /// <summary>What can follow an expression that is read so far.</summary>
    protected virtual string Continuations(DutyExpression expression) => expression switch
    {
        Duty { AtMost: not null } => "+ or the end (MIN stands before MAX, each once)",
        Duty { AtLeast: not null } => "+, MAX or the end",
        Duty => "+, MIN, MAX or the end",
        _ => "the end",
    };

    protected Duty? DutyWithLimits(TokenReader tokens)
    {
        if (Sum(tokens) is not { } sum)
            return null;
        DutySum? least = null;
        DutySum? most = null;
        if (tokens.Accept("MIN") && (least = Sum(tokens)) is null)
            return null;
        if (tokens.Accept("MAX") && (most = Sum(tokens)) is null)
            return null;
        return new Duty(sum, least, most);
    }

    protected DutySum? Sum(TokenReader tokens)
    {
        decimal? percent = null;
        List<ComponentDuty> components = [];
        List<SpecificDuty> specifics = [];
        for (var count = 0; count == 0 || tokens.Accept("+"); count++)
        {
            var start = tokens.Current;
            if (count == DutySum.PartsMax)
                return tokens.Fail<DutySum>($"at most {DutySum.PartsMax} parts of a sum");
            switch (Part(tokens, count == 0))
            {
                case null:
                    return null;
                case ComponentDuty { Component: "" } whole when percent is null:
                    percent = whole.Percent;
                    break;
                case ComponentDuty { Component: not "" } one when !components.Exists(two => two.IsOnSame(one)):
                    components.Add(one);
                    break;
                case SpecificDuty one when !specifics.Exists(two => two.Unit.MeasuresAs(one.Unit)):
                    specifics.Add(one);
                    break;
                case ComponentDuty:
                    return tokens.Fail<DutySum>(start, "each value once in a sum");
                default:
                    return tokens.Fail<DutySum>(start, "each quantity once in a sum");
            }
        }

        return new DutySum(percent, [.. specifics]) { Components = [.. components] };
    }

    /// <summary>A percentage of the customs value.</summary>
    protected static ComponentDuty AdValorem(decimal percent) => new(percent, "");

    // What is read can be printed and read again.
    private static ExpressionError? TooLongToPrint(DutyExpression? expression) =>
        expression?.ToString().Length is > DutyExpression.LengthMax and var length
            ? new ExpressionError(1, $"a duty of {length} characters in the club's notation",
                $"at most {DutyExpression.LengthMax}")
            : null;
}
