using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine;

/// <summary>One measure of the tariff. It binds its goods code and everything under it.</summary>
/// <param name="Id">Stable within the tariff, for instance "M-0017".</param>
/// <param name="Type">Measure type.</param>
/// <param name="GoodsCode">2 to 8 digits.</param>
/// <param name="Origin">Country (ISO 3166-1 alpha-2), group id, <see cref="CountryGroup.Club"/>,
/// <see cref="CountryGroup.Acceding"/> or <see cref="CountryGroup.All"/>.</param>
/// <param name="ExcludedOrigins">Countries or groups to which it does not apply. <see cref="CountryGroup.Club"/>
/// excludes goods whose club origin is proven.</param>
/// <param name="Expression">The duty.</param>
/// <param name="RequiredDocument">Document that must be presented, and so asks for the measure; empty where
/// none.</param>
/// <param name="Level">Certificate level that it needs; <see cref="CertificateLevel.None"/> where none.</param>
/// <param name="Valid">Days on which it applies.</param>
/// <param name="ReviewBy">Day by which the members look at it again.</param>
/// <param name="LegalBase">Legal base.</param>
/// <param name="Footnotes">Footnotes.</param>
public sealed record Measure(
    string Id,
    MeasureType Type,
    string GoodsCode,
    string Origin,
    IReadOnlyList<string> ExcludedOrigins,
    DutyExpression Expression,
    string RequiredDocument,
    CertificateLevel Level,
    Validity Valid,
    DateOnly? ReviewBy,
    string LegalBase,
    IReadOnlyList<string> Footnotes);

/// <summary>Measure types. Of the alternative ones exactly one applies; the additive ones come on top.</summary>
public enum MeasureType
{
    /// <summary>Not given.</summary>
    None,

    /// <summary>The club's third-country duty (TARIC's twin: 695). Alternative.</summary>
    Base,

    /// <summary>Nothing on proven club origin (142). Alternative.</summary>
    ClubPreference,

    /// <summary>A share of the base by certificate level (142 with condition). Alternative.</summary>
    CertifiedSupplier,

    /// <summary>Price-floor levy (488 to 490). Additive.</summary>
    PriceFloor,

    /// <summary>A share of the base, falling by dated steps, while the origin accedes (142). Alternative.</summary>
    PhaseIn,
}

/// <summary>What holds for a type of measure.</summary>
public static class MeasureTypes
{
    /// <summary>Whether it comes on top of the alternative that applies.</summary>
    public static bool IsAdditive(this MeasureType type) => type == MeasureType.PriceFloor;

    /// <summary>The type's name in sentences, for instance "price-floor levy".</summary>
    public static string Name(this MeasureType type) => type switch
    {
        MeasureType.Base => "base duty",
        MeasureType.ClubPreference => "club preference",
        MeasureType.CertifiedSupplier => "certified-supplier preference",
        MeasureType.PriceFloor => "price-floor levy",
        MeasureType.PhaseIn => "accession phase-in",
        _ => "no measure",
    };
}

/// <summary>Level of a supplier's certificate, A the best.</summary>
public enum CertificateLevel
{
    /// <summary>None.</summary>
    None,

    /// <summary>Level A.</summary>
    A,

    /// <summary>Level B.</summary>
    B,

    /// <summary>Level C.</summary>
    C,
}
