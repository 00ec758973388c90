namespace CrmClub.Engine;

/// <summary>What a rule engine is given of an item: the three measures that bear on it are picked already.</summary>
public sealed class PickedItem
{
    public required decimal Value { get; init; }

    public required decimal Kilograms { get; init; }

    public required bool Certified { get; init; }

    /// <summary>Share of the value that the third-country duty is.</summary>
    public required decimal Rate { get; init; }

    /// <summary>The least of it, a kg.</summary>
    public required decimal Least { get; init; }

    /// <summary>The most of it, a kg.</summary>
    public required decimal Most { get; init; }

    public decimal Duty { get; set; }
}
