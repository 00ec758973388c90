using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Engine;

/// <summary>A tariff toward third countries: what is in scope and what applies to it.</summary>
/// <param name="Title">Title of the tariff.</param>
/// <param name="Materials">Critical raw materials that the tariff counts.</param>
/// <param name="Lines">The goods in scope.</param>
/// <param name="Groups">Country groups that measures name; "CLUB" is not among them.</param>
/// <param name="Measures">The measures.</param>
public sealed record Tariff(
    string Title,
    IReadOnlyList<Material> Materials,
    IReadOnlyList<ClubLine> Lines,
    IReadOnlyList<CountryGroup> Groups,
    IReadOnlyList<Measure> Measures)
{
    /// <summary>Which types are not added where another applies.</summary>
    public IReadOnlyList<TypeExclusion> Exclusions { get; init; } = [];

    /// <summary>Tariff quotas that are managed.</summary>
    public IReadOnlyList<Quota> Quotas { get; init; } = [];

    /// <summary>The material with this code, or null.</summary>
    internal Material? Find(string material) => Materials.FirstOrDefault(one => one.Code == material);

    /// <summary>Code of the material of a content unit, which is the material or its oxide; the unit itself where it is
    /// of none.</summary>
    internal string MaterialOf(string content) => content.Length == 0 ? ""
        : Materials.FirstOrDefault(material => material.Oxide == content)?.Code ?? content;

    /// <summary>What a floor is for: the material that it names, or else that of the line; the line's goods where it
    /// counts none.</summary>
    internal string MaterialOf(PriceFloor floor, ClubLine line) =>
        floor.Price.Unit is { IsContent: true, Of: var content } ? MaterialOf(content)
        : line.Material.Length > 0 ? line.Material : line.GoodsCode;
}

/// <summary>Measures of an additive type are not added where one of another type applies.</summary>
/// <param name="Applied">The type that applies, alternative or additive.</param>
/// <param name="Excluded">The additive type that is not added.</param>
public readonly record struct TypeExclusion(MeasureType Applied, MeasureType Excluded);

/// <summary>A critical raw material (Regulation (EU) 2024/1252, annexes I and II).</summary>
/// <param name="Code">For instance "Dy".</param>
/// <param name="NameEn">English name.</param>
/// <param name="NameJa">Japanese name.</param>
/// <param name="Oxide">Name of its oxide in duty units, for instance "Dy2O3"; empty where none.</param>
/// <param name="KgOxidePerKgMetal">kg of oxide that hold one kg of metal; null where none.</param>
public sealed record Material(string Code, string NameEn, string NameJa, string Oxide, decimal? KgOxidePerKgMetal);

/// <summary>Stage of processing.</summary>
public enum Stage
{
    /// <summary>Not given.</summary>
    None,

    /// <summary>Ore.</summary>
    Ore,

    /// <summary>Concentrate.</summary>
    Concentrate,

    /// <summary>Mixed compound.</summary>
    MixedCompound,

    /// <summary>Separated compound.</summary>
    SeparatedCompound,

    /// <summary>Metal.</summary>
    Metal,

    /// <summary>Alloy.</summary>
    Alloy,

    /// <summary>Magnet.</summary>
    Magnet,

    /// <summary>Semi-finished product.</summary>
    SemiFinished,

    /// <summary>Scrap.</summary>
    Scrap,
}

/// <summary>A line in scope: the HS six digits and the club's own two.</summary>
/// <param name="GoodsCode">Eight digits.</param>
/// <param name="DescriptionEn">English description.</param>
/// <param name="DescriptionJa">Japanese description.</param>
/// <param name="Stage">Stage of processing.</param>
/// <param name="Material">Code of the material; empty where the line holds several and none is counted.</param>
/// <param name="ContentUnit">Unit of contained material, for instance "Dy2O3" or "Dy"; empty where none is
/// counted.</param>
/// <param name="DefaultContainedShare">kg of content unit per kg net where no assay says otherwise; null where there
/// is no default.</param>
public sealed record ClubLine(
    string GoodsCode,
    string DescriptionEn,
    string DescriptionJa,
    Stage Stage,
    string Material,
    string ContentUnit,
    decimal? DefaultContainedShare);

/// <summary>A group of countries that a measure names as origin.</summary>
/// <param name="Id">For instance "DOM-DY-SEP".</param>
/// <param name="NameEn">English name.</param>
/// <param name="Members">Countries with the days on which they belong to it.</param>
public sealed record CountryGroup(string Id, string NameEn, IReadOnlyList<CountryGroupMember> Members)
{
    /// <summary>Origin that stands for every country.</summary>
    public const string All = "ALL";

    /// <summary>Group that stands for the members of the club on the day; who they are comes from outside.</summary>
    public const string Club = "CLUB";

    /// <summary>Group that stands for the parties that accede on the day; who they are comes from outside.</summary>
    public const string Acceding = "ACCEDING";
}

/// <summary>A country's belonging to a group.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Valid">Days on which it belongs to the group.</param>
public sealed record CountryGroupMember(string Country, Validity Valid);
