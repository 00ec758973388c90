using System.Collections.Frozen;

namespace CrmClub.Tariffs.Engine;

/// <summary>An edition of the Harmonized System: chapters, headings and subheadings (2, 4 and 6 digits).</summary>
public sealed class HsEdition
{
    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _codes;

    /// <summary>Puts an edition together.</summary>
    /// <param name="name">For instance "HS2022".</param>
    /// <param name="validFrom">First day on which it applies.</param>
    /// <param name="codes">English descriptions by code.</param>
    public HsEdition(string name, DateOnly validFrom, IReadOnlyDictionary<string, string> codes)
    {
        (Name, ValidFrom) = (name, validFrom);
        _codes = codes.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        Codes = [.. codes.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>For instance "HS2022".</summary>
    public string Name { get; }

    /// <summary>First day on which it applies; the day before the next one's is its last.</summary>
    public DateOnly ValidFrom { get; }

    /// <summary>Every code in order: a chapter, its headings, each with its subheadings.</summary>
    public IReadOnlyList<string> Codes { get; }

    /// <summary>Whether a code of 2, 4 or 6 digits is in the edition.</summary>
    public bool Contains(ReadOnlySpan<char> code) => _codes.ContainsKey(code);

    /// <summary>The English description of a code of 2, 4 or 6 digits, or null.</summary>
    public string? Description(ReadOnlySpan<char> code) =>
        _codes.TryGetValue(code, out var description) ? description : null;
}

/// <summary>Editions, of which each applies until the next begins.</summary>
public sealed class HsEditions(IEnumerable<HsEdition> editions)
{
    private readonly HsEdition[] _newestFirst = [.. editions.OrderByDescending(edition => edition.ValidFrom)];

    /// <summary>The newest one, whether it applies already or not.</summary>
    public HsEdition Newest => _newestFirst[0];

    /// <summary>The edition of a day; the oldest one for days before it.</summary>
    public HsEdition On(DateOnly day) =>
        Array.Find(_newestFirst, edition => edition.ValidFrom <= day) ?? _newestFirst[^1];

    /// <summary>The edition of that name, or null.</summary>
    public HsEdition? Named(string name) => Array.Find(_newestFirst, edition => edition.Name == name);
}
