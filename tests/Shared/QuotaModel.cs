using System.Numerics;

namespace CrmClub.Testing;

/// <summary>
/// The rules of tariff quotas once more, in whole numbers and without any thought of speed: one or more that draw from
/// the main quota 099000 as well, without any carry-over.
/// </summary>
public sealed class QuotaModel(params (string Order, int Volume)[] quotas)
{
    private const string Main = "099000";

    private readonly HashSet<string> _seen = [];
    private DateOnly? _reached;
    private DateOnly? _last;

    /// <summary>Every drawing there was.</summary>
    public List<Wish> Drawn { get; } = [];

    /// <summary>What is gone of each quota; of the main one with what the others drew.</summary>
    public IEnumerable<(string Order, int Allocated)> Allocated =>
        quotas.Select(one => (one.Order, one.Volume - Left(one.Order)));

    /// <summary>A drawing; told again, it changes nothing.</summary>
    public void Draw(string id, string order, DateOnly day, int quantity)
    {
        if (_seen.Add(id))
            Drawn.Add(new Wish(id, order, day) { Requested = quantity });
    }

    /// <summary>Gives back a part of a drawing, or all of it; told again, it changes nothing.</summary>
    public void Back(string id, string drawing, int quantity)
    {
        if (_seen.Add(id))
            Drawn.Single(one => one.Id == drawing).Requested -= quantity;
    }

    /// <summary>Allocates what is due on a working day, of days up to a closed one where that is given.</summary>
    public void Run(DateOnly today, DateOnly? closed = null)
    {
        var due = Drawn.Where(one => one.Allocated is null && Working(one.Day, 2) <= today
            && !(one.Day > closed) && !(one.Day <= _reached && today <= _last)).ToList();
        var back = Drawn.Where(one => one.Allocated > one.Requested).ToList();
        if (due.Count + back.Count == 0)
            return;
        foreach (var order in back.GroupBy(one => one.Order).OrderBy(one => Array.FindIndex(
            quotas, quota => quota.Order == one.Key)).Select(one => (one.Key, Sum: one.Sum(w => w.Allocated!.Value
                - w.Requested))).ToList())
        {
            var pool = order.Sum;
            _pools.Add((order.Key, pool));
        }

        foreach (var wish in back)
            wish.Allocated = wish.Requested;
        foreach (var (order, sum) in _pools)
            Rests(order, sum);
        _pools.Clear();
        foreach (var day in due.GroupBy(one => one.Day).OrderBy(one => one.Key))
            Serve([.. day]);
        if (due.Count > 0)
            _reached = due.Select(one => (DateOnly?)one.Day).Append(_reached).Max();
        _last = today;
    }

    private readonly List<(string Order, int Sum)> _pools = [];

    private void Rests(string order, int pool)
    {
        foreach (var day in Drawn.Where(one => one.Order == order && one.Allocated < one.Requested)
            .GroupBy(one => one.Day).OrderBy(one => one.Key).Select(one => one.ToList()).ToList())
        {
            var limit = Math.Min(Math.Min(pool, Left(order)), Left(Main));
            var rests = day.Select(one => one.Requested - one.Allocated!.Value).ToList();
            foreach (var (wish, rest) in day.Zip(rests))
            {
                var given = rests.Sum() <= limit ? rest : (int)((BigInteger)rest * limit / rests.Sum());
                wish.Allocated += given;
                pool -= given;
            }

            if (day.Exists(one => one.Allocated < one.Requested))
                return;
        }
    }

    private void Serve(List<Wish> day)
    {
        var served = day.GroupBy(one => one.Order).ToDictionary(one => one.Key, one =>
            (Asked: one.Sum(w => w.Requested), Own: one.Key == Main ? one.Sum(w => w.Requested)
                : Math.Min(one.Sum(w => w.Requested), Left(one.Key))));
        var sum = served.Sum(one => one.Value.Own);
        var limit = Math.Min(sum, Left(Main));
        var given = day.Select(one => served[one.Order] is var (asked, own) && asked > 0 && sum > 0
            ? (int)((BigInteger)one.Requested * own * limit / ((BigInteger)asked * sum)) : 0).ToList();
        foreach (var (wish, quantity) in day.Zip(given))
            wish.Allocated = quantity;
    }

    private int Left(string order) => quotas.Single(one => one.Order == order).Volume
        - Drawn.Where(one => order == Main || one.Order == order).Sum(one => one.Allocated ?? 0);

    private static DateOnly Working(DateOnly day, int days)
    {
        while (days > 0)
        {
            day = day.AddDays(1);
            // No holiday lies in that fortnight.
            days -= day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return day;
    }

    /// <summary>A drawing as the model has it.</summary>
    public sealed class Wish(string id, string order, DateOnly day)
    {
        public string Id { get; } = id;

        public string Order { get; } = order;

        public DateOnly Day { get; } = day;

        public int Requested { get; set; }

        public int? Allocated { get; set; }
    }
}
