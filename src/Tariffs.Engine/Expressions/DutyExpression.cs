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

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ExpressionException">It is not one.</exception>
    public static DutyExpression Parse(string text) =>
        TryParse(text, out var expression, out var error) ? expression : throw new ExpressionException(error);

    /// <summary>Reads an expression, or says where and why not.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out DutyExpression? expression,
        [NotNullWhen(false)] out ExpressionError? error) =>
        new ExpressionParser(text).TryParse(out expression, out error);

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
    private const decimal Hundredth = 0.01m;

    /// <summary>The share of a duty: 75 % of "20 % + 4 EUR / kg" is "15 % + 3 EUR / kg".</summary>
    /// <param name="expression">The base duty.</param>
    /// <param name="percent">The share, 0 to 100, of at most four decimals, so that the product is exact.</param>
    public static DutyExpression Of(DutyExpression expression, decimal percent) => expression is Duty duty
        ? new Duty(Scale(duty.Sum, percent), Scale(duty.AtLeast, percent), Scale(duty.AtMost, percent))
        : expression;

    [return: NotNullIfNotNull(nameof(sum))]
    private static DutySum? Scale(DutySum? sum, decimal percent) => sum is null ? null : new DutySum(
        sum.Percent * percent * Hundredth,
        [.. sum.Specifics.Select(one => new SpecificDuty(one.Amount * percent * Hundredth, one.Currency, one.Unit))]);
}

/// <summary>A price floor: what is missing up to it is due, max(0, floor × quantity − customs value).</summary>
/// <param name="Price">Floor price of one unit.</param>
public sealed record PriceFloor(SpecificDuty Price) : DutyExpression;

/// <summary>A duty: a sum, at least another, at most a third. "A + b MAX C + d" is (A + b) at most (C + d).</summary>
/// <param name="Sum">What is due.</param>
/// <param name="AtLeast">Right side of MIN; null where none.</param>
/// <param name="AtMost">Right side of MAX; null where none.</param>
public sealed record Duty(DutySum Sum, DutySum? AtLeast, DutySum? AtMost) : DutyExpression;

/// <summary>An ad valorem part and specific parts, at least one of both.</summary>
/// <param name="Percent">Percent of the ad valorem base; null where none.</param>
/// <param name="Specifics">Amounts per unit, each quantity once.</param>
public sealed record DutySum(decimal? Percent, IReadOnlyList<SpecificDuty> Specifics)
{
    // Exact: a number has at most 18 digits, and a share of it four decimals more.
    internal decimal Factor { get; } = (Percent ?? 0) * 0.01m;

    /// <summary>Most parts of one sum.</summary>
    public const int PartsMax = 8;

    /// <inheritdoc/>
    public bool Equals(DutySum? other) =>
        other is not null && Percent == other.Percent && Specifics.SequenceEqual(other.Specifics);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Percent, Specifics.Count);

    /// <summary>The canonical form.</summary>
    public override string ToString() => ExpressionPrinter.Print(this);
}

/// <summary>An amount per unit.</summary>
/// <param name="Amount">Amount.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Unit">Unit.</param>
public sealed record SpecificDuty(decimal Amount, string Currency, DutyUnit Unit)
{
    internal decimal PerKilogram { get; } = Amount * Unit.Mass.PerKilogram();

    /// <summary>The canonical form.</summary>
    public override string ToString() => ExpressionPrinter.Print(this);
}

/// <summary>A unit of quantity.</summary>
/// <param name="Mass">Unit of mass.</param>
/// <param name="Content">Contained material that is weighed, for instance "Dy2O3"; empty for the net mass.</param>
public readonly record struct DutyUnit(MassUnit Mass, string Content)
{
    /// <summary>The canonical form.</summary>
    public override string ToString() => ExpressionPrinter.Print(this);
}

/// <summary>Units of mass, with TARIC's codes.</summary>
public enum MassUnit
{
    /// <summary>KGM.</summary>
    Kilogram,

    /// <summary>DTN.</summary>
    HundredKilograms,

    /// <summary>TNE.</summary>
    Ton,

    /// <summary>GRM.</summary>
    Gram,
}

/// <summary>What holds for units of mass.</summary>
public static class MassUnits
{
    /// <summary>Units in one kg.</summary>
    public static decimal PerKilogram(this MassUnit unit) => unit switch
    {
        MassUnit.Kilogram => 1m,
        MassUnit.HundredKilograms => 0.01m,
        MassUnit.Ton => 0.001m,
        MassUnit.Gram => 1000m,
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };
}
