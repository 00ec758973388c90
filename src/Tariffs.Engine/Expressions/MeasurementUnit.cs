using System.Collections.Frozen;

namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>What a unit measures. Quantities of one kind are counted in the unit of size 1.</summary>
public enum QuantityKind
{
    /// <summary>Counted in kg.</summary>
    Mass,

    /// <summary>Counted in pieces.</summary>
    Pieces,

    /// <summary>Counted in pairs.</summary>
    Pairs,

    /// <summary>Counted in electric cells.</summary>
    Cells,

    /// <summary>Counted in litres.</summary>
    Volume,

    /// <summary>Counted in metres.</summary>
    Length,

    /// <summary>Counted in square metres.</summary>
    Area,

    /// <summary>Alcoholic strength by volume, in percent.</summary>
    Strength,

    /// <summary>Electric energy, in MWh.</summary>
    Electricity,

    /// <summary>Gross calorific value, in TJ.</summary>
    Heat,

    /// <summary>In watts.</summary>
    Power,

    /// <summary>Carrying capacity, in tonnes.</summary>
    CarryingCapacity,

    /// <summary>Gross tonnage.</summary>
    GrossTonnage,

    /// <summary>Barrels as the petroleum trade counts them.</summary>
    Barrels,
}

/// <summary>A unit in which duties are laid down, one of <see cref="All"/>.</summary>
public sealed class MeasurementUnit
{
    private static readonly MeasurementUnit[] Table =
    [
        new("kg", QuantityKind.Mass, 1),
        new("100 kg", QuantityKind.Mass, 100),
        new("t", QuantityKind.Mass, 1000),
        new("10 t", QuantityKind.Mass, 10_000),
        new("g", QuantityKind.Mass, 0.001m),
        new("ct", QuantityKind.Mass, 0.0002m),
        new("p", QuantityKind.Pieces, 1),
        new("12 p", QuantityKind.Pieces, 12),
        new("100 p", QuantityKind.Pieces, 100),
        new("144 p", QuantityKind.Pieces, 144),
        new("1000 p", QuantityKind.Pieces, 1000),
        new("pair", QuantityKind.Pairs, 1),
        new("1000 pair", QuantityKind.Pairs, 1000),
        new("cell", QuantityKind.Cells, 1),
        new("l", QuantityKind.Volume, 1),
        new("hl", QuantityKind.Volume, 100),
        new("1000 l", QuantityKind.Volume, 1000),
        new("m3", QuantityKind.Volume, 1000),
        new("m", QuantityKind.Length, 1),
        new("100 m", QuantityKind.Length, 100),
        new("km", QuantityKind.Length, 1000),
        new("m2", QuantityKind.Area, 1),
        new("vol", QuantityKind.Strength, 1),
        new("MWh", QuantityKind.Electricity, 1),
        new("TJ", QuantityKind.Heat, 1),
        new("W", QuantityKind.Power, 1),
        new("tcc", QuantityKind.CarryingCapacity, 1),
        new("GT", QuantityKind.GrossTonnage, 1),
        new("bbl", QuantityKind.Barrels, 1),
    ];

    private static readonly FrozenDictionary<string, MeasurementUnit> ByName =
        Table.ToFrozenDictionary(one => one.Name);

    private MeasurementUnit? _counted;

    private MeasurementUnit(string name, QuantityKind kind, decimal size)
    {
        const int Decimals = 10;
        (Name, Kind, Size) = (name, kind, size);
        var inverse = decimal.Round(1 / size, Decimals);
        (Inverse, Divisor) = inverse * size == 1 ? (inverse, 1m) : (1m, size);
    }

    /// <summary>The unit in which masses are counted.</summary>
    public static MeasurementUnit Kg => Table[0];

    /// <summary>Every unit.</summary>
    public static IReadOnlyList<MeasurementUnit> All => Table;

    /// <summary>As it is written, for instance "100 kg".</summary>
    public string Name { get; }

    /// <summary>What it measures.</summary>
    public QuantityKind Kind { get; }

    /// <summary>Counted units in it: 100 kg are 100.</summary>
    public decimal Size { get; }

    /// <summary>The unit in which quantities of its kind are counted.</summary>
    public MeasurementUnit Counted => _counted ??= Array.Find(Table, one => one.Kind == Kind && one.Size == 1)!;

    // 1 / Size is Inverse / Divisor, both exact.
    internal decimal Inverse { get; }

    internal decimal Divisor { get; }

    /// <summary>The unit of this name; null where there is none.</summary>
    public static MeasurementUnit? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
