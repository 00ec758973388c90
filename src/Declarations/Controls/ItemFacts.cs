using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Declarations.Controls;

/// <summary>What rules ask of one item. All of it rests on the declaration and on what its decision cites.</summary>
internal ref struct ItemFacts(Declaration declaration, Consignment item, Basis basis, StoredItem stored)
{
    // Beyond it a figure tells nothing, and its multiples might fit no decimal.
    private const decimal Max = 100_000_000_000_000_000_000m;

    private bool _isPriced;
    private (decimal Value, decimal Reference)? _price;

    public readonly Declaration Declaration => declaration;

    public readonly Consignment Item => item;

    public readonly Basis Basis => basis;

    /// <summary>The item of the decision, with what it claims.</summary>
    public readonly StoredItem Stored => stored;

    public readonly DateOnly Day => item.AcceptanceDay;

    /// <summary>Of the goods; null where they are out of scope.</summary>
    public ClubLine? Line { get; } = basis.Engine.Tariff.FindLine(item.GoodsCode);

    /// <summary>Kg of the line's content unit; null where nothing tells it.</summary>
    public readonly decimal? ContainedKg => item.NetMassKg * ContainedShare;

    /// <summary>The same as kg of the material itself, as metal; null where no factor tells it.</summary>
    public readonly decimal? MetalKg => Line is { } line ? ContainedKg * Factor(line, line.Material) : null;

    /// <summary>The assay's, else the line's.</summary>
    public readonly decimal? ContainedShare => Assayed ?? Line?.DefaultContainedShare;

    /// <summary>The share that an assay gives; null where none does.</summary>
    public readonly decimal? Assayed => item.Presents(DocumentCodes.Assay) ? item.ContainedShare : null;

    /// <summary>The customs value and what the reference price makes of the contained material, in one currency; null
    /// where one of them can't be told.</summary>
    public (decimal Value, decimal Reference)? Price
    {
        get
        {
            if (!_isPriced)
                (_isPriced, _price) = (true, Priced());
            return _price;
        }
    }

    private readonly (decimal Value, decimal Reference)? Priced()
    {
        if (Line is not { } line || ContainedKg is not { } kg
            || basis.Engine.Prices.Find(new PricedMaterial(line.Material, line.Stage), Day) is not { } price
            || Factor(line, price.ContentUnit) is not { } factor)
            return null;
        // In the same currency nothing is converted, so nothing is rounded.
        var isSame = price.Currency == item.Currency;
        var value = isSame ? item.CustomsValue : Own(item.CustomsValue, item.Currency);
        var reference = kg * factor * (isSame ? price.Amount : Own(price.Amount, price.Currency));
        return reference is > 0 and < Max && value < Max ? (value.Value, reference.Value) : null;
    }

    // Kg of what the price is of, per kg of the line's content unit.
    private readonly decimal? Factor(ClubLine line, string priced)
    {
        if (line.ContentUnit == priced)
            return 1;
        foreach (var material in basis.Engine.Tariff.Tariff.Materials)
        {
            if (material.Code != line.Material || material.KgOxidePerKgMetal is not { } factor)
                continue;
            if (line.ContentUnit == material.Code && priced == material.Oxide)
                return factor;
            if (line.ContentUnit == material.Oxide && priced == material.Code)
                return 1 / factor;
        }

        return null;
    }

    private readonly decimal? Own(decimal amount, string currency)
    {
        var policy = basis.Engine.Policy;
        if (currency == policy.Currency)
            return amount;
        return basis.Engine.Rates.Find(policy.ExchangeRateSeries, Day, currency, policy.Currency) is not { } rate ? null
            : rate.Base == currency ? amount * rate.Rate : amount / rate.Rate;
    }
}
