using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CrmClub.Contracts.Identifiers;

/// <summary>A language that people may write to the club in.</summary>
/// <param name="Tag">Its primary subtag by BCP 47, for instance "ms".</param>
/// <param name="NameEn">English name.</param>
/// <param name="Name">As its speakers call it.</param>
public sealed record Language(string Tag, string NameEn, string Name);

/// <summary>The languages of <c>data/codes/languages.csv</c>, and the form of their tags (BCP 47, RFC 5646).</summary>
public static partial class Languages
{
    private const int TagLengthMax = 35;

    private static readonly FrozenDictionary<string, Language> ByTag = CodeList.Read("languages.csv")
        .Select(f => new Language(f[0], f[1], f[2]))
        .ToFrozenDictionary(language => language.Tag, StringComparer.Ordinal);

    /// <summary>All of them, by the tag.</summary>
    public static IReadOnlyList<Language> All { get; } =
        [.. ByTag.Values.OrderBy(one => one.Tag, StringComparer.Ordinal)];

    /// <summary>Checks a tag such as "pt", "pt-BR" or "zh-Hant-TW".</summary>
    public static IdentifierCheck Check(string value)
    {
        var subtags = value.Split('-');
        if (value.Length > TagLengthMax || !Form().IsMatch(value) || !ByTag.ContainsKey(Lower(subtags[0])))
        {
            return new(value, "LANGUAGE", $"a BCP 47 tag of one of: {string.Join(", ", All.Select(one => one.Tag))}",
                "It names no language that the club reads.");
        }

        return IdentifierCheck.Valid(string.Join('-', subtags.Select(Canonical)));
    }

    /// <summary>The language of a tag that was checked.</summary>
    public static Language Of(string tag) => ByTag[tag.Split('-')[0]];

    // As RFC 5646 recommends it: scripts with a capital, regions in capitals, all else small.
    private static string Canonical(string subtag, int place) => (place, subtag.Length) switch
    {
        (0, _) => Lower(subtag),
        (_, 4) when char.IsAsciiLetter(subtag[0]) => char.ToUpperInvariant(subtag[0]) + Lower(subtag[1..]),
        (_, 2) => subtag.ToUpperInvariant(),
        _ => Lower(subtag),
    };

    private static string Lower(string subtag) => CultureInfo.InvariantCulture.TextInfo.ToLower(subtag);

    // Language, script, region, variants: what extensions and private use say is no matter of the club's.
    [GeneratedRegex(
        @"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*\z")]
    private static partial Regex Form();
}
