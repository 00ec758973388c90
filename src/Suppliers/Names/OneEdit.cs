namespace CrmClub.Suppliers.Names;

/// <summary>
/// Finds texts that are one edit apart without comparing all with all: two such texts have a text in common that is
/// either of them, or either of them without one sign.
/// </summary>
internal static class OneEdit
{
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
