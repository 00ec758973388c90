using CrmClub.Suppliers.Names;

namespace CrmClub.Suppliers.Register;

/// <summary>
/// The words by which a name is found. What is written without spaces is a word as a whole, and besides by each two
/// neighbours, so that a part of it is found, too.
/// </summary>
internal static class RegisterTerms
{
    /// <summary>Longer words are cut, so that one name can't fill the index.</summary>
    public const int LengthMax = 40;

    /// <summary>The words as they stand, in their order.</summary>
    public static IEnumerable<string> Words(string name)
    {
        foreach (var word in NameFold.Of(name).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            for (var start = 0; start < word.Length;)
            {
                var end = start + 1;
                while (end < word.Length && NameFold.IsUnspaced(word[end]) == NameFold.IsUnspaced(word[start]))
                    end++;
                yield return word[start..Math.Min(end, start + LengthMax)];
                start = end;
            }
        }
    }

    /// <summary>Of a word that is written without spaces, each two neighbours; of others nothing.</summary>
    public static IEnumerable<string> Parts(string word)
    {
        if (!NameFold.IsUnspaced(word[0]))
            yield break;
        for (var place = 0; place + 1 < word.Length; place++)
        {
            if (word.Length > 2)
                yield return word.Substring(place, 2);
        }
    }

    /// <summary>Words and parts of all these names, each once.</summary>
    public static IEnumerable<string> Of(params IEnumerable<string> names) => names.SelectMany(Words)
        .SelectMany(word => Parts(word).Prepend(word)).Distinct(StringComparer.Ordinal);
}
