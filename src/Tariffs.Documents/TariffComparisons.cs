using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;

namespace CrmClub.Tariffs.Documents;

/// <summary>What differs between two tariff documents.</summary>
public static class TariffComparisons
{
    /// <summary>Compares them: measures by their ids, other fields as a whole.</summary>
    public static TariffComparison Of(TariffDocument before, TariffDocument after)
    {
        // Which version it is, is not what it says.
        string[] aside = ["measures", "version"];
        var was = before.Measures.ToDictionary(measure => measure.Id);
        var becomes = after.Measures.ToDictionary(measure => measure.Id);
        var differing = was.Keys.Union(becomes.Keys).Order(StringComparer.Ordinal)
            .Select(id => Difference(id, was.GetValueOrDefault(id), becomes.GetValueOrDefault(id)))
            .Where(one => one.Before is null || one.After is null || one.Fields.Count > 0);
        return new TariffComparison
        {
            Measures = { differing },
            Fields = { Fields(before, after).Where(field => !aside.Contains(field)) },
        };
    }

    private static MeasureDifference Difference(string id, Measure? before, Measure? after)
    {
        var difference = new MeasureDifference { Id = id, Before = before, After = after };
        if (before is not null && after is not null)
            difference.Fields.Add(Fields(before, after));
        return difference;
    }

    private static IEnumerable<string> Fields(IMessage one, IMessage other) =>
        one.Descriptor.Fields.InFieldNumberOrder()
            .Where(field => !Equals(field.Accessor.GetValue(one), field.Accessor.GetValue(other)))
            .Select(field => field.Name);
}
