using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Engine;

/// <summary>
/// The figures of an item in the administration's currency, and what an expression comes to with them. What is missing
/// is noted, and never becomes zero.
/// </summary>
internal struct DutyFigures
{
    private readonly DutyBasis _basis;
    private readonly Consignment _consignment;
    private readonly LineMeasures _line;
    private readonly Portion? _portion;

    // Whether the customs value is that of the declaration, neither converted nor of a part.
    private readonly bool _isDeclared;
    private Exact _converted;
    private List<MissingFigure>? _missing;

    public DutyFigures(DutyBasis basis, Consignment consignment, LineMeasures line)
    {
        _basis = basis;
        _consignment = consignment;
        _line = line;
        _portion = consignment.Portion;
        ContainedShare = consignment.ContainedShare is { } assayed && consignment.Presents(DocumentCodes.Assay)
            ? assayed
            : line.DefaultContainedShare;
        _isDeclared = _portion is null && consignment.Currency == basis.Policy.Currency;
        if (_isDeclared)
            Base = AdValoremBase(consignment.CustomsValue, basis.Policy.Rounding.BaseSteps);
        else
            Convert();
    }

    /// <summary>The rate by which the customs value was converted; null where none was needed or found.</summary>
    public ExchangeRate? ValueRate { get; private set; }

    public readonly bool IsValueKnown => _isDeclared || _converted.IsKnown;

    /// <summary>The customs value, exact.</summary>
    public readonly Exact Value => _isDeclared ? _consignment.CustomsValue : _converted;

    /// <summary>The ad valorem base after the administration's steps; meaningless while the value is not
    /// known.</summary>
    public decimal Base { get; private set; }

    /// <summary>kg of the line's content unit per kg net; null where neither assay nor line give it.</summary>
    public decimal? ContainedShare { get; }

    /// <summary>How floors of several materials share the value; null where there are none.</summary>
    public FloorShares? Shares { get; set; }

    /// <summary>The line in scope.</summary>
    public readonly ClubLine Line => _line.Line;

    public readonly IReadOnlyList<MissingFigure> Missing => _missing ?? (IReadOnlyList<MissingFigure>)[];

    public readonly bool IsComplete => _missing is null;

    /// <summary>What the expression comes to, not rounded; unknown where a figure is missing.</summary>
    public Exact Evaluate(DutyExpression expression) =>
        TryDecimal(expression, out var amount) ? amount : EvaluateAny(expression);

    private Exact EvaluateAny(DutyExpression expression) => expression switch
    {
        Duty duty => Evaluate(duty),
        PriceFloor floor => Exact.Max(Exact.Zero, Evaluate(floor.Price) - ValueFor(floor)),
        FreeDuty => Exact.Zero,
        ShareOfBase or SurchargeOnBase => throw new InvalidOperationException(
            "What rests on the base is taken from it before it is evaluated."),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    /// <summary>The share of the value that the floor is held against; null where that is all of it, or a figure is
    /// missing.</summary>
    public FloorShare? ShareOf(PriceFloor floor) => Shares?.Find(floor, ref this);

    public Exact Evaluate(SpecificDuty duty) =>
        TryDecimal(duty, out var amount) ? amount : Convert(duty.Of(Quantity(duty.Unit)), duty.Currency);

    public Exact Evaluate(ComponentDuty duty) =>
        ComponentBase(duty.Component) is { } value ? (Exact)value * duty.Factor : Exact.Unknown;

    /// <summary>The ad valorem base of a component; null where its value is not declared.</summary>
    public decimal? ComponentBase(string component)
    {
        foreach (var declared in _consignment.ComponentValues)
        {
            if (declared.Component != component)
                continue;
            var value = Convert(Part(declared.Amount), _consignment.Currency);
            return value.IsKnown ? AdValoremBase(value, _basis.Policy.Rounding.BaseSteps) : null;
        }

        Miss(MissingKind.ComponentValue, component);
        return null;
    }

    /// <summary>Whether the item meets a threshold; null where a figure is missing.</summary>
    public bool? Meets(Threshold threshold, ConditionCode code)
    {
        var measured = threshold.Currency.Length > 0 ? Value : Quantity(threshold.Unit!.Value);
        var limit = threshold switch
        {
            { Price: { } price } => Evaluate(price),
            { Currency.Length: > 0 } => Convert(threshold.Amount, threshold.Currency),
            { Unit: { } unit, Per: { } per } =>
                Quantity(per) * threshold.Amount * unit.Measurement.Size / per.Measurement.Size,
            _ => (Exact)threshold.Amount * threshold.Unit!.Value.Measurement.Size,
        };
        return measured.IsKnown && limit.IsKnown ? code.Holds(measured, limit) : null;
    }

    /// <summary>Notes what is missing, once.</summary>
    public void Miss(MissingKind kind, string what)
    {
        var missing = new MissingFigure(kind, what);
        if (_missing?.Contains(missing) != true)
            (_missing ??= []).Add(missing);
    }

    /// <summary>The quantity in the unit in which its kind is counted; unknown where nothing tells it.</summary>
    public Exact Quantity(DutyUnit unit) => TryQuantity(unit, out var quantity) ? quantity
        : unit.IsNetMass ? Part(_consignment.NetMassKg) : Measured(unit);

    /// <summary>The reference price of a material at the line's stage on the day; null where there is none that can
    /// be told for the content unit.</summary>
    /// <param name="material">Code of the material.</param>
    /// <param name="content">Unit in which it is counted in the item.</param>
    /// <param name="factor">Kg of what the price is of, per kg of the content unit.</param>
    public ReferencePrice? Price(string material, string content, out Exact factor)
    {
        var key = new PricedMaterial(material, Line.Stage);
        factor = Exact.Unknown;
        if (_basis.Prices.Find(key, _consignment.AcceptanceDay) is { } price)
            factor = ContentFactor(content, price.ContentUnit, _basis.Tariff.Tariff.Find(material));
        else
            price = null;
        if (factor.IsKnown)
            return price;
        Miss(MissingKind.ReferencePrice,
            FormattableString.Invariant($"{key} on {_consignment.AcceptanceDay:yyyy-MM-dd}"));
        return null;
    }

    /// <summary>The amount in the administration's currency; unknown where there is no rate.</summary>
    public Exact Convert(in Exact amount, string currency)
    {
        if (currency == _basis.Policy.Currency)
            return amount;
        var rate = currency == _consignment.Currency ? ValueRate : Rate(currency);
        if (rate is not null)
            return rate.Convert(amount, currency);
        Miss(MissingKind.ExchangeRate, FormattableString.Invariant(
            $"{currency} into {_basis.Policy.Currency} in {_basis.Policy.ExchangeRateSeries} on ")
            + FormattableString.Invariant($"{_consignment.AcceptanceDay:yyyy-MM-dd}"));
        return Exact.Unknown;
    }

    private Exact Measured(DutyUnit unit)
    {
        var line = _line.ContentUnit;
        var factor = unit.Measurement.Kind == QuantityKind.Mass
            ? ContentFactor(line, unit.Of, _line.Material) : Exact.Unknown;
        if (!factor.IsKnown)
            return Declared(unit);
        if (ContainedShare is { } share)
            return Part(_consignment.NetMassKg) * share * factor;
        Miss(MissingKind.ContainedShare,
            $"kg {line} per kg net: {_line.Line.GoodsCode} has no default share, and no assay gives one");
        return Exact.Unknown;
    }

    private Exact Declared(DutyUnit unit)
    {
        foreach (var declared in _consignment.Quantities)
        {
            if (!declared.Unit.MeasuresAs(unit))
                continue;
            if (!unit.IsContent || _consignment.Presents(DocumentCodes.Assay))
                return Part(declared.Amount) * declared.Unit.Measurement.Size;
            Miss(MissingKind.Quantity,
                $"{unit.Counted} that an assay proves: document {DocumentCodes.Assay} is not presented");
            return Exact.Unknown;
        }

        if (unit.IsGrossMass && _consignment.GrossMassKg is { } gross)
            return Part(gross);
        if (!unit.IsContent)
            Miss(MissingKind.Quantity, $"{unit.Counted}: none is declared");
        else if (_line.ContentUnit.Length == 0)
            Miss(MissingKind.ContentUnit, $"{unit.Counted}: {_line.Line.GoodsCode} counts no contained material");
        else
            Miss(MissingKind.ContentUnit, $"{unit.Counted}: {_line.Line.GoodsCode} counts kg {_line.ContentUnit}");
        return Exact.Unknown;
    }

    // Nearly always nothing is converted and all fits a decimal, which is several times as fast to count with.
    private readonly bool TryDecimal(DutyExpression expression, out decimal amount)
    {
        amount = 0;
        return expression switch
        {
            Duty duty => TryDecimal(duty, out amount),
            PriceFloor floor => TryDecimal(floor, out amount),
            _ => false,
        };
    }

    private readonly bool TryDecimal(PriceFloor floor, out decimal amount)
    {
        amount = 0;
        if (!_isDeclared || Shares is not null || !TryDecimal(floor.Price, out var threshold)
            || !ExactDecimal.TryAdd(threshold, -_consignment.CustomsValue, out var lacking))
        {
            return false;
        }

        amount = decimal.IsNegative(lacking) ? 0 : lacking;
        return true;
    }

    private readonly bool TryDecimal(Duty duty, out decimal amount)
    {
        var (least, most) = (0m, decimal.MaxValue);
        if (!TryDecimal(duty.Sum, out amount)
            || (duty.AtLeast is { } atLeast && !TryDecimal(atLeast, out least))
            || (duty.AtMost is { } atMost && !TryDecimal(atMost, out most)))
        {
            return false;
        }

        if (duty.AtLeast is not null)
            amount = Math.Max(amount, least);
        if (duty.AtMost is not null)
            amount = Math.Min(amount, most);
        return true;
    }

    private readonly bool TryDecimal(DutySum sum, out decimal amount)
    {
        amount = 0;
        if (!IsValueKnown || !sum.Components.IsEmpty
            || (sum.Percent is not null && !ExactDecimal.TryMultiply(Base, sum.Factor, out amount)))
        {
            return false;
        }

        // Most sums are of one part.
        if (sum.Percent is null && sum.Specifics.Length == 1)
            return TryDecimal(sum.Specifics[0], out amount);
        foreach (var specific in sum.Specifics)
        {
            if (!TryDecimal(specific, out var more) || !ExactDecimal.TryAdd(amount, more, out amount))
                return false;
        }

        return true;
    }

    private readonly bool TryDecimal(SpecificDuty duty, out decimal amount)
    {
        amount = 0;
        return duty.Currency == _basis.Policy.Currency
            && TryQuantity(duty.Unit, out var quantity)
            && !duty.IsDivided
            && ExactDecimal.TryMultiply(quantity, duty.PerCountedUnit, out amount);
    }

    private readonly bool TryQuantity(in DutyUnit unit, out decimal quantity)
    {
        quantity = _consignment.NetMassKg;
        return _portion is null && unit.Measurement.Kind == QuantityKind.Mass && (unit.Of.Length == 0
            || (unit.Of == _line.ContentUnit && ContainedShare is { } share
                && ExactDecimal.TryMultiply(quantity, share, out quantity)));
    }

    // What the floor is held against.
    private Exact ValueFor(PriceFloor floor) =>
        Shares?.Includes(floor) != true ? Value : Shares.Find(floor, ref this)?.Of(Value) ?? Exact.Unknown;

    // Every part is looked at, so that all that is missing is said at once.
    private Exact Evaluate(Duty duty)
    {
        var amount = Evaluate(duty.Sum);
        if (duty.AtLeast is { } least)
            amount = Exact.Max(amount, Evaluate(least));
        if (duty.AtMost is { } most)
            amount = Exact.Min(amount, Evaluate(most));
        return amount;
    }

    private Exact Evaluate(DutySum sum)
    {
        var amount = sum.Percent is null ? Exact.Zero : IsValueKnown ? (Exact)Base * sum.Factor : Exact.Unknown;
        foreach (var component in sum.Components)
            amount += Evaluate(component);
        foreach (var specific in sum.Specifics)
            amount += Evaluate(specific);
        return amount;
    }

    // Apart, since room for fractions costs whoever needs none.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Convert()
    {
        ValueRate = Rate(_consignment.Currency);
        _converted = Convert(Part(_consignment.CustomsValue), _consignment.Currency);
        if (_converted.IsKnown)
            Base = AdValoremBase(_converted, _basis.Policy.Rounding.BaseSteps);
    }

    private readonly Exact Part(decimal amount) => _portion is null ? amount : _portion.Of(amount);

    private readonly ExchangeRate? Rate(string currency)
    {
        var policy = _basis.Policy;
        return currency == policy.Currency
            ? null
            : _basis.Rates.Find(policy.ExchangeRateSeries, _consignment.AcceptanceDay, currency, policy.Currency);
    }

    private static decimal AdValoremBase(decimal value, ImmutableArray<RoundingStep> steps)
    {
        foreach (var step in steps)
            value = step.Round(value);
        return value;
    }

    // What is rounded by the first step is not changed by it again.
    private static decimal AdValoremBase(Exact value, ImmutableArray<RoundingStep> steps) =>
        AdValoremBase(steps.IsEmpty ? value.ToDecimal() : value.Round(steps[0]), steps);

    // Kg of the content per kg of the unit; unknown where the two are not of one material.
    private static Exact ContentFactor(string unit, string content, Material? material)
    {
        if (unit.Length == 0)
            return Exact.Unknown;
        if (unit == content)
            return 1;
        if (material is not { KgOxidePerKgMetal: { } factor })
            return Exact.Unknown;
        if (unit == material.Code && content == material.Oxide)
            return factor;
        return unit == material.Oxide && content == material.Code ? (Exact)1 / factor : Exact.Unknown;
    }
}
