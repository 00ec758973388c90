namespace CrmClub.Tariffs.Engine;

/// <summary>Measure types; <see cref="MeasureTypes"/> says what holds for each.</summary>
public enum MeasureType
{
    /// <summary>Not given.</summary>
    None,

    /// <summary>The club's third-country duty.</summary>
    Base,

    /// <summary>Nothing on proven club origin.</summary>
    ClubPreference,

    /// <summary>A share of the base by certificate level.</summary>
    CertifiedSupplier,

    /// <summary>Price-floor levy.</summary>
    PriceFloor,

    /// <summary>A share of the base, falling by dated steps, while the origin accedes.</summary>
    PhaseIn,

    /// <summary>The duty within a quota.</summary>
    TariffQuota,

    /// <summary>A duty lowered for a time.</summary>
    DutySuspension,

    /// <summary>Safeguard duty.</summary>
    Safeguard,

    /// <summary>Anti-dumping duty.</summary>
    AntiDumping,

    /// <summary>Countervailing duty.</summary>
    Countervailing,

    /// <summary>The goods may not be imported.</summary>
    Prohibition,

    /// <summary>The goods may be imported where conditions are met.</summary>
    Restriction,

    /// <summary>A document or report is asked for, no money.</summary>
    Monitoring,
}

/// <summary>How measures of a type stand beside others.</summary>
public enum Combination
{
    /// <summary>Of all of these exactly one applies.</summary>
    Alternative,

    /// <summary>Comes on top of it, on its own base.</summary>
    Additive,

    /// <summary>Bears no duty: may stop the item, or ask for a document.</summary>
    Control,
}

/// <summary>What holds for a type of measure.</summary>
/// <param name="Type">The type.</param>
/// <param name="Name">In sentences, for instance "price-floor levy".</param>
/// <param name="Combination">How it stands beside others.</param>
/// <param name="Series">TARIC's series of measure types.</param>
/// <param name="Twins">TARIC's measure types that are like it.</param>
/// <param name="TaxType">Under which its amounts are collected in the Union; empty where there are none.</param>
public sealed record MeasureTypeRule(
    MeasureType Type, string Name, Combination Combination, string Series, string Twins, string TaxType)
{
    /// <summary>Whether goods are stopped where no condition of it is met.</summary>
    public bool Stops { get; init; }
}

/// <summary>The types of measures as data.</summary>
public static class MeasureTypes
{
    private const string AdditionalDuty = "A20";

    private static readonly MeasureTypeRule[] Table =
    [
        new(MeasureType.None, "no measure", Combination.Alternative, "", "", ""),
        new(MeasureType.Base, "base duty", Combination.Alternative, "J", "695", AdditionalDuty),
        new(MeasureType.ClubPreference, "club preference", Combination.Alternative, "C", "142", AdditionalDuty),
        new(MeasureType.CertifiedSupplier, "certified-supplier preference", Combination.Alternative, "C", "142",
            AdditionalDuty),
        new(MeasureType.PriceFloor, "price-floor levy", Combination.Additive, "M", "488 to 490", AdditionalDuty),
        new(MeasureType.PhaseIn, "accession phase-in", Combination.Alternative, "C", "142", AdditionalDuty),
        new(MeasureType.TariffQuota, "tariff quota", Combination.Alternative, "C", "122, 143", AdditionalDuty),
        new(MeasureType.DutySuspension, "duty suspension", Combination.Alternative, "C", "112", AdditionalDuty),
        new(MeasureType.Safeguard, "safeguard duty", Combination.Additive, "J", "696", AdditionalDuty),
        new(MeasureType.AntiDumping, "anti-dumping duty", Combination.Additive, "D", "551, 552", "A30"),
        new(MeasureType.Countervailing, "countervailing duty", Combination.Additive, "D", "553, 554", "A40"),
        new(MeasureType.Prohibition, "prohibition", Combination.Control, "A", "277", "") { Stops = true },
        new(MeasureType.Restriction, "restriction", Combination.Control, "B", "475", "") { Stops = true },
        new(MeasureType.Monitoring, "monitoring", Combination.Control, "N", "440", ""),
    ];

    /// <summary>Every type.</summary>
    public static IReadOnlyList<MeasureTypeRule> All { get; } = Table[1..];

    /// <summary>What holds for the type.</summary>
    public static MeasureTypeRule Rule(this MeasureType type) => Table[(int)type];

    /// <summary>Whether it comes on top of the alternative that applies.</summary>
    public static bool IsAdditive(this MeasureType type) => Table[(int)type].Combination == Combination.Additive;

    /// <summary>The type's name in sentences, for instance "price-floor levy".</summary>
    public static string Name(this MeasureType type) => Table[(int)type].Name;
}
