namespace CrmClub.Suppliers.Register;

/// <summary>
/// One search by words. Each word looks for itself and words one edit away, for itself with its neighbour, and where
/// there is nothing of it, for itself as two.
/// </summary>
internal sealed class WordSearch
{
    private const float OneEditWorth = 0.6f;
    private const float PartWorth = 0.4f;

    private readonly TermIndex _terms;
    private readonly List<int[]> _termsOf;
    private readonly float[] _scores;
    private readonly List<int> _documents = [];

    private WordSearch(TermIndex terms, List<int[]> termsOf)
    {
        (_terms, _termsOf) = (terms, termsOf);
        _scores = new float[termsOf.Count];
    }

    /// <summary>Those that have something of what was asked for.</summary>
    public IReadOnlyList<int> Documents => _documents;

    /// <summary>The score of a document that has all of it.</summary>
    public float Asked { get; private set; }

    public float ScoreOf(int document) => _scores[document];

    public static WordSearch Of(List<string> words, TermIndex terms, List<int[]> termsOf)
    {
        var search = new WordSearch(terms, termsOf);
        // Rare words choose. What many have counts for those alone that others chose, where these are fewer.
        var wanted = search.Wanted(words).Select(slot => (
            Terms: slot, Many: slot.Sum(one => terms.DocumentsOf(one.Term).Count)));
        foreach (var (slot, many) in wanted.OrderBy(slot => slot.Many))
        {
            search.Asked += slot.Max(one => terms.Worth(one.Term));
            if (search._documents.Count > 0 && many > 2 * search._documents.Count)
                search.CountAmongChosen(slot);
            else
                search.Count(slot);
        }

        return search;
    }

    private IEnumerable<List<(int Term, float Weight)>> Wanted(List<string> words)
    {
        foreach (var (place, word) in words.Index())
        {
            var slot = new List<(int, float)>();
            if (_terms.Find(word) is { } exact)
                slot.Add((exact, 1));
            slot.AddRange(_terms.OneEditAway(word).Select(term => (term, OneEditWorth)));
            if (slot.Count > 0)
                yield return slot;
            foreach (var (first, second) in slot.Count == 0 ? AsTwo(word) : [])
            {
                yield return [(first, OneEditWorth)];
                yield return [(second, OneEditWorth)];
            }

            if (place + 1 < words.Count && _terms.Find(word + words[place + 1]) is { } joined)
                yield return [(joined, 2 * OneEditWorth)];
            foreach (var part in RegisterTerms.Parts(word).Select(_terms.Find).OfType<int>())
                yield return [(part, PartWorth)];
        }
    }

    private IEnumerable<(int First, int Second)> AsTwo(string word)
    {
        for (var place = 1; place < word.Length; place++)
        {
            if (_terms.Find(word[..place]) is { } first && _terms.Find(word[place..]) is { } second)
                yield return (first, second);
        }
    }

    private void Count(List<(int Term, float Weight)> slot)
    {
        // A document that has several of them has what was meant once: the best, which comes first.
        var counted = slot.Count > 1 ? new HashSet<int>() : null;
        foreach (var (term, weight) in slot)
        {
            var worth = weight * _terms.Worth(term);
            foreach (var document in _terms.DocumentsOf(term))
            {
                if (counted?.Add(document) == false)
                    continue;
                if (_scores[document] == 0)
                    _documents.Add(document);
                _scores[document] += worth;
            }
        }
    }

    private void CountAmongChosen(List<(int Term, float Weight)> slot)
    {
        foreach (var document in _documents)
        {
            foreach (var (term, weight) in slot)
            {
                if (!_termsOf[document].Contains(term))
                    continue;
                _scores[document] += weight * _terms.Worth(term);
                break;
            }
        }
    }
}
