namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>
/// The club's own notation, the one that is printed.
/// <code>
/// expression = "FREE" | "SHARE" "OF" "BASE" | "BASE" [ "+" sum ] | "FLOOR" specific | duty
/// part       = percent | specific
/// percent    = number "%" [ "OF" component ]
/// specific   = number currency "/" unit
/// unit       = measurement [ qualifier | content ]
/// </code>
/// </summary>
internal sealed class ClubGrammar() : Grammar(Lexicon.Plain)
{
    private const string Kinds = "a number, FREE, FLOOR, BASE or SHARE OF BASE";

    public static bool TryReadUnit(string text, out DutyUnit unit)
    {
        var tokens = new TokenReader(text.Length > DutyExpression.LengthMax ? "" : text, Lexicon.Plain);
        var read = Unit(tokens);
        unit = read ?? default;
        return read is not null && tokens.Current.Kind == TokenKind.End;
    }

    /// <summary>Reads a unit; null after a fault.</summary>
    public static DutyUnit? Unit(TokenReader tokens)
    {
        var start = tokens.Current;
        var name = start.Text;
        if (start.Kind == TokenKind.Number)
        {
            tokens.Advance();
            name += " " + tokens.Current.Text;
        }

        if (MeasurementUnit.Find(name) is not { } measurement)
        {
            tokens.Fail<DutySum>(start, "a unit, for instance kg, 100 kg, t or p");
            return null;
        }

        tokens.Advance();
        if (tokens.Current.Kind != TokenKind.Word || tokens.IsAt("MIN") || tokens.IsAt("MAX"))
            return new DutyUnit(measurement, "");
        var unit = new DutyUnit(measurement, tokens.Current.Text);
        if (unit.IsContent && (measurement.Kind != QuantityKind.Mass || unit.Of.Length > DutyUnit.ContentLengthMax))
        {
            tokens.Fail<DutySum>(measurement.Kind == QuantityKind.Mass
                ? $"the name of a material, at most {DutyUnit.ContentLengthMax} characters"
                : "what of the goods is measured, for instance alcohol, or the end");
            return null;
        }

        tokens.Advance();
        return unit;
    }

    protected override DutyExpression? Expression(TokenReader tokens)
    {
        if (tokens.Accept("FREE"))
            return new FreeDuty();
        if (tokens.Accept("SHARE"))
        {
            return tokens.Accept("OF") && tokens.Accept("BASE")
                ? new ShareOfBase()
                : tokens.Fail<DutyExpression>("OF BASE");
        }

        if (tokens.Accept("BASE"))
            return OnBase(tokens);
        if (tokens.Accept("FLOOR"))
            return tokens.Number() is { } price && Specific(tokens, price) is { } floor ? new PriceFloor(floor) : null;
        return tokens.Current.Kind == TokenKind.Number ? DutyWithLimits(tokens) : tokens.Fail<DutyExpression>(Kinds);
    }

    protected override DutyPart? Part(TokenReader tokens, bool isFirst)
    {
        var start = tokens.Current;
        if (tokens.Number() is not { } number)
            return null;
        if (!tokens.IsAt("%"))
            return Specific(tokens, number, isFirst ? "% or a currency by ISO 4217" : "a currency by ISO 4217");
        tokens.Advance();
        if (tokens.Accept("OF"))
            return Component(tokens, number);
        return isFirst
            ? AdValorem(number)
            : tokens.Fail<DutyPart>(start, "an amount per unit: a percentage stands once, and first");
    }

    protected override string Continuations(DutyExpression expression) =>
        expression is SurchargeOnBase ? "+ or the end" : base.Continuations(expression);

    private SurchargeOnBase? OnBase(TokenReader tokens)
    {
        if (!tokens.Accept("+"))
            return new SurchargeOnBase(Surcharge: null);
        return Sum(tokens) is { } surcharge ? new SurchargeOnBase(surcharge) : null;
    }

    private static ComponentDuty? Component(TokenReader tokens, decimal percent)
    {
        if (tokens.Current.Kind != TokenKind.Word || tokens.Current.Text.Length > ComponentDuty.NameLengthMax)
        {
            return tokens.Fail<ComponentDuty>(
                $"the name of a component, at most {ComponentDuty.NameLengthMax} characters");
        }

        var name = tokens.Current.Text;
        tokens.Advance();
        return new ComponentDuty(percent, name);
    }

    private static SpecificDuty? Specific(
        TokenReader tokens, decimal amount, string expected = "a currency by ISO 4217")
    {
        if (tokens.Current.Kind != TokenKind.Word || !Currencies.Contains(tokens.Current.Text))
            return tokens.Fail<SpecificDuty>(expected);
        var currency = tokens.Current.Text;
        tokens.Advance();
        if (!tokens.Accept("/"))
            return tokens.Fail<SpecificDuty>("/");
        return Unit(tokens) is { } unit ? new SpecificDuty(amount, currency, unit) : null;
    }
}
