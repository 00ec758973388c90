using System.Diagnostics.CodeAnalysis;

namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>How duties are written.</summary>
public enum DutyNotation
{
    /// <summary>The club's: "8 % MIN 2 EUR / 100 kg".</summary>
    Club,

    /// <summary>TARIC's: "8.000 % MIN 2.000 EUR DTN".</summary>
    Taric,

    /// <summary>As the EU's tariff is displayed: "8.0% MIN 2.000 € / 100 kg".</summary>
    Eu,

    /// <summary>The general and column 2 rates of the Harmonized Tariff Schedule of the United States:
    /// "1.5¢/kg + 8%".</summary>
    Us,
}

/// <summary>Reads duties in public notations.</summary>
public static class DutyNotations
{
    // In the order of the notations: of those that read a text, the first counts.
    private static readonly Grammar[] Grammars =
        [new ClubGrammar(), new TaricGrammar(), new EuGrammar(), new UsGrammar()];

    /// <summary>Reads a text in one notation, or says where and why not.</summary>
    public static bool TryRead(
        string text,
        DutyNotation notation,
        [NotNullWhen(true)] out DutyExpression? expression,
        [NotNullWhen(false)] out ExpressionError? error) =>
        Grammars[(int)notation].TryRead(text, out expression, out error);

    /// <summary>
    /// Reads a text in whichever notation it is; the fault is that of the notation that came farthest.
    /// </summary>
    public static bool TryRead(
        string text,
        [NotNullWhen(true)] out DutyExpression? expression,
        out DutyNotation notation,
        [NotNullWhen(false)] out ExpressionError? error)
    {
        notation = DutyNotation.Club;
        if (TryRead(text, notation, out expression, out error))
            return true;
        foreach (var one in new[] { DutyNotation.Taric, DutyNotation.Eu, DutyNotation.Us })
        {
            if (TryRead(text, one, out expression, out var fault))
            {
                (notation, error) = (one, null);
                return true;
            }

            if (fault.Column > error.Column)
                (notation, error) = (one, fault);
        }

        return false;
    }
}
