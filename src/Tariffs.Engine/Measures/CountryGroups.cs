namespace CrmClub.Tariffs.Engine;

/// <summary>The country groups of a tariff, and on which days a measure is for a country.</summary>
internal sealed class CountryGroups(IEnumerable<CountryGroup> groups)
{
    private readonly Dictionary<string, ILookup<string, Validity>> _members = groups.ToDictionary(
        group => group.Id, group => group.Members.ToLookup(member => member.Country, member => member.Valid));

    /// <summary>Whether the country, or the group in which it is on the day, is the one named.</summary>
    public bool Holds(string named, string country, DateOnly day)
    {
        if (named == country)
            return true;
        // Who is in the club, the tariff does not say; most exclusions name it.
        if (named == CountryGroup.Club || !_members.TryGetValue(named, out var members) || !members.Contains(country))
            return false;
        foreach (var valid in members[country])
        {
            if (valid.Covers(day))
                return true;
        }

        return false;
    }

    /// <summary>Countries that a measure names, by itself or through its groups.</summary>
    public IEnumerable<string> Named(Measure measure) =>
        measure.ExcludedOrigins.Append(measure.Origin).SelectMany(name =>
            _members.TryGetValue(name, out var members) ? members.Select(member => member.Key)
            : Countries.IsCode(name) ? [name] : Array.Empty<string>());

    /// <summary>Whether the measure is for the country on the day; whether it is in the club is left open.</summary>
    public bool Applies(Measure measure, string country, DateOnly day) =>
        measure.Valid.Covers(day) && IsFrom(measure, country, day) && Exclusion(measure, country, day) is null;

    /// <summary>Whether the measure's origin takes in the country on the day, exclusions aside.</summary>
    public bool IsFrom(Measure measure, string country, DateOnly day) =>
        measure.Origin is CountryGroup.All or CountryGroup.Club or CountryGroup.Acceding
        || Holds(measure.Origin, country, day);

    /// <summary>The excluded country or group that keeps the country out on the day; null where none does.</summary>
    public string? Exclusion(Measure measure, string country, DateOnly day)
    {
        for (var index = 0; index < measure.ExcludedOrigins.Count; index++)
        {
            if (Holds(measure.ExcludedOrigins[index], country, day))
                return measure.ExcludedOrigins[index];
        }

        return null;
    }

    /// <summary>Days on which what the measure is for may change.</summary>
    public IEnumerable<DateOnly> Turns(Measure measure, string country) =>
        measure.ExcludedOrigins.Append(measure.Origin)
            .SelectMany(name => _members.TryGetValue(name, out var members) ? members[country] : [])
            .Append(measure.Valid)
            .SelectMany(valid => valid.To is { } to ? [valid.From, to] : new[] { valid.From });
}
