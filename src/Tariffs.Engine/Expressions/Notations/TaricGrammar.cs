namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>
/// TARIC's text: codes of units, and no slash.
/// <code>
/// expression = "NIHIL" | "0" | duty
/// part       = number ( "%" | currency unit [ qualifier ] )
/// </code>
/// </summary>
internal sealed class TaricGrammar() : Grammar(Lexicon.Plain)
{
    protected override DutyExpression? Expression(TokenReader tokens)
    {
        if (tokens.Accept("NIHIL"))
            return new FreeDuty();
        var start = tokens.Current;
        if (start.Kind != TokenKind.Number)
        {
            return tokens.Fail<DutyExpression>(tokens.IsAt("Cond")
                ? "a number or NIHIL: conditions belong to the measure, not to its duty"
                : "a number or NIHIL");
        }

        // A zero needs no unit: none of anything is nothing.
        if (tokens.Number() == 0 && tokens.Current.Kind == TokenKind.End)
            return new Duty(new DutySum(0, []), null, null);
        tokens.Return(start);
        return tokens.Error is null ? DutyWithLimits(tokens) : null;
    }

    protected override DutyPart? Part(TokenReader tokens, bool isFirst)
    {
        if (tokens.Number() is not { } number)
            return null;
        if (tokens.Accept("%"))
            return AdValorem(number);
        if (tokens.Current.Kind != TokenKind.Word || !Currencies.Contains(tokens.Current.Text))
            return tokens.Fail<DutyPart>("% or a currency by ISO 4217");
        var currency = tokens.Current.Text;
        tokens.Advance();
        return TaricUnits.Codes.TryRead(tokens, out var unit)
            ? new SpecificDuty(number, currency, unit)
            : tokens.Fail<DutyPart>("a measurement unit of TARIC, for instance DTN");
    }
}
