namespace CrmClub.Suppliers.Names;

/// <summary>
/// Finds texts that are one edit apart without comparing all with all: two such texts have a text in common that is
/// either of them, or either of them without one sign.
/// </summary>
internal static class OneEdit
{
    /// <summary>Whether one sign added, left out, changed or swapped makes one of the other.</summary>
    public static bool Apart(string one, string other)
    {
        var (shorter, longer) = one.Length <= other.Length ? (one, other) : (other, one);
        if (longer.Length - shorter.Length > 1)
            return false;
        var start = shorter.AsSpan().CommonPrefixLength(longer);
        var rest = shorter.AsSpan(start);
        var longerRest = longer.AsSpan(start);
        if (longerRest.Length == 0)
            return false;
        if (shorter.Length < longer.Length)
            return rest.SequenceEqual(longerRest[1..]);
        return rest[1..].SequenceEqual(longerRest[1..])
            || (rest.Length > 1 && rest[0] == longerRest[1] && rest[1] == longerRest[0]
                && rest[2..].SequenceEqual(longerRest[2..]));
    }

    /// <summary>Hashes of a text and of what is left of it without one of its signs.</summary>
    public static IEnumerable<int> Keys(string text)
    {
        yield return string.GetHashCode(text);
        for (var place = 0; place < text.Length; place++)
        {
            // Of equal neighbours, whichever is left out leaves the same.
            if (place == 0 || text[place] != text[place - 1])
                yield return string.GetHashCode(text.Remove(place, 1));
        }
    }
}
