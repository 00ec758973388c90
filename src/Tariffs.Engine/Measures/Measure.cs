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
    IReadOnlyList<string> Footnotes)
{
    /// <summary>Choice or certified company that the declaration must name; empty where none.</summary>
    public string AdditionalCode { get; init; } = "";

    /// <summary>The quota to whose allocations it applies, six digits; empty where it is none.</summary>
    public string OrderNumber { get; init; } = "";

    /// <summary>Parties or administrations whose imports it binds; none of them named: all.</summary>
    public IReadOnlyList<string> Destinations { get; init; } = [];

    /// <summary>What decides whether it applies, and with which duty; in the tariff's order.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];
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
