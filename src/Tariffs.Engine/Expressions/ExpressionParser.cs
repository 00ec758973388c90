using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>
/// Recursive descent without recursion into itself: an expression has sums, a sum has parts, and nothing is nested.
/// <code>
/// expression = "FREE" | "SHARE" "OF" "BASE" | "FLOOR" specific | sum [ "MIN" sum ] [ "MAX" sum ]
/// sum        = ( percent | specific ) { "+" specific }
/// percent    = number "%"
/// specific   = number currency "/" unit
/// unit       = ( "kg" | "100" "kg" | "t" | "g" ) [ content ]
/// </code>
/// </summary>
internal ref struct ExpressionParser
{
    /// <summary>Most digits of a number, before and after the point together.</summary>
    public const int NumberDigitsMax = 18;

    /// <summary>Longest name of a contained material, in characters.</summary>
    public const int ContentLengthMax = 12;

    private readonly string _text;
    private ExpressionScanner _scanner;
    private Token _token;
    private ExpressionError? _error;

    public ExpressionParser(string text)
    {
        _text = text;
        _scanner = new ExpressionScanner(text);
    }

    public bool TryParse(
        [NotNullWhen(true)] out DutyExpression? expression, [NotNullWhen(false)] out ExpressionError? error)
    {
        expression = null;
        if (_text.Length > DutyExpression.LengthMax)
        {
            error = new ExpressionError(DutyExpression.LengthMax + 1, $"{_text.Length} characters",
                $"at most {DutyExpression.LengthMax}");
            return false;
        }

        Advance();
        expression = Expression();
        if (expression is not null && _token.Kind != TokenKind.End)
            expression = Fail<DutyExpression>(expression is Duty duty ? Continuations(duty) : "the end");
        error = _error;
        return error is null && expression is not null;
    }

    private DutyExpression? Expression()
    {
        if (Accept("FREE"))
            return new FreeDuty();
        if (Accept("SHARE"))
            return Accept("OF") && Accept("BASE") ? new ShareOfBase() : Fail<DutyExpression>("OF BASE");
        if (Accept("FLOOR"))
            return Specific() is { } price ? new PriceFloor(price) : null;
        if (_token.Kind != TokenKind.Number)
            return Fail<DutyExpression>("a number, FREE, FLOOR or SHARE OF BASE");
        if (Sum() is not { } sum)
            return null;
        DutySum? least = null;
        DutySum? most = null;
        if (Accept("MIN") && (least = Sum()) is null)
            return null;
        if (Accept("MAX") && (most = Sum()) is null)
            return null;
        return new Duty(sum, least, most);
    }

    private DutySum? Sum()
    {
        decimal? percent = null;
        List<SpecificDuty> specifics = [];
        do
        {
            var start = _token;
            if (specifics.Count + (percent is null ? 0 : 1) == DutySum.PartsMax)
                return Fail<DutySum>($"at most {DutySum.PartsMax} parts of a sum");
            if (Number() is not { } number)
                return null;
            if (_token.Is("%"))
            {
                if (percent is not null || specifics.Count > 0)
                    return Fail<DutySum>(start, "an amount per unit: a percentage stands once, and first");
                percent = number;
                Advance();
                continue;
            }

            if (Specific(number, specifics.Count == 0 && percent is null) is not { } specific)
                return null;
            if (specifics.Exists(other => other.Unit.Content == specific.Unit.Content))
                return Fail<DutySum>(start, "each quantity once in a sum");
            specifics.Add(specific);
        }
        while (Accept("+"));
        return new DutySum(percent, specifics);
    }

    private SpecificDuty? Specific() => Number() is { } amount ? Specific(amount, false) : null;

    private SpecificDuty? Specific(decimal amount, bool orPercent)
    {
        if (_token.Kind != TokenKind.Word || !Currencies.Contains(_token.Text))
            return Fail<SpecificDuty>(orPercent ? "% or a currency by ISO 4217" : "a currency by ISO 4217");
        var currency = _token.Text.ToString();
        Advance();
        if (!Accept("/"))
            return Fail<SpecificDuty>("/");
        return Unit() is { } unit ? new SpecificDuty(amount, currency, unit) : null;
    }

    private DutyUnit? Unit()
    {
        MassUnit? mass = null;
        if (Accept("100"))
            mass = Accept("kg") ? MassUnit.HundredKilograms : null;
        else if (Accept("kg"))
            mass = MassUnit.Kilogram;
        else if (Accept("t"))
            mass = MassUnit.Ton;
        else if (Accept("g"))
            mass = MassUnit.Gram;
        if (mass is not { } known)
        {
            Fail<DutyExpression>("kg, 100 kg, t or g");
            return null;
        }

        if (_token.Kind != TokenKind.Word || _token.Is("MIN") || _token.Is("MAX"))
            return new DutyUnit(known, "");
        if (_token.Text.Length > ContentLengthMax)
        {
            Fail<DutyExpression>($"the name of a material, at most {ContentLengthMax} characters");
            return null;
        }

        var content = _token.Text.ToString();
        Advance();
        return new DutyUnit(known, content);
    }

    private decimal? Number()
    {
        if (_token.Kind != TokenKind.Number)
        {
            Fail<DutyExpression>("a number");
            return null;
        }

        if (_token.Text.Length - (_token.Text.Contains('.') ? 1 : 0) > NumberDigitsMax)
        {
            Fail<DutyExpression>($"a number of at most {NumberDigitsMax} digits");
            return null;
        }

        var value = decimal.Parse(_token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        Advance();
        return value;
    }

    private void Advance() => _token = _scanner.Next();

    private bool Accept(string text)
    {
        if (!_token.Is(text) || _token.Kind == TokenKind.End)
            return false;
        Advance();
        return true;
    }

    private T? Fail<T>(string expected)
        where T : class => Fail<T>(_token, expected);

    private T? Fail<T>(Token token, string expected)
        where T : class
    {
        _error ??= new ExpressionError(token.Start + 1, token.Shown(), expected);
        return null;
    }

    private static string Continuations(Duty duty) => duty switch
    {
        { AtMost: not null } => "+ or the end (MIN stands before MAX, each once)",
        { AtLeast: not null } => "+, MAX or the end",
        _ => "+, MIN, MAX or the end",
    };
}
