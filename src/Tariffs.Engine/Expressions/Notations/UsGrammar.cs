namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>
/// General and column 2 rates of duty of the Harmonized Tariff Schedule of the United States.
/// <code>
/// expression = "Free" | onBase | "[" onBase "]" | sum
/// onBase     = "The duty provided in the applicable subheading" [ ( "+" | "plus" ) sum ]
/// part       = number ( "%" | "percent" ) [ value ] | ( "$" number | number "¢" ) per
/// number     = digits [ digits "/" digits ]
/// </code>
/// </summary>
internal sealed class UsGrammar() : Grammar(UsPhrases.Lexicon)
{
    private const decimal Cent = 0.01m;

    protected override DutyExpression? Expression(TokenReader tokens)
    {
        if (tokens.Accept("Free"))
            return new FreeDuty();
        var bracketed = tokens.Accept("[");
        if (UsPhrases.Base.TryRead(tokens, out _))
        {
            var onBase = OnBase(tokens);
            return bracketed && onBase is not null && !tokens.Accept("]") ? tokens.Fail<DutyExpression>("]") : onBase;
        }

        if (bracketed || (tokens.Current.Kind != TokenKind.Number && !tokens.IsAt("$")))
            return tokens.Fail<DutyExpression>("Free, a number, $ or the duty provided in the applicable subheading");
        return Sum(tokens) is { } sum ? new Duty(sum, null, null) : null;
    }

    protected override DutyPart? Part(TokenReader tokens, bool isFirst)
    {
        if (tokens.Accept("$"))
            return tokens.Number() is { } dollars ? Specific(tokens, dollars) : null;
        if (Number(tokens) is not { } number)
            return null;
        if (tokens.Accept("¢"))
            return Specific(tokens, number * Cent);
        if (!tokens.Accept("%") && !tokens.Accept("percent"))
            return tokens.Fail<DutyPart>("%, percent or ¢");
        return UsPhrases.Values.TryRead(tokens, out var component)
            ? new ComponentDuty(number, component!)
            : AdValorem(number);
    }

    protected override string Continuations(DutyExpression expression) =>
        expression is FreeDuty ? "the end" : "+ or the end";

    private SurchargeOnBase? OnBase(TokenReader tokens)
    {
        if (!tokens.Accept("+") && !tokens.Accept("plus"))
            return new SurchargeOnBase(Surcharge: null);
        return Sum(tokens) is { } surcharge ? new SurchargeOnBase(surcharge) : null;
    }

    private static SpecificDuty? Specific(TokenReader tokens, decimal amount) =>
        UsPhrases.Units.TryRead(tokens, out var unit)
            ? new SpecificDuty(amount, "USD", unit)
            : tokens.Fail<SpecificDuty>("each, or / and a unit of the tariff schedule");

    // "33 1/3" is no decimal, and to round it would be to guess.
    private static decimal? Number(TokenReader tokens)
    {
        var whole = tokens.Number();
        if (whole is null || tokens.Current.Kind != TokenKind.Number)
            return whole;
        var start = tokens.Current;
        if (tokens.Number() is not { } numerator || !tokens.Accept("/") || tokens.Number() is not { } denominator)
        {
            tokens.Fail<DutySum>("a fraction, for instance 1/2");
            return null;
        }

        const int Decimals = 6;
        var fraction = denominator == 0 ? 0 : decimal.Round(numerator / denominator, Decimals);
        if (denominator != 0 && fraction * denominator == numerator)
            return whole + fraction;
        tokens.Fail<DutySum>(start, "a fraction that is a decimal");
        return null;
    }
}
