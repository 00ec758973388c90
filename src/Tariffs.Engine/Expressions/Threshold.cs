using System.Diagnostics.CodeAnalysis;

namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>
/// What a condition compares with: a price "2408 EUR / t", a value "1000 EUR", a quantity "500 kg W" or a ratio
/// "2 kg / p".
/// </summary>
/// <param name="Amount">The number.</param>
/// <param name="Currency">ISO 4217; empty for quantities and ratios.</param>
/// <param name="Unit">What is counted; null for a value.</param>
/// <param name="Per">By what a quantity is divided; null where it is not.</param>
public sealed record Threshold(decimal Amount, string Currency, DutyUnit? Unit, DutyUnit? Per)
{
    /// <summary>A price per unit, as a duty has one; null where it is none.</summary>
    internal SpecificDuty? Price { get; } =
        Currency.Length > 0 && Unit is { } unit ? new SpecificDuty(Amount, Currency, unit) : null;

    /// <summary>Reads a threshold, or says where and why not.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out Threshold? threshold,
        [NotNullWhen(false)] out ExpressionError? error)
    {
        var tooLong = text.Length > DutyExpression.LengthMax;
        var tokens = new TokenReader(tooLong ? "" : text, Lexicon.Plain);
        threshold = Read(tokens);
        if (threshold is not null && tokens.Current.Kind != TokenKind.End)
            threshold = tokens.Fail<Threshold>("the end");
        error = tooLong
            ? new ExpressionError(DutyExpression.LengthMax + 1, $"{text.Length} characters",
                $"at most {DutyExpression.LengthMax}")
            : tokens.Error;
        return threshold is not null && error is null;
    }

    /// <summary>The canonical form; reading it gives an equal threshold.</summary>
    public override string ToString()
    {
        var text = Currency.Length > 0 ? $"{DecimalText.OfMoney(Amount)} {Currency}" : DecimalText.Of(Amount);
        if (Unit is { } unit)
            text += (Currency.Length > 0 ? " / " : " ") + ExpressionPrinter.Print(unit);
        return Per is { } per ? $"{text} / {ExpressionPrinter.Print(per)}" : text;
    }

    private static Threshold? Read(TokenReader tokens)
    {
        if (tokens.Number() is not { } amount)
            return null;
        if (tokens.Current.Kind == TokenKind.Word && Currencies.Contains(tokens.Current.Text))
        {
            var currency = tokens.Current.Text;
            tokens.Advance();
            if (!tokens.Accept("/"))
                return new Threshold(amount, currency, null, null);
            return ClubGrammar.Unit(tokens) is { } priced ? new Threshold(amount, currency, priced, null) : null;
        }

        if (ClubGrammar.Unit(tokens) is not { } unit)
            return null;
        if (!tokens.Accept("/"))
            return new Threshold(amount, "", unit, null);
        return ClubGrammar.Unit(tokens) is { } per ? new Threshold(amount, "", unit, per) : null;
    }
}
