using System.Diagnostics.CodeAnalysis;

namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>A duty expression in the club's notation, for instance "12.5 %" or "FLOOR 325 USD / kg Dy2O3".</summary>
public abstract record DutyExpression
{
    /// <summary>Longest expression that is read, in characters.</summary>
    public const int LengthMax = 500;

    private protected DutyExpression()
    {
    }

    /// <summary>Reads an expression in the club's notation.</summary>
    /// <exception cref="ExpressionException">It is not one.</exception>
    public static DutyExpression Parse(string text) =>
        TryParse(text, out var expression, out var error) ? expression : throw new ExpressionException(error);

    /// <summary>Reads an expression in the club's notation, or says where and why not.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out DutyExpression? expression,
        [NotNullWhen(false)] out ExpressionError? error) =>
        DutyNotations.TryRead(text, DutyNotation.Club, out expression, out error);

    /// <summary>The canonical form; reading it gives an equal expression.</summary>
    public sealed override string ToString() => ExpressionPrinter.Print(this);
}

/// <summary>Nothing is due.</summary>
public sealed record FreeDuty : DutyExpression;

/// <summary>
/// A share of the base duty, "SHARE OF BASE": which share, the day of acceptance says. <see cref="Of"/> gives the duty.
/// </summary>
public sealed record ShareOfBase : DutyExpression
{
    /// <summary>The share of a duty: 75 % of "20 % + 4 EUR / kg" is "15 % + 3 EUR / kg".</summary>
    /// <param name="expression">The base duty.</param>
    /// <param name="percent">The share, 0 to 100, of at most four decimals, so that the product is exact.</param>
    public static DutyExpression Of(DutyExpression expression, decimal percent) => expression is Duty duty
        ? new Duty(duty.Sum.Share(percent), duty.AtLeast?.Share(percent), duty.AtMost?.Share(percent))
        : expression;
}

/// <summary>
/// The base duty and what comes on top of it, "BASE + 25 %"; "BASE" where nothing does. <see cref="Of"/> gives the
/// duty.
/// </summary>
/// <param name="Surcharge">What comes on top; null where nothing does.</param>
public sealed record SurchargeOnBase(DutySum? Surcharge) : DutyExpression
{
    /// <summary>The base with the surcharge on each side, for max(a, b) + c is max(a + c, b + c).</summary>
    /// <param name="expression">The base duty.</param>
    public DutyExpression Of(DutyExpression expression) => (expression, Surcharge) switch
    {
        (_, null) => expression,
        (FreeDuty, { } surcharge) => new Duty(surcharge, null, null),
        (Duty duty, { } surcharge) => new Duty(
            duty.Sum.Plus(surcharge), duty.AtLeast?.Plus(surcharge), duty.AtMost?.Plus(surcharge)),
        _ => throw new InvalidOperationException($"'{expression}' is no base for a surcharge."),
    };
}

/// <summary>A price floor: what is missing up to it is due, max(0, floor × quantity − customs value).</summary>
/// <param name="Price">Floor price of one unit.</param>
public sealed record PriceFloor(SpecificDuty Price) : DutyExpression;

/// <summary>A duty: a sum, at least another, at most a third. "A + b MAX C + d" is (A + b) at most (C + d).</summary>
/// <param name="Sum">What is due.</param>
/// <param name="AtLeast">Right side of MIN; null where none.</param>
/// <param name="AtMost">Right side of MAX; null where none.</param>
public sealed record Duty(DutySum Sum, DutySum? AtLeast, DutySum? AtMost) : DutyExpression;
