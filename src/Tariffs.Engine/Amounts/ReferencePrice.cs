using CrmClub.Tariffs.Engine.Expressions;

namespace CrmClub.Tariffs.Engine;

/// <summary>Reference prices as they were known.</summary>
public interface IReferencePrices
{
    /// <summary>The price of a day, or null: never that of another day or stage.</summary>
    ReferencePrice? Find(PricedMaterial key, DateOnly day);
}

/// <summary>What a kg of a material is worth at a stage of its processing.</summary>
/// <param name="Material">For instance "Dy".</param>
/// <param name="Stage">Of its processing.</param>
/// <param name="ContentUnit">Of what it is the price of one kg: the material or its oxide.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Valid">Days on which it counts.</param>
/// <param name="Set">Number of the set in which it was recorded; 0 where a document carries it.</param>
public sealed record ReferencePrice(
    string Material, Stage Stage, string ContentUnit, decimal Amount, string Currency, Validity Valid, int Set = 0)
    : ISeriesFigure
{
    /// <summary>Material and stage, by which it is found.</summary>
    public PricedMaterial Key => new(Material, Stage);

    /// <summary>Whether another says the same of the same material and stage.</summary>
    public bool SaysAs(ReferencePrice other) =>
        (Amount, Currency, ContentUnit) == (other.Amount, other.Currency, other.ContentUnit);

    /// <summary>As an amount per unit, "300 USD / kg Dy2O3".</summary>
    internal SpecificDuty PerKg => new(Amount, Currency, new DutyUnit(MeasurementUnit.Kg, ContentUnit));

    /// <summary>In words, for instance "300 USD / kg Dy2O3 (price of Dy, Metal, from 2027-03-01)".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{PerKg} ({Key}, from {Valid.From:yyyy-MM-dd})");
}

/// <summary>A series of reference prices.</summary>
public readonly record struct PricedMaterial(string Material, Stage Stage)
{
    /// <summary>For instance "price of Dy, SeparatedCompound".</summary>
    public override string ToString() => $"price of {Material}, {Stage}";
}
