namespace CrmClub.Tariffs.Engine;

/// <summary>Of the candidates for an origin those that can apply to goods of a status: one of each contest.</summary>
internal struct Winners(Candidate[] candidates, OriginStatus status, bool accedes)
{
    private int _next;
    private int _decided = -1;

    public Candidate Current { get; private set; } = null!;

    public readonly Winners GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_next < candidates.Length)
        {
            var candidate = candidates[_next++];
            if (candidate.Contest == _decided || !candidate.Fits(status, accedes))
                continue;
            _decided = candidate.Contest;
            Current = candidate;
            return true;
        }

        return false;
    }
}
