namespace CrmClub.Tariffs.Engine.Origin;

/// <summary>A country that counts as the club while it is a member, the 0 % step of its phase-in reached.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Days">Legal days of export.</param>
public sealed record ClubCountry(string Country, Validity Days);

/// <summary>Something done to a product.</summary>
/// <param name="Name">For instance "separation" or "packing".</param>
/// <param name="Country">Where.</param>
public sealed record Process(string Name, string Country);

/// <summary>What goes into a product.</summary>
/// <param name="GoodsCode">HS code, 2 digits or more.</param>
/// <param name="Value">In the currency of the product's prices.</param>
/// <param name="Country">Where it comes from, ISO 3166-1 alpha-2.</param>
/// <param name="Proof">What proves that it originates there; empty where nothing does.</param>
/// <param name="Made">How it was made, where that is known: judged by its own rule.</param>
public sealed record Input(string GoodsCode, decimal Value, string Country, string Proof, Product? Made)
{
    /// <summary>What of it is in the product; null where unknown.</summary>
    public decimal? NetMassKg { get; init; }
}

/// <summary>A product whose origin is asked for. All values are in one currency.</summary>
/// <param name="GoodsCode">HS code, 6 digits or more.</param>
/// <param name="Rule">What its code must meet.</param>
/// <param name="Country">Where it was finished.</param>
/// <param name="IsObtained">Mined, harvested or collected there as waste, of nothing else.</param>
/// <param name="Inputs">Of what it was made.</param>
/// <param name="Processes">What was done to it.</param>
public sealed record Product(
    string GoodsCode,
    OriginRule Rule,
    string Country,
    bool IsObtained,
    IReadOnlyList<Input> Inputs,
    IReadOnlyList<Process> Processes)
{
    /// <summary>Share of the ex-works price that inputs without a change of code may have, in percent.</summary>
    public const decimal TolerancePercentDefault = 10;

    /// <summary>Price at the factory; null where unknown: then nothing is tolerated.</summary>
    public decimal? ExWorksPrice { get; init; }

    /// <summary>Price on board; null where unknown.</summary>
    public decimal? FreeOnBoardPrice { get; init; }

    /// <summary>Null where unknown.</summary>
    public decimal? NetMassKg { get; init; }

    /// <summary>Tolerated share of the ex-works price.</summary>
    public decimal TolerancePercent { get; init; } = TolerancePercentDefault;
}
