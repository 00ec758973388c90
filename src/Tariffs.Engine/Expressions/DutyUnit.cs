using System.Collections.Frozen;

namespace CrmClub.Tariffs.Engine.Expressions;

/// <summary>A unit, and what of the goods it measures.</summary>
/// <param name="Measurement">Unit of measurement.</param>
/// <param name="Of">Contained material, for instance "Dy2O3", or one of <see cref="Qualifiers"/>; empty for the goods
/// themselves, whose mass is the net mass.</param>
public readonly record struct DutyUnit(MeasurementUnit Measurement, string Of)
{
    /// <summary>Longest name of a contained material, in characters.</summary>
    public const int ContentLengthMax = 12;

    /// <summary>The gross mass.</summary>
    public const string Gross = "gross";

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        [Gross] = "gross mass",
        ["drained"] = "drained net weight",
        ["dry"] = "dry matter, net",
        ["dry-90"] = "substance that is 90 % dry",
        ["lactic"] = "lactic matter",
        ["dry-lactic"] = "dry lactic matter",
        ["standard-quality"] = "of the standard quality",
        ["raw-sugar"] = "as raw sugar",
        ["total-sugars"] = "total sugars",
        ["sucrose-percent"] = "times percent by weight of sucrose",
        ["polarised"] = "corrected according to polarisation",
        ["alcohol"] = "pure alcohol",
        ["total-alcohol"] = "total alcohol",
        ["proof"] = "at proof",
        ["proof-alcohol"] = "contained ethyl alcohol at proof",
        ["vol"] = "times percent of alcohol by volume",
        ["biodiesel"] = "biodiesel",
        ["fissile"] = "fissile isotopes",
        ["choline-chloride"] = "choline chloride",
        ["methylamines"] = "methylamines",
        ["dihydrostreptomycin"] = "dihydrostreptomycin",
        ["acesulfame-K"] = "acesulfame potassium",
        ["morphine"] = "anhydrous morphine",
        ["clean"] = "clean fibre",
        ["with-container"] = "contents with container",
        ["container-contents"] = "entire contents of the container",
        ["containers"] = "immediate containers",
        ["packs"] = "packs",
        ["pins"] = "pins",
        ["line"] = "times lines of size",
        ["jewels"] = "jewels",
        ["jewels-over-7"] = "jewels beyond seven",
        ["recording-surface"] = "recording surface",
    }.ToFrozenDictionary();

    /// <summary>What can be measured besides contained materials, each with what it means.</summary>
    public static IReadOnlyDictionary<string, string> Qualifiers => Names;

    /// <summary>Whether a contained material is weighed.</summary>
    public bool IsContent => Of.Length > 0 && !Names.ContainsKey(Of);

    /// <summary>Whether the goods' net mass is measured, which every declaration gives.</summary>
    public bool IsNetMass => Of.Length == 0 && Measurement.Kind == QuantityKind.Mass;

    /// <summary>Whether the goods' gross mass is measured.</summary>
    public bool IsGrossMass => Of == Gross && Measurement.Kind == QuantityKind.Mass;

    /// <summary>The same quantity in the unit in which its kind is counted, for instance "kg Dy2O3".</summary>
    public DutyUnit Counted => this with { Measurement = Measurement.Counted };

    /// <summary>Whether both measure the same of the goods.</summary>
    public bool MeasuresAs(DutyUnit other) => Measurement.Kind == other.Measurement.Kind && Of == other.Of;

    /// <summary>Reads a unit as it stands in an expression, for instance "100 kg" or "kg Dy2O3".</summary>
    public static bool TryParse(string text, out DutyUnit unit) => ClubGrammar.TryReadUnit(text, out unit);

    /// <summary>The canonical form.</summary>
    public override string ToString() => ExpressionPrinter.Print(this);
}
