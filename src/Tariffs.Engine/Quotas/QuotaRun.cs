namespace CrmClub.Tariffs.Engine.Quotas;

/// <summary>A period of a quota while it is allocated.</summary>
/// <param name="quota">The quota.</param>
/// <param name="period">Its period.</param>
/// <param name="carried">What was carried into it, less what was carried out.</param>
/// <param name="allocated">What is given of it.</param>
public sealed class QuotaPot(Quota quota, QuotaPeriod period, decimal carried, decimal allocated)
{
    /// <summary>The quota.</summary>
    public Quota Quota { get; } = quota;

    /// <summary>The period.</summary>
    public QuotaPeriod Period { get; } = period;

    /// <summary>What was carried into it, less what was carried out.</summary>
    public decimal Carried { get; internal set; } = carried;

    /// <summary>What is given of it and was not given back.</summary>
    public decimal Allocated { get; internal set; } = allocated;

    /// <summary>What it has in all.</summary>
    public decimal Volume => Period.Volume + Carried;

    /// <summary>What is left, never below zero: a volume that was lowered later takes nothing back.</summary>
    public decimal Balance => Math.Max(0, Volume - Allocated);

    /// <summary>The period of the main quota from which a drawing takes as well; null where none.</summary>
    public QuotaPot? Main { get; init; }

    /// <summary>Why it is critical.</summary>
    public Criticality Critical => (Quota.Terms(Period) with { Volume = Math.Max(Volume, 1) }).CriticalWith(Allocated);

    internal void Take(decimal quantity)
    {
        Allocated += quantity;
        if (Main is not null)
            Main.Allocated += quantity;
    }
}

/// <summary>What a declaration has drawn, or waits for.</summary>
/// <param name="id">Names it.</param>
/// <param name="pot">From which it draws.</param>
/// <param name="countsAs">Legal day as which its acceptance counts.</param>
/// <param name="requested">Whole units asked for and not taken back.</param>
/// <param name="allocated">What it has; null where it was not allocated yet.</param>
public sealed class QuotaWish(string id, QuotaPot pot, DateOnly countsAs, decimal requested, decimal? allocated)
{
    private readonly decimal _before = allocated ?? 0;
    private readonly bool _isNew = allocated is null;

    /// <summary>Names it.</summary>
    public string Id { get; } = id;

    /// <summary>From which it draws.</summary>
    public QuotaPot Pot { get; } = pot;

    /// <summary>Legal day as which its acceptance counts.</summary>
    public DateOnly CountsAs { get; } = countsAs;

    /// <summary>Whole units asked for and not taken back.</summary>
    public decimal Requested { get; } = requested;

    /// <summary>What it has; null where it is not allocated yet.</summary>
    public decimal? Allocated { get; private set; } = allocated;

    /// <summary>What it got in this run; below zero what it gave back.</summary>
    public decimal Change => (Allocated ?? 0) - _before;

    /// <summary>Whether this run says something of it.</summary>
    public bool IsTold => Allocated is not null && (_isNew || Change != 0);

    internal decimal Rest => Requested - (Allocated ?? 0);

    internal void Give(decimal quantity)
    {
        Allocated = (Allocated ?? 0) + quantity;
        Pot.Take(quantity);
    }
}

/// <summary>
/// One allocation of a quota and those that share its main quota (UCC-IA Art. 51): what was given back first serves the
/// earliest day with an unserved rest, then new requests are served day by day.
/// </summary>
public static class QuotaRun
{
    private static readonly RoundingStep WholeUnit = new(1, RoundingMode.Cut);

    /// <summary>Allocates.</summary>
    /// <param name="wishes">What is due, what gives back, and what has an unserved rest.</param>
    /// <param name="pots">Every period of these quotas, in their order.</param>
    /// <param name="closed">Newest legal day whose requests are complete: what earlier periods left is carried.</param>
    public static void Allocate(
        IReadOnlyCollection<QuotaWish> wishes, IReadOnlyCollection<QuotaPot> pots, DateOnly closed)
    {
        foreach (var (pot, returned) in GiveBack(wishes))
            ServeRests(pot, returned, wishes);
        foreach (var day in wishes.Where(wish => wish.Allocated is null).GroupBy(wish => wish.CountsAs)
            .OrderBy(day => day.Key).ToList())
        {
            CarryOver(pots, day.Key.AddDays(-1), closed);
            Serve([.. day]);
        }

        CarryOver(pots, closed, closed);
    }

    private static List<(QuotaPot Pot, decimal Returned)> GiveBack(IReadOnlyCollection<QuotaWish> wishes)
    {
        var returned = new List<(QuotaPot, decimal)>();
        foreach (var giving in wishes.Where(wish => wish.Rest < 0).GroupBy(wish => wish.Pot).ToList())
        {
            returned.Add((giving.Key, -giving.Sum(wish => wish.Rest)));
            foreach (var wish in giving)
                wish.Give(wish.Rest);
        }

        return returned;
    }

    private static void ServeRests(QuotaPot pot, decimal returned, IEnumerable<QuotaWish> wishes)
    {
        foreach (var day in wishes.Where(wish => wish.Pot == pot && wish.Allocated is not null && wish.Rest > 0)
            .GroupBy(wish => wish.CountsAs).OrderBy(day => day.Key).ToList())
        {
            var rests = day.ToList();
            var given = QuotaAllocation.Of(
                [returned, pot.Balance, pot.Main?.Balance ?? pot.Balance],
                [.. rests.Select(wish => new QuotaRequest(wish.Id, wish.Rest))]);
            foreach (var (wish, drawing) in rests.Zip(given.Drawings))
                wish.Give(drawing.Allocated);
            returned -= given.Taken;
            if (rests.Exists(wish => wish.Rest > 0))
                return;
        }
    }

    /// <summary>A day's requests: each quota's in proportion to its balance, then all of the main quota's.</summary>
    private static void Serve(List<QuotaWish> wishes)
    {
        foreach (var family in wishes.GroupBy(wish => wish.Pot.Main ?? wish.Pot))
        {
            var shares = family.GroupBy(wish => wish.Pot).Select(own =>
            {
                var asked = own.Sum(wish => wish.Requested);
                // What is asked of the main quota itself is limited with the others.
                return (Wishes: own, Asked: asked,
                    Served: own.Key == family.Key ? asked : Math.Min(asked, own.Key.Balance));
            }).ToList();
            var sum = shares.Sum(share => share.Served);
            var limit = Math.Min(sum, family.Key.Balance);
            foreach (var (own, asked, served) in shares)
            {
                foreach (var wish in own)
                    wish.Give(served == 0 || limit == 0
                        ? 0 : ((Exact)wish.Requested * served / asked * limit / sum).Round(WholeUnit));
            }
        }
    }

    private static void CarryOver(IReadOnlyCollection<QuotaPot> pots, DateOnly reached, DateOnly closed)
    {
        foreach (var pot in pots.Where(pot => pot.Balance > 0 && pot.Period.Open.To <= reached
            && pot.Period.Open.To <= closed))
        {
            if (pot.Quota.After(pot.Period) is not { } after
                || pots.FirstOrDefault(one => one.Quota == pot.Quota && one.Period == after) is not { } next)
                continue;
            var left = pot.Balance;
            pot.Carried -= left;
            next.Carried += left;
        }
    }
}
