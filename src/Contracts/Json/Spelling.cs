namespace CrmClub.Contracts.Json;

/// <summary>Finds the word that was meant.</summary>
public static class Spelling
{
    private const int WordLengthMax = 64;

    /// <summary>The candidate that differs least, null where none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > WordLengthMax) return null;
        var nearest = candidates.Select(c => (Word: c, Distance: Distance(word, c)))
            .OrderBy(c => c.Distance)
            .FirstOrDefault();
        return nearest.Word is not null && nearest.Distance <= Math.Max(2, word.Length / 3) ? nearest.Word : null;
    }

    /// <summary>Number of characters to insert, delete or change (Levenshtein), whatever their case.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                var changed = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
