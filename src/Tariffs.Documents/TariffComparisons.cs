using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;

namespace CrmClub.Tariffs.Documents;

/// <summary>What differs between two tariff documents.</summary>
public static class TariffComparisons
{
    /// <summary>
    /// Compares them: measures by their ids, quotas by their order numbers, other fields as a whole.
    /// </summary>
    public static TariffComparison Of(TariffDocument before, TariffDocument after)
    {
        // Which version it is, is not what it says.
        string[] aside = ["measures", "quotas", "version"];
        var measures = Pairs(before.Measures, after.Measures, measure => measure.Id).Select(one => new MeasureDifference
        {
            Id = one.Key,
            Before = one.Before,
            After = one.After,
            Fields = { Fields(one.Before, one.After) },
        });
        var quotas = Pairs(before.Quotas, after.Quotas, quota => quota.OrderNumber).Select(one => new QuotaDifference
        {
            OrderNumber = one.Key,
            Before = one.Before,
            After = one.After,
            Fields = { Fields(one.Before, one.After) },
        });
        return new TariffComparison
        {
            Measures = { measures },
            Fields = { Fields(before, after).Where(field => !aside.Contains(field)) },
            Quotas = { quotas },
        };
    }

    // Those that are not the same in both, by their keys.
    private static IEnumerable<(string Key, T? Before, T? After)> Pairs<T>(
        IEnumerable<T> before, IEnumerable<T> after, Func<T, string> keyOf)
        where T : class
    {
        var was = before.ToDictionary(keyOf);
        var becomes = after.ToDictionary(keyOf);
        return was.Keys.Union(becomes.Keys).Order(StringComparer.Ordinal)
            .Select(key => (key, was.GetValueOrDefault(key), becomes.GetValueOrDefault(key)))
            .Where(pair => !Equals(pair.Item2, pair.Item3));
    }

    // None where only one has it.
    private static IEnumerable<string> Fields(IMessage? one, IMessage? other) => one is null || other is null ? [] :
        one.Descriptor.Fields.InFieldNumberOrder()
            .Where(field => !Equals(field.Accessor.GetValue(one), field.Accessor.GetValue(other)))
            .Select(field => field.Name);
}
