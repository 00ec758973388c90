namespace CrmClub.Tariffs.Engine.Expressions;

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
