namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>A duty expression in the club's notation, for instance "12.5 %" or "FLOOR 325 USD / kg Dy2O3".</summary>
public abstract record DutyExpression
{
    /// <summary>Longest expression that is read, in characters.</summary>
    public const int LengthMax = 500;

    private protected DutyExpression()
    {
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ExpressionException">It is not one.</exception>
    public static DutyExpression Parse(string text) =>
        TryParse(text, out var expression, out var error) ? expression : throw new ExpressionException(error);

    /// <summary>Reads an expression, or says where and why not.</summary>
    public static bool TryParse(
        string text,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DutyExpression? expression,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out ExpressionError? error) =>
        throw new NotImplementedException();

    /// <summary>The canonical form; reading it gives an equal expression.</summary>
    public sealed override string ToString() => throw new NotImplementedException();
}

/// <summary>Where an expression breaks off.</summary>
/// <param name="Column">Column of the fault, counted from 1.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What could stand there.</param>
public sealed record ExpressionError(int Column, string Found, string Expected)
{
    /// <summary>One sentence.</summary>
    public override string ToString() => $"column {Column}: found {Found}, expected {Expected}";
}

/// <summary>A text is no duty expression.</summary>
public sealed class ExpressionException(ExpressionError error) : FormatException(error.ToString())
{
    /// <summary>Where it breaks off.</summary>
    public ExpressionError Error { get; } = error;
}
