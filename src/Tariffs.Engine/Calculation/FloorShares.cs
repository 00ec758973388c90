using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine;

/// <summary>
/// How the floors of several materials in one item share its customs value: by what each of the materials in it is
/// worth, its reference price of the acceptance day times its contained kg.
/// </summary>
internal sealed class FloorShares
{
    private readonly Dictionary<PriceFloor, string> _materials;

    // By material. Weighed when a floor is first asked for: where none is added, no price is missed in vain.
    private Dictionary<string, FloorShare>? _shares;

    private FloorShares(Dictionary<PriceFloor, string> materials) => _materials = materials;

    /// <summary>The shares; null where the floors are all of one material, which has the whole value.</summary>
    public static FloorShares? Among(IEnumerable<PriceFloor> floors, ClubLine line, Tariff tariff)
    {
        // Another measure may state an equal floor, and has no share.
        Dictionary<PriceFloor, string> materials = new(ReferenceEqualityComparer.Instance);
        foreach (var floor in floors)
            materials[floor] = tariff.MaterialOf(floor, line);
        return materials.Values.Distinct().Count() > 1 ? new FloorShares(materials) : null;
    }

    /// <summary>Whether it is one of the floors that share.</summary>
    public bool Includes(PriceFloor floor) => _materials.ContainsKey(floor);

    /// <summary>The share of a floor; null where it is none of them, or a figure is missing.</summary>
    public FloorShare? Find(PriceFloor floor, ref DutyFigures figures) =>
        _materials.TryGetValue(floor, out var material)
            ? (_shares ??= Weigh(ref figures)).GetValueOrDefault(material)
            : null;

    // Every floor is looked at, so that all that is missing is said at once.
    private Dictionary<string, FloorShare> Weigh(ref DutyFigures figures)
    {
        Dictionary<string, FloorShare> shares = [];
        var (total, isComplete) = (Exact.Zero, true);
        foreach (var (floor, material) in _materials)
        {
            if (shares.ContainsKey(material))
                continue;
            if (Weigh(floor, material, ref figures) is not { } share)
            {
                isComplete = false;
                continue;
            }

            total += share.Worth;
            shares.Add(material, share);
        }

        return isComplete ? shares.ToDictionary(one => one.Key, one => one.Value with { Total = total }) : [];
    }

    private static FloorShare? Weigh(PriceFloor floor, string material, ref DutyFigures figures)
    {
        var unit = floor.Price.Unit.IsContent
            ? floor.Price.Unit : new DutyUnit(MeasurementUnit.Kg, figures.Line.ContentUnit);
        var quantity = figures.Quantity(unit);
        var price = figures.Price(material, unit.Of, out var factor);
        if (price is null || !quantity.IsKnown)
            return null;
        var kg = quantity * factor;
        var worth = figures.Convert(kg * price.Amount, price.Currency);
        return worth.IsKnown ? new FloorShare(price, kg, worth, worth) : null;
    }
}

/// <summary>The share of the customs value that a floor is held against.</summary>
/// <param name="Price">By which its material is weighed.</param>
/// <param name="Kg">Contained kg of what the price is of.</param>
/// <param name="Worth">Both multiplied, in the administration's currency.</param>
/// <param name="Total">That of all the materials that have a floor.</param>
internal sealed record FloorShare(ReferencePrice Price, Exact Kg, Exact Worth, Exact Total)
{
    /// <summary>The share of a value; of materials that weigh nothing there is none.</summary>
    public Exact Of(Exact value) => Total.Sign == 0 ? Exact.Zero : value * Worth / Total;
}
