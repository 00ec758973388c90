using System.Collections.Immutable;

namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>Parts that are added, at least one.</summary>
/// <param name="Percent">Percent of the ad valorem base; null where none.</param>
/// <param name="Specifics">Amounts per unit, each quantity once.</param>
public sealed record DutySum(decimal? Percent, ImmutableArray<SpecificDuty> Specifics)
{
    /// <summary>Most parts of one sum.</summary>
    public const int PartsMax = 8;

    internal const decimal Hundredth = 0.01m;

    /// <summary>Percent of the values of components, each once: "6 % OF case".</summary>
    public ImmutableArray<ComponentDuty> Components { get; init; } = [];

    // Exact: a number has at most 18 digits, and a share of it four decimals more.
    internal decimal Factor { get; } = (Percent ?? 0) * Hundredth;

    /// <inheritdoc/>
    public bool Equals(DutySum? other) =>
        other is not null && Percent == other.Percent && Specifics.SequenceEqual(other.Specifics)
        && Components.SequenceEqual(other.Components);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Percent, Specifics.Length, Components.Length);

    /// <summary>The canonical form.</summary>
    public override string ToString() => ExpressionPrinter.Print(this);

    /// <summary>A share of each part, percent.</summary>
    internal DutySum Share(decimal percent) =>
        new(Percent * percent * Hundredth,
            [.. Specifics.Select(one => new SpecificDuty(one.Amount * percent * Hundredth, one.Currency, one.Unit))])
        {
            Components = [.. Components.Select(one => one with { Percent = one.Percent * percent * Hundredth })],
        };

    /// <summary>The parts of both; percentages of one value are added.</summary>
    internal DutySum Plus(DutySum other) =>
        new(Percent is null ? other.Percent : Percent + (other.Percent ?? 0), [.. Specifics, .. other.Specifics])
        {
            Components = [.. Components, .. other.Components],
        };
}

/// <summary>One part of a sum.</summary>
public abstract record DutyPart
{
    private protected DutyPart()
    {
    }

    /// <summary>The canonical form.</summary>
    public sealed override string ToString() => ExpressionPrinter.Print(this);
}

/// <summary>A percentage of the value of a component of the goods, "6 % OF case".</summary>
/// <param name="Percent">Percent.</param>
/// <param name="Component">Name of the component, which the declaration gives the value of.</param>
public sealed record ComponentDuty(decimal Percent, string Component) : DutyPart
{
    /// <summary>Longest name of a component, in characters.</summary>
    public const int NameLengthMax = 40;

    internal decimal Factor => Percent * DutySum.Hundredth;

    internal bool IsOnSame(ComponentDuty other) => Component == other.Component;
}

/// <summary>An amount per unit.</summary>
/// <param name="Amount">Amount.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Unit">Unit.</param>
public sealed record SpecificDuty(decimal Amount, string Currency, DutyUnit Unit) : DutyPart
{
    // A dozenth is no decimal: it is divided by at last.
    internal bool IsDivided { get; } = Unit.Measurement.Divisor != 1;

    /// <summary>Due on one counted unit, but for the divisor; a kg has none.</summary>
    internal decimal PerCountedUnit { get; } = Amount * Unit.Measurement.Inverse;

    // Written once: it stands in the formula of every item that it is taken of.
    internal string Written { get; } = ExpressionPrinter.Print(Amount, Currency, Unit);

    /// <summary>Due on a quantity in the unit in which its kind is counted.</summary>
    internal Exact Of(in Exact quantity) =>
        IsDivided ? quantity * PerCountedUnit / Unit.Measurement.Divisor : quantity * PerCountedUnit;
}
