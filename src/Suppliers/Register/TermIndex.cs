using CrmClub.Suppliers.Names;

namespace CrmClub.Suppliers.Register;

/// <summary>Which documents have which terms; finds a term, and those that are one edit away from a word.</summary>
internal sealed class TermIndex
{
    /// <summary>Of shorter words one edit makes any other.</summary>
    private const int OneEditLengthMin = 3;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _terms = [];
    private readonly List<List<int>> _documents = [];

    // Chains of terms with a key in common: the newest of a key, and for each link its term and the next.
    private readonly Dictionary<int, int> _newest = [];
    private readonly List<(int Term, int Next)> _links = [];

    private float[] _worth = [];

    /// <summary>How much a term says: the fewer have it, the more.</summary>
    public float Worth(int term) => _worth[term];

    /// <summary>Weighs all terms anew, for so many documents.</summary>
    public void Weigh(int documents) =>
        _worth = [.. _documents.Select(having => MathF.Log(1 + ((float)documents / having.Count)))];

    /// <summary>Documents that have the term.</summary>
    public List<int> DocumentsOf(int term) => _documents[term];

    /// <summary>Notes that a document has these terms; documents come in rising order.</summary>
    public int[] Add(int document, IEnumerable<string> terms)
    {
        var ids = terms.Select(IdOf).ToArray();
        foreach (var id in ids)
            _documents[id].Add(document);
        return ids;
    }

    public int? Find(string word) => _ids.TryGetValue(word, out var id) ? id : null;

    /// <summary>Other terms that one sign added, left out, changed or swapped makes of the word.</summary>
    public IEnumerable<int> OneEditAway(string word)
    {
        if (word.Length < OneEditLengthMin)
            yield break;
        var seen = new HashSet<int>();
        foreach (var key in OneEdit.Keys(word))
        {
            for (var link = _newest.GetValueOrDefault(key, -1); link >= 0; link = _links[link].Next)
            {
                var term = _links[link].Term;
                if (seen.Add(term) && OneEdit.Apart(word, _terms[term]))
                    yield return term;
            }
        }
    }

    private int IdOf(string term)
    {
        if (_ids.TryGetValue(term, out var known))
            return known;
        var id = _ids[term] = _terms.Count;
        _terms.Add(term);
        _documents.Add([]);
        if (term.Length < OneEditLengthMin - 1 || term.All(char.IsDigit))
            return id;
        foreach (var key in OneEdit.Keys(term))
        {
            _links.Add((id, _newest.GetValueOrDefault(key, -1)));
            _newest[key] = _links.Count - 1;
        }

        return id;
    }
}
