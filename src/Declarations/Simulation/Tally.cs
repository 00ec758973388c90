using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Declarations.Simulation;

/// <summary>The sums of a simulation, as they grow from step to step.</summary>
internal sealed class Tally
{
    public const string Euro = "EUR";

    /// <summary>Facilities that the result names.</summary>
    public const int SuppliersMax = 500;

    /// <summary>The key of all other facilities.</summary>
    public const string Others = "*";

    private readonly Dictionary<string, (string Party, string Currency, Sum Own, Sum Euro)> _administrations =
        new(StringComparer.Ordinal);

    private readonly Dictionary<Switch, (long Items, decimal Difference)> _switches = [];

    public Sum Total { get; } = new();

    public SumsBy Parties { get; } = new();

    public SumsBy Origins { get; } = new();

    public SumsBy Materials { get; } = new();

    public SumsBy Suppliers { get; } = new();

    public long Undecided { get; set; }

    public long WithoutRate { get; set; }

    /// <summary>As it was written down.</summary>
    public static Tally From(byte[]? sums)
    {
        var tally = new Tally();
        if (sums is null)
            return tally;
        var told = SimulationResult.Parser.ParseFrom(sums);
        tally.Total.Add(told.Total);
        foreach (var one in told.Administrations)
        {
            var (_, _, own, euro) = tally.Of(one.Own.Key, one.Party, one.Own.Currency);
            own.Add(one.Own);
            euro.Add(one.Euro);
        }

        tally.Parties.Add(told.Parties);
        tally.Origins.Add(told.Origins);
        tally.Materials.Add(told.Materials);
        tally.Suppliers.Add(told.Suppliers);
        foreach (var one in told.Switches)
            tally._switches[new(one.Before, one.After, one.RefusedBefore, one.RefusedAfter)] =
                (one.Items, Wire.ParseDecimal(one.Difference));
        (tally.Undecided, tally.WithoutRate) = (told.Undecided, told.WithoutRate);
        return tally;
    }

    public (string Party, string Currency, Sum Own, Sum Euro) Of(string administration, string party, string currency)
    {
        // One that changed its currency has two sums.
        var key = $"{administration} {currency}";
        if (!_administrations.TryGetValue(key, out var found))
            _administrations[key] = found = (party, currency, new Sum(), new Sum());
        return found;
    }

    public void Add(in Switch one, decimal difference)
    {
        var (items, sum) = _switches.GetValueOrDefault(one);
        _switches[one] = (items + 1, sum + difference);
    }

    /// <summary>All of it, to be written down.</summary>
    public SimulationResult ToResult() => new()
    {
        Total = Total.Told("", Euro, true),
        Administrations =
        {
            _administrations.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new SimulatedAdministration
            {
                Party = one.Value.Party,
                Own = one.Value.Own.Told(one.Key.Split(' ')[0], one.Value.Currency, true),
                Euro = one.Value.Euro.Told(one.Key.Split(' ')[0], Euro, true),
            }),
        },
        Parties = { Parties.Told(ofTotals: true) },
        Origins = { Origins.Told() },
        Materials = { Materials.Told() },
        Suppliers = { Suppliers.Told() },
        Switches =
        {
            _switches.OrderByDescending(one => one.Value.Items).ThenBy(one => one.Key).Select(one => new SimulatedSwitch
            {
                Before = one.Key.Before,
                After = one.Key.After,
                RefusedBefore = one.Key.RefusedBefore,
                RefusedAfter = one.Key.RefusedAfter,
                Items = one.Value.Items,
                Difference = Wire.Decimal(one.Value.Difference),
            }),
        },
        Undecided = Undecided,
        WithoutRate = WithoutRate,
    };

    /// <summary>The same as it is told: of facilities those that change most, the others together.</summary>
    public SimulationResult ToTold()
    {
        var result = ToResult();
        if (Suppliers.Count <= SuppliersMax)
            return result;
        var byChange = result.Suppliers
            .OrderByDescending(one => Math.Abs(Wire.ParseDecimal(one.Difference)))
            .ThenBy(one => one.Key, StringComparer.Ordinal).ToList();
        var others = new Sum();
        foreach (var one in byChange.Skip(SuppliersMax))
            others.Add(one);
        result.Suppliers.Clear();
        result.Suppliers.Add(byChange.Take(SuppliersMax).OrderBy(one => one.Key, StringComparer.Ordinal));
        result.Suppliers.Add(others.Told(Others, Euro, false));
        return result;
    }
}

/// <summary>From which regime an item passes to which.</summary>
internal readonly record struct Switch(MeasureType Before, MeasureType After, bool RefusedBefore, bool RefusedAfter)
    : IComparable<Switch>
{
    private (int, int, bool, bool) Order => ((int)Before, (int)After, RefusedBefore, RefusedAfter);

    public bool IsNone => Before == After && RefusedBefore == RefusedAfter;

    public int CompareTo(Switch other) => Order.CompareTo(other.Order);
}
