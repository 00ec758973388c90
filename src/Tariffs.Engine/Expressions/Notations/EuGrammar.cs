namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>
/// Duties as the EU's and the UK's tariffs display them.
/// <code>
/// expression = duty [ "Quota available" ]
/// part       = number ( "%" | "€" "/" unit [ "/" qualifier ] )
/// </code>
/// </summary>
internal sealed class EuGrammar() : Grammar(Lexicon.GroupedNumbers)
{
    protected override DutyExpression? Expression(TokenReader tokens)
    {
        var duty = DutyWithLimits(tokens);
        // The remark points to a quota's lower duty, and does not change this one.
        tokens.Accept(["Quota", "available"]);
        return duty;
    }

    protected override DutyPart? Part(TokenReader tokens, bool isFirst)
    {
        if (tokens.Number() is not { } number)
            return null;
        if (tokens.Accept("%"))
            return AdValorem(number);
        if (!tokens.Accept("€"))
            return tokens.Fail<DutyPart>("% or €");
        if (!tokens.Accept("/"))
            return tokens.Fail<DutyPart>("/");
        return TaricUnits.Displayed.TryRead(tokens, out var unit)
            ? new SpecificDuty(number, "EUR", unit)
            : tokens.Fail<DutyPart>("a unit as the EU displays it, for instance 100 kg");
    }
}
