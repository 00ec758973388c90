using BenchmarkDotNet.Attributes;

namespace CrmClub.Engine;

/// <summary>One item, decided in each way; a call goes through the same thousand of them.</summary>
public class DutyBenchmarks
{
    private const int Items = GeneratedTariff.Items;
    private const int Measures = 85_000;

    private static readonly Lazy<GeneratedTariff> Small = new(() => new GeneratedTariff(10_000));
    private static readonly Lazy<GeneratedTariff> Whole = new(() => new GeneratedTariff(Measures));
    private static readonly Lazy<GeneratedTariff> Huge = new(() => new GeneratedTariff(1_000_000));
    private static readonly Lazy<MicrosoftRules> Microsoft = new();
    private static readonly Lazy<ReteRules> Rete = new();
    private static readonly Lazy<SqlRules> Queries = new(() =>
        SqlRules.StartAsync(Measures, Whole.Value.Consignments).GetAwaiter().GetResult());

    private readonly PickedItem[] _items = [.. Whole.Value.Picked];

    /// <summary>A rule that is not found takes no time.</summary>
    [GlobalSetup]
    public void EachWayDecidesTheSame()
    {
        var engine = Decide85k();
        var (sql, rete, microsoft) = (Sql(), NRules(), MicrosoftRulesEngine());
        if (sql != engine || rete != engine || microsoft != engine)
            throw new InvalidOperationException($"Engine {engine}, SQL {sql}, NRules {rete}, RulesEngine {microsoft}.");
    }

    /// <summary>Ends the database, where there is one.</summary>
    public static ValueTask EndAsync() => Queries.IsValueCreated ? Queries.Value.DisposeAsync() : default;

    /// <summary>The arithmetic of one measure alone: percent, minimum, maximum, rounded to the cent.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public decimal BareExpression()
    {
        var sum = 0m;
        foreach (var item in _items)
        {
            sum += decimal.Round(
                Math.Min(Math.Max(item.Value * 0.08m, item.Kilograms * 2m), item.Kilograms * 9m), 2,
                MidpointRounding.AwayFromZero);
        }
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Items)]
    public decimal Decide10k() => Small.Value.Decide();

    [Benchmark(OperationsPerInvoke = Items)]
    public decimal Decide85k() => Whole.Value.Decide();

    [Benchmark(OperationsPerInvoke = Items)]
    public decimal Decide1M() => Huge.Value.Decide();

    [Benchmark(OperationsPerInvoke = Items)]
    public int Explain85k() => Whole.Value.Explain();

    [Benchmark(OperationsPerInvoke = Items)]
    public decimal MicrosoftRulesEngine() => _items.Sum(Microsoft.Value.Decide);

    [Benchmark(OperationsPerInvoke = Items)]
    public decimal NRules() => _items.Sum(Rete.Value.Decide);

    [Benchmark(OperationsPerInvoke = Items)]
    public decimal Sql() => Queries.Value.Decide();
}
