namespace CrmClub.Engine;

/// <summary>What a rule engine is given of an item: the three measures that bear on it are picked already.</summary>
public sealed class PickedItem
{
    public required decimal Value { get; init; }

    public required decimal Kilograms { get; init; }

    public required bool Certified { get; init; }

    public decimal Duty { get; set; }

    public static PickedItem[] Make(int count) => [.. Enumerable.Range(0, count).Select(item => new PickedItem
    {
        Value = 20_000 + (item * 13.37m),
        Kilograms = 100 + (item % 400),
        Certified = item % 2 == 0,
    })];
}
