using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Declarations.Capacity;

/// <summary>A change of what is claimed of an account; below 0 where it is taken back.</summary>
internal readonly record struct Movement(CapacityAccount Account, decimal Kg)
{
    public static Movement Of(CapacityClaim claim) => new(
        CapacityAccount.Of(claim), claim.TakenBack ? -Wire.ParseDecimal(claim.Kg) : Wire.ParseDecimal(claim.Kg));
}

/// <summary>
/// How much of facilities' yearly capacities is used, in memory: what Suppliers has told, and the claims of this
/// service's own journal that are not counted there yet, those on their way into it included.
/// </summary>
internal sealed class CapacityBook
{
    private readonly Lock _changing = new();
    private readonly Dictionary<CapacityAccount, (decimal Used, decimal Capacity)> _told = [];
    private readonly Dictionary<CapacityAccount, decimal> _newer = [];
    private readonly Queue<(long Seq, Movement Movement)> _sealed = [];
    private readonly Dictionary<(string Mrn, int Revision), IReadOnlyList<Movement>> _pending = [];

    /// <summary>Whether the stored copy and the journal after it have been read.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Last entry of this service's journal that is contained.</summary>
    public long Seen { get; private set; }

    /// <summary>Version of the stored copy that is contained.</summary>
    public long Version { get; private set; }

    /// <summary>Kg that are used, and kg that Suppliers says there are; null where it has not said.</summary>
    public (decimal Used, decimal? Capacity) Of(CapacityAccount account)
    {
        lock (_changing)
        {
            var newer = _newer.GetValueOrDefault(account);
            return _told.TryGetValue(account, out var told)
                ? (told.Used + newer, told.Capacity > 0 ? told.Capacity : null) : (newer, null);
        }
    }

    /// <summary>Takes what is about to be committed; what is disposed of without <see cref="Claiming.Keep"/> is let
    /// go.</summary>
    public Claiming Claim(IEnumerable<(string Mrn, int Revision, IReadOnlyList<CapacityClaim> Claims)> revisions)
    {
        var keys = new List<(string, int)>();
        lock (_changing)
        {
            foreach (var (mrn, revision, claims) in revisions)
            {
                if (claims.Count == 0 || !_pending.TryAdd((mrn, revision), [.. claims.Select(Movement.Of)]))
                    continue;
                keys.Add((mrn, revision));
                Move(_pending[(mrn, revision)], 1);
            }
        }

        return new Claiming(this, keys);
    }

    /// <summary>Takes an entry of this service's journal; each once, in order.</summary>
    public void Follow(long seq, IEnumerable<DecidedDeclaration> decided)
    {
        lock (_changing)
        {
            if (seq <= Seen)
                return;
            Seen = seq;
            foreach (var one in decided)
            {
                if (_pending.Remove((one.Mrn, one.Revision), out var pending))
                    Move(pending, -1);
                foreach (var movement in one.Claims.Select(Movement.Of))
                {
                    _sealed.Enqueue((seq, movement));
                    Move([movement], 1);
                }
            }
        }
    }

    /// <summary>Takes the stored copy. The journal has to be followed up to <paramref name="counted"/> before, but for
    /// the first time.</summary>
    /// <param name="version">Of the copy.</param>
    /// <param name="counted">Entry of this service's journal up to which claims are in it.</param>
    /// <param name="told">Every account.</param>
    public void Tell(long version, long counted, IEnumerable<CapacityUsed> told)
    {
        lock (_changing)
        {
            foreach (var one in told)
                _told[new(one.Facility, one.Material, one.Stage, one.Year)] =
                    (Wire.ParseDecimal(one.UsedKg), Wire.ParseDecimal(one.CapacityKg));
            while (_sealed.TryPeek(out var oldest) && oldest.Seq <= counted)
                Move([_sealed.Dequeue().Movement], -1);
            (Version, Seen) = (version, Math.Max(Seen, counted));
        }
    }

    /// <summary>Notes that memory is like the database was.</summary>
    public void Read() => IsRead = true;

    private void Release(IEnumerable<(string, int)> keys)
    {
        lock (_changing)
        {
            foreach (var key in keys)
            {
                if (_pending.Remove(key, out var pending))
                    Move(pending, -1);
            }
        }
    }

    private void Move(IEnumerable<Movement> movements, int sign)
    {
        foreach (var (account, kg) in movements)
        {
            var sum = _newer.GetValueOrDefault(account) + sign * kg;
            if (sum == 0)
                _newer.Remove(account);
            else
                _newer[account] = sum;
        }
    }

    /// <summary>Claims on their way into the journal.</summary>
    internal sealed class Claiming(CapacityBook book, List<(string, int)> keys) : IDisposable
    {
        private bool _kept;

        /// <summary>They are committed: the journal tells of them.</summary>
        public void Keep() => _kept = true;

        public void Dispose()
        {
            if (!_kept)
                book.Release(keys);
        }
    }
}
