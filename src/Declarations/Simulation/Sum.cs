using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Declarations.Simulation;

/// <summary>Sums of duties by two tariffs, as they grow.</summary>
internal sealed class Sum
{
    public long Declarations { get; set; }

    public long Items { get; set; }

    public long Changed { get; set; }

    public long Switched { get; set; }

    public decimal Before { get; set; }

    public decimal After { get; set; }

    /// <summary>What the totals differ by beyond their items.</summary>
    public decimal Rounding { get; set; }

    public decimal Difference => After - Before;

    /// <summary>Adds an item.</summary>
    public void Add(decimal before, decimal after, bool switched)
    {
        (Before, After, Items) = (Before + before, After + after, Items + 1);
        Changed += before == after ? 0 : 1;
        Switched += switched ? 1 : 0;
    }

    /// <summary>Adds a declaration.</summary>
    public void Add(in Outcome one)
    {
        (Before, After) = (Before + one.Before, After + one.After);
        Rounding += one.After - one.Before - one.ItemsDifference;
        (Declarations, Items) = (Declarations + 1, Items + one.Items);
        Changed += one.Before == one.After ? 0 : 1;
        Switched += one.Switched;
    }

    public void Add(SimulatedSum sum)
    {
        (Declarations, Items) = (Declarations + sum.Declarations, Items + sum.Items);
        (Changed, Switched) = (Changed + sum.Changed, Switched + sum.Switched);
        (Before, After) = (Before + Wire.ParseDecimal(sum.Before), After + Wire.ParseDecimal(sum.After));
        if (sum.RoundingOfTotals.Length > 0)
            Rounding += Wire.ParseDecimal(sum.RoundingOfTotals);
    }

    public SimulatedSum Told(string key, string currency, bool isOfTotals) => new()
    {
        Key = key,
        Currency = currency,
        Declarations = Declarations,
        Items = Items,
        Changed = Changed,
        Switched = Switched,
        Before = Wire.Decimal(Before),
        After = Wire.Decimal(After),
        Difference = Wire.Decimal(Difference),
        RoundingOfTotals = isOfTotals ? Wire.Decimal(Rounding) : "",
    };
}

/// <summary>What two tariffs make of a declaration, in one currency.</summary>
/// <param name="Before">Total by the one.</param>
/// <param name="After">Total by the other.</param>
/// <param name="ItemsDifference">By how much its items differ together.</param>
/// <param name="Items">How many items it has.</param>
/// <param name="Switched">How many of them pass to another regime.</param>
internal readonly record struct Outcome(
    decimal Before, decimal After, decimal ItemsDifference, int Items, int Switched);

/// <summary>Sums by a key, in EUR.</summary>
internal sealed class SumsBy
{
    private readonly Dictionary<string, Sum> _sums = new(StringComparer.Ordinal);

    public Sum this[string key]
    {
        get
        {
            if (!_sums.TryGetValue(key, out var sum))
                _sums[key] = sum = new Sum();
            return sum;
        }
    }

    public void Add(IEnumerable<SimulatedSum> told)
    {
        foreach (var one in told)
            this[one.Key].Add(one);
    }

    public IEnumerable<SimulatedSum> Told(bool ofTotals = false) => _sums
        .OrderBy(one => one.Key, StringComparer.Ordinal)
        .Select(one => one.Value.Told(one.Key, Tally.Euro, ofTotals));

    public int Count => _sums.Count;
}
