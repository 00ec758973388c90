namespace CrmClub.Suppliers.Register;

/// <summary>
/// All facilities in memory, by the words of their and their operators' names. What a search finds is ranked by the
/// words that it has in common with it, rare ones first, and cut to what is near the best.
/// </summary>
internal sealed class RegisterIndex
{
    /// <summary>What has less of what is looked for than half of what the best has was not meant.</summary>
    private const float OfTheBestMin = 0.5f;

    /// <summary>How much words that nobody asked for count against a name.</summary>
    private const float OtherWordsWorth = 0.1f;

    private readonly TermIndex _terms = new();
    private readonly Dictionary<string, int> _byNumber = new(StringComparer.Ordinal);
    private readonly List<IndexedFacility> _facilities = [];
    private readonly List<int[]> _termsOf = [];
    private readonly ReaderWriterLockSlim _lock = new();
    private float[] _worthOf = [];

    /// <summary>Adds facilities, or takes over what changed of those that it has: names never do.</summary>
    public void Put(IEnumerable<IndexedFacility> facilities)
    {
        _lock.EnterWriteLock();
        try
        {
            foreach (var facility in facilities)
            {
                if (_byNumber.TryGetValue(facility.Number, out var known))
                {
                    _facilities[known] = facility;
                    continue;
                }

                _byNumber[facility.Number] = _facilities.Count;
                _termsOf.Add(_terms.Add(_facilities.Count, RegisterTerms.Of(facility.Names)));
                _facilities.Add(facility);
            }

            if (_worthOf.Length == _facilities.Count)
                return;
            _terms.Weigh(_facilities.Count);
            _worthOf = [.. _termsOf.Select(terms => terms.Sum(_terms.Worth))];
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>A page of what is found, the best first, and how many there are in all.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="after">The last one of the page before.</param>
    /// <param name="count">How many at most.</param>
    public (IReadOnlyList<RegisterHit> Hits, int Total) Search(RegisterQuery query, RegisterHit? after, int count)
    {
        _lock.EnterReadLock();
        try
        {
            var hits = Found(query);
            var page = new PriorityQueue<RegisterHit, RegisterHit>(
                count + 1, Comparer<RegisterHit>.Create((one, other) => other.CompareTo(one)));
            foreach (var hit in hits)
            {
                if (hit.CompareTo(after ?? RegisterHit.BeforeAll) <= 0)
                    continue;
                page.Enqueue(hit, hit);
                if (page.Count > count)
                    page.Dequeue();
            }

            return ([.. page.UnorderedItems.Select(item => item.Element).Order()], hits.Count);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private List<RegisterHit> Found(RegisterQuery query)
    {
        if (_byNumber.TryGetValue(query.Text.Trim().ToUpperInvariant(), out var named))
            return query.Wants(_facilities[named]) ? [new(1, _facilities[named].Number)] : [];
        var words = RegisterTerms.Words(query.Text).ToList();
        if (words.Count == 0)
            return [.. _facilities.Where(query.Wants).Select(facility => new RegisterHit(0, facility.Number))];

        var search = WordSearch.Of(words, _terms, _termsOf);
        var hits = new List<RegisterHit>();
        var best = 0f;
        foreach (var document in search.Documents)
        {
            if (!query.Wants(_facilities[document]))
                continue;
            var score = search.ScoreOf(document) / (search.Asked + (OtherWordsWorth * _worthOf[document]));
            best = Math.Max(best, score);
            hits.Add(new(score, _facilities[document].Number));
        }

        hits.RemoveAll(hit => hit.Score < best * OfTheBestMin);
        return hits;
    }
}
