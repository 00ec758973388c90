using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Engine;

/// <summary>
/// The figures of an item in the administration's currency, and what an expression comes to with them. What is missing
/// is noted, and never becomes zero.
/// </summary>
internal ref struct DutyFigures
{
    private readonly DutyBasis _basis;
    private readonly Consignment _consignment;
    private readonly LineMeasures _line;
    private readonly Portion? _portion;
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
        ValueRate = Rate(consignment.Currency);
        if (Convert(Part(consignment.CustomsValue), consignment.Currency) is not { } value)
            return;
        IsValueKnown = true;
        Value = value;
        Base = AdValoremBase(value, basis.Policy.Rounding);
    }

    /// <summary>The rate by which the customs value was converted; null where none was needed or found.</summary>
    public ExchangeRate? ValueRate { get; }

    public bool IsValueKnown { get; }

    /// <summary>The customs value, exact; meaningless while it is not known.</summary>
    public Exact Value { get; } = Exact.Zero;

    /// <summary>The ad valorem base after the administration's steps; meaningless while the value is not
    /// known.</summary>
    public decimal Base { get; }

    /// <summary>kg of the line's content unit per kg net; null where neither assay nor line give it.</summary>
    public decimal? ContainedShare { get; }

    /// <summary>How floors of several materials share the value; null where there are none.</summary>
    public FloorShares? Shares { get; set; }

    /// <summary>The line in scope.</summary>
    public readonly ClubLine Line => _line.Line;

    public readonly IReadOnlyList<MissingFigure> Missing => _missing ?? (IReadOnlyList<MissingFigure>)[];

    public readonly bool IsComplete => _missing is null;

    /// <summary>What the expression comes to, not rounded; null where a figure is missing.</summary>
    public Exact? Evaluate(DutyExpression expression) => expression switch
    {
        FreeDuty => Exact.Zero,
        PriceFloor floor when Shares is null =>
            Evaluate(floor.Price) is { } threshold ? Exact.Max(Exact.Zero, threshold - Value) : null,
        PriceFloor floor => Evaluate(floor, Shares),
        Duty duty => Evaluate(duty),
        ShareOfBase or SurchargeOnBase => throw new InvalidOperationException(
            "What rests on the base is taken from it before it is evaluated."),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    /// <summary>The share of the value that the floor is held against; null where that is all of it, or a figure is
    /// missing.</summary>
    public FloorShare? ShareOf(PriceFloor floor) => Shares?.Find(floor, ref this);

    public Exact? Evaluate(SpecificDuty duty) => duty.IsOnNetMass
        ? Convert(Part(_consignment.NetMassKg) * duty.PerCountedUnit, duty.Currency)
        : Measured(duty.Unit) is { } quantity
            ? Convert(duty.Of(quantity), duty.Currency)
            : null;

    public Exact? Evaluate(ComponentDuty duty) =>
        ComponentBase(duty.Component) is { } value ? (Exact)value * duty.Factor : null;

    /// <summary>The ad valorem base of a component; null where its value is not declared.</summary>
    public decimal? ComponentBase(string component)
    {
        foreach (var declared in _consignment.ComponentValues)
        {
            if (declared.Component != component)
                continue;
            return Convert(Part(declared.Amount), _consignment.Currency) is { } value
                ? AdValoremBase(value, _basis.Policy.Rounding)
                : null;
        }

        Miss(MissingKind.ComponentValue, component);
        return null;
    }

    /// <summary>Whether the item meets a threshold; null where a figure is missing.</summary>
    public bool? Meets(Threshold threshold, ConditionCode code)
    {
        var measured = threshold.Currency.Length > 0
            ? (IsValueKnown ? Value : null)
            : Quantity(threshold.Unit!.Value);
        var limit = threshold switch
        {
            { Price: { } price } => Evaluate(price),
            { Currency.Length: > 0 } => Convert(threshold.Amount, threshold.Currency),
            { Unit: { } unit, Per: { } per } => Quantity(per) is { } counted
                ? counted * threshold.Amount * unit.Measurement.Size / per.Measurement.Size : null,
            _ => (Exact)threshold.Amount * threshold.Unit!.Value.Measurement.Size,
        };
        return measured is { } one && limit is { } other ? code.Holds(one, other) : null;
    }

    /// <summary>Notes what is missing, once.</summary>
    public void Miss(MissingKind kind, string what)
    {
        var missing = new MissingFigure(kind, what);
        if (_missing?.Contains(missing) != true)
            (_missing ??= []).Add(missing);
    }

    /// <summary>The quantity in the unit in which its kind is counted; null where it can't be known.</summary>
    public Exact? Quantity(DutyUnit unit) => unit.IsNetMass ? Part(_consignment.NetMassKg) : Measured(unit);

    /// <summary>The reference price of a material at the line's stage on the day; null where there is none that can
    /// be told for the content unit.</summary>
    /// <param name="material">Code of the material.</param>
    /// <param name="content">Unit in which it is counted in the item.</param>
    /// <param name="factor">Kg of what the price is of, per kg of the content unit.</param>
    public ReferencePrice? Price(string material, string content, out Exact factor)
    {
        var key = new PricedMaterial(material, Line.Stage);
        if (_basis.Prices.Find(key, _consignment.AcceptanceDay) is { } price
            && ContentFactor(content, price.ContentUnit, _basis.Tariff.Tariff.Find(material)) is { } known)
        {
            factor = known;
            return price;
        }

        factor = Exact.Zero;
        Miss(MissingKind.ReferencePrice,
            FormattableString.Invariant($"{key} on {_consignment.AcceptanceDay:yyyy-MM-dd}"));
        return null;
    }

    /// <summary>The amount in the administration's currency; null where there is no rate.</summary>
    public Exact? Convert(Exact amount, string currency)
    {
        if (currency == _basis.Policy.Currency)
            return amount;
        var rate = currency == _consignment.Currency ? ValueRate : Rate(currency);
        if (rate is not null)
            return rate.Convert(amount, currency);
        Miss(MissingKind.ExchangeRate, FormattableString.Invariant(
            $"{currency} into {_basis.Policy.Currency} in {_basis.Policy.ExchangeRateSeries} on ")
            + FormattableString.Invariant($"{_consignment.AcceptanceDay:yyyy-MM-dd}"));
        return null;
    }

    private Exact? Measured(DutyUnit unit)
    {
        var line = _line.ContentUnit;
        if (unit.Measurement.Kind == QuantityKind.Mass && ContentFactor(line, unit.Of, _line.Material) is { } factor)
        {
            if (ContainedShare is { } share)
                return Part(_consignment.NetMassKg) * share * factor;
            Miss(MissingKind.ContainedShare,
                $"kg {line} per kg net: {_line.Line.GoodsCode} has no default share, and no assay gives one");
            return null;
        }

        return Declared(unit);
    }

    private Exact? Declared(DutyUnit unit)
    {
        foreach (var declared in _consignment.Quantities)
        {
            if (!declared.Unit.MeasuresAs(unit))
                continue;
            if (!unit.IsContent || _consignment.Presents(DocumentCodes.Assay))
                return Part(declared.Amount) * declared.Unit.Measurement.Size;
            Miss(MissingKind.Quantity,
                $"{unit.Counted} that an assay proves: document {DocumentCodes.Assay} is not presented");
            return null;
        }

        if (unit.IsGrossMass && _consignment.GrossMassKg is { } gross)
            return Part(gross);
        if (!unit.IsContent)
            Miss(MissingKind.Quantity, $"{unit.Counted}: none is declared");
        else if (_line.ContentUnit.Length == 0)
            Miss(MissingKind.ContentUnit, $"{unit.Counted}: {_line.Line.GoodsCode} counts no contained material");
        else
            Miss(MissingKind.ContentUnit, $"{unit.Counted}: {_line.Line.GoodsCode} counts kg {_line.ContentUnit}");
        return null;
    }

    private Exact? Evaluate(PriceFloor floor, FloorShares shares)
    {
        var threshold = Evaluate(floor.Price);
        var value = shares.Includes(floor) ? shares.Find(floor, ref this)?.Of(Value) : Value;
        return threshold is { } one && value is { } other ? Exact.Max(Exact.Zero, one - other) : null;
    }

    // Every part is looked at, so that all that is missing is said at once.
    private Exact? Evaluate(Duty duty)
    {
        var amount = Evaluate(duty.Sum);
        if (duty.AtLeast is { } least)
        {
            var limit = Evaluate(least);
            amount = amount is { } one && limit is { } other ? Exact.Max(one, other) : null;
        }

        if (duty.AtMost is { } most)
        {
            var limit = Evaluate(most);
            amount = amount is { } one && limit is { } other ? Exact.Min(one, other) : null;
        }

        return amount;
    }

    private Exact? Evaluate(DutySum sum)
    {
        Exact? amount = sum.Percent is null ? null : (Exact)Base * sum.Factor;
        var isComplete = true;
        if (sum.HasComponents)
        {
            var components = Evaluate(sum.Components);
            isComplete = components is not null;
            amount = amount is { } percent && components is { } more ? percent + more : components;
        }

        for (var index = 0; index < sum.Specifics.Count; index++)
        {
            if (Evaluate(sum.Specifics[index]) is not { } specific)
                isComplete = false;
            else
                amount = amount is { } before ? before + specific : specific;
        }

        return isComplete ? amount : null;
    }

    private Exact? Evaluate(IReadOnlyList<ComponentDuty> components)
    {
        Exact? amount = Exact.Zero;
        foreach (var component in components)
        {
            var one = Evaluate(component);
            amount = amount is { } before && one is { } more ? before + more : null;
        }

        return amount;
    }

    private readonly Exact Part(decimal amount) => _portion is null ? amount : _portion.Of(amount);

    private readonly ExchangeRate? Rate(string currency)
    {
        var policy = _basis.Policy;
        return currency == policy.Currency
            ? null
            : _basis.Rates.Find(policy.ExchangeRateSeries, _consignment.AcceptanceDay, currency, policy.Currency);
    }

    private static decimal AdValoremBase(Exact value, RoundingPolicy rounding)
    {
        var steps = rounding.BaseSteps;
        for (var index = 0; index < steps.Count; index++)
            value = value.Round(steps[index]);
        return value.ToDecimal();
    }

    private static Exact? ContentFactor(string unit, string content, Material? material)
    {
        if (unit.Length == 0)
            return null;
        if (unit == content)
            return 1;
        if (material is not { KgOxidePerKgMetal: { } factor })
            return null;
        if (unit == material.Code && content == material.Oxide)
            return factor;
        return unit == material.Oxide && content == material.Code ? (Exact)1 / factor : null;
    }
}
