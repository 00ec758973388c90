using System.Text;

namespace CrmClub.Tariffs.Engine;

/// <summary>A code that was found.</summary>
/// <param name="Code">2, 4, 6 or, for a club line, 8 digits.</param>
/// <param name="Description">In English.</param>
/// <param name="Line">The club line, or null.</param>
public sealed record FoundGoods(string Code, string Description, ClubLine? Line);

/// <summary>
/// Finds goods in an edition and the club lines under it, by code, words or material. It forgives: plurals, beginnings
/// of words, a letter wrong in a long one; where nothing has every word, it shows what has most of them.
/// </summary>
public sealed class GoodsSearch
{
    private const int PrefixLengthMin = 3;
    private const int TypoLengthMin = 5;
    private const int MaterialWeight = 3;

    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, List<(int Entry, int Weight)>> _words = new(StringComparer.Ordinal);

    /// <summary>Makes the words of an edition and of a tariff's lines ready.</summary>
    public GoodsSearch(HsEdition edition, Tariff tariff)
    {
        var materials = tariff.Materials.ToDictionary(material => material.Code);
        foreach (var code in edition.Codes)
            Add(new FoundGoods(code, edition.Description(code)!, null), "", []);
        foreach (var line in tariff.Lines)
        {
            var material = materials.GetValueOrDefault(line.Material);
            Add(new FoundGoods(line.GoodsCode, line.DescriptionEn, line),
                line.DescriptionJa + material?.NameJa,
                material is null ? [] : [material.Code, material.Oxide, .. Words(material.NameEn)]);
        }
    }

    /// <summary>What fits best first; of equals the club's lines, then by code.</summary>
    public IReadOnlyList<FoundGoods> Find(string query, int limit)
    {
        var code = query.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return code.Length > 0 && code.All(char.IsAsciiDigit) ? ByCode(code, limit) : ByWords(query, limit);
    }

    private List<FoundGoods> ByCode(string code, int limit) => [.. _entries.Select(entry => entry.Goods)
        .Where(goods => goods.Code.StartsWith(code, StringComparison.Ordinal))
        .OrderBy(goods => goods.Code, StringComparer.Ordinal)
        .Take(limit)];

    private List<FoundGoods> ByWords(string query, int limit)
    {
        var matched = new (int Words, int Score)[_entries.Count];
        foreach (var word in Words(query).Distinct())
        {
            foreach (var (entry, score) in Scores(word))
                matched[entry] = (matched[entry].Words + 1, matched[entry].Score + score);
        }

        var most = matched.Max(one => one.Words);
        return most == 0 ? [] : [.. matched.Index()
            .Where(one => one.Item.Words == most)
            .OrderByDescending(one => one.Item.Score)
            .ThenBy(one => _entries[one.Index].Goods.Line is null)
            .ThenBy(one => _entries[one.Index].Count)
            .ThenBy(one => _entries[one.Index].Goods.Code, StringComparer.Ordinal)
            .Take(limit)
            .Select(one => _entries[one.Index].Goods)];
    }

    // The best of each entry.
    private Dictionary<int, int> Scores(string asked)
    {
        var scores = new Dictionary<int, int>();
        foreach (var (word, places) in _words)
        {
            var likeness = Likeness(asked, word);
            if (likeness == 0)
                continue;
            foreach (var (entry, weight) in places)
                scores[entry] = Math.Max(scores.GetValueOrDefault(entry), likeness * weight);
        }

        // Japanese has no blanks between words.
        if (!asked.All(char.IsAscii))
        {
            foreach (var (index, entry) in _entries.Index())
            {
                if (entry.Japanese.Contains(asked, StringComparison.Ordinal))
                    scores[index] = 4;
            }
        }

        return scores;
    }

    private static int Likeness(string asked, string word)
    {
        if (asked == word)
            return 4;
        if (asked.Length >= PrefixLengthMin && word.StartsWith(asked, StringComparison.Ordinal))
            return 3;
        return asked.Length >= TypoLengthMin && IsOneLetterAway(asked, word) ? 2 : 0;
    }

    // One letter more, less, other, or two exchanged.
    private static bool IsOneLetterAway(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 1)
            return false;
        var start = 0;
        while (start < one.Length && start < other.Length && one[start] == other[start])
            start++;
        var left = one.AsSpan(start);
        var right = other.AsSpan(start);
        if (one.Length != other.Length)
            return one.Length > other.Length ? left[1..].SequenceEqual(right) : left.SequenceEqual(right[1..]);
        return left[1..].SequenceEqual(right[1..])
            || (left.Length > 1 && left[0] == right[1] && left[1] == right[0] && left[2..].SequenceEqual(right[2..]));
    }

    private void Add(FoundGoods goods, string japanese, IEnumerable<string> material)
    {
        var words = Words(goods.Description).Distinct().ToList();
        _entries.Add(new Entry(goods, japanese, words.Count));
        foreach (var word in words)
            Note(word, 1);
        foreach (var word in material)
            Note(word.ToLowerInvariant(), MaterialWeight);

        void Note(string word, int weight)
        {
            if (!_words.TryGetValue(word, out var places))
                _words.Add(word, places = []);
            places.Add((_entries.Count - 1, weight));
        }
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var letter in text.Append(' '))
        {
            if (char.IsLetterOrDigit(letter))
            {
                word.Append(char.ToLowerInvariant(letter));
            }
            else if (word.Length > 0)
            {
                yield return Singular($"{word}");
                word.Clear();
            }
        }
    }

    private static string Singular(string word) => word switch
    {
        [.. var stem, 'i', 'e', 's'] when stem.Length > 2 => stem + "y",
        [.., 's', 's'] or [.., 'u', 's'] => word,
        [.. var stem, 's'] when stem.Length > 2 => stem,
        _ => word,
    };

    private sealed record Entry(FoundGoods Goods, string Japanese, int Count);
}
