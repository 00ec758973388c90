using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine.Quotas;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using QuotaPeriod = CrmClub.Tariffs.Engine.Quotas.QuotaPeriod;

namespace CrmClub.Tariffs.Quotas;

/// <summary>A main quota with those that take from it: they are allocated together.</summary>
internal sealed class QuotaFamily
{
    // So that an entry keeps its size.
    private const int QuantitiesMax = 5_000;

    private readonly Dictionary<QuotaPot, QuotaAccount?> _accounts = [];
    private readonly List<QuotaRows.Drawing> _drawings;

    private QuotaFamily(
        IReadOnlyList<Quota> quotas, IReadOnlyDictionary<(string, string), QuotaAccount> accounts,
        List<QuotaRows.Drawing> drawings)
    {
        _drawings = drawings;
        // The main quota first: the others take from it.
        foreach (var quota in quotas.OrderBy(one => one.Main.Length))
        {
            foreach (var period in quota.Periods)
            {
                var account = accounts.GetValueOrDefault((quota.OrderNumber, Wire.Day(period.Open.From)));
                var pot = new QuotaPot(quota, period, Number(account?.Carried), Number(account?.Allocated))
                {
                    Main = quota.Main.Length == 0 ? null : _accounts.Keys.FirstOrDefault(one =>
                        one.Quota.OrderNumber == quota.Main && one.Period.Open.Covers(period.Open.From)),
                };
                _accounts.Add(pot, account);
            }
        }
    }

    /// <summary>Every period of the quotas.</summary>
    public IReadOnlyCollection<QuotaPot> Pots => _accounts.Keys;

    public static async Task<QuotaFamily> ReadAsync(
        NpgsqlTransaction transaction, IReadOnlyList<Quota> quotas, CancellationToken cancel)
    {
        var orders = quotas.Select(quota => quota.OrderNumber).ToArray();
        return new QuotaFamily(
            quotas, await QuotaRows.AccountsAsync(transaction.Connection!, orders, cancel),
            await QuotaRows.DrawingsAsync(transaction, orders, cancel));
    }

    /// <summary>What is due, what gives back, and what has an unserved rest.</summary>
    public List<QuotaWish> Due(DateOnly today, DateOnly closed, Predicate<DateOnly> isWorkingDay)
    {
        var reached = _accounts.Values.OfType<QuotaAccount>().Where(one => one.AllocatedUntil.Length > 0)
            .Select(one => (DateOnly?)Wire.ParseDay(one.AllocatedUntil)).Max();
        var last = _accounts.Values.OfType<QuotaAccount>()
            .Select(one => (DateOnly?)Wire.ParseDay(one.AllocatedOn)).Max();
        var due = new List<QuotaWish>();
        foreach (var drawing in _drawings)
        {
            if (PotOf(drawing) is not { } pot)
                continue;
            // A late request for a day that is allocated joins the next run.
            var late = drawing.CountsAs <= reached && today <= last;
            if (drawing.Allocated is not null || (!late && drawing.CountsAs <= closed
                && QuotaDays.AllocatedFrom(drawing.AcceptanceDay, isWorkingDay) <= today))
                due.Add(new QuotaWish(drawing.Id, pot, drawing.CountsAs, drawing.Requested, drawing.Allocated));
        }

        // A rest is served by what is given back, and by nothing else.
        return due.Exists(wish => wish.Allocated is null || wish.Allocated > wish.Requested) ? due : [];
    }

    /// <summary>Writes what has changed, with the entries that tell of it.</summary>
    public async Task WriteAsync(
        NpgsqlTransaction transaction, IReadOnlyCollection<QuotaWish> wishes, DateOnly today, Timestamp now,
        CancellationToken cancel)
    {
        var told = wishes.Where(wish => wish.IsTold).ToList();
        foreach (var (pot, former) in _accounts)
        {
            var own = told.Where(wish => wish.Pot == pot).ToList();
            if (own.Count == 0 && pot.Allocated == Number(former?.Allocated) && pot.Carried == Number(former?.Carried))
                continue;
            var until = own.Select(wish => (DateOnly?)wish.CountsAs)
                .Append(former is { AllocatedUntil.Length: > 0 } ? Wire.ParseDay(former.AllocatedUntil) : null).Max();
            var number = former?.Number ?? 0;
            foreach (var quantities in own.Count == 0 ? [[]] : own.Chunk(QuantitiesMax))
            {
                var happened = new QuotaAllocated
                {
                    Account = Account(pot, ++number, until, today, now),
                    Quantities = { quantities.Select(Quantity) },
                };
                var entry = await transaction.AppendAsync(
                    new NewEntry("club", $"quota {pot.Quota.OrderNumber}", until, happened), cancel);
                await QuotaRows.AddAsync(transaction, entry, happened, pot.Balance, cancel);
            }
        }

        await QuotaRows.GiveAsync(transaction, told, cancel);
    }

    private QuotaPot? PotOf(QuotaRows.Drawing drawing) => _accounts.Keys.FirstOrDefault(pot =>
        pot.Quota.OrderNumber == drawing.OrderNumber && pot.Period.Open.Covers(drawing.AcceptanceDay));

    private static QuotaAccount Account(QuotaPot pot, int number, DateOnly? until, DateOnly today, Timestamp now) =>
        new(Opening(pot.Quota, pot.Period, now))
        {
            Volume = Wire.Decimal(pot.Volume),
            Allocated = Wire.Decimal(pot.Allocated),
            Balance = Wire.Decimal(pot.Balance),
            Criticality = (QuotaCriticality)pot.Critical,
            Exhausted = pot.Balance == 0,
            AllocatedUntil = until is { } day ? Wire.Day(day) : "",
            Number = number,
            AllocatedOn = Wire.Day(today),
            Carried = Wire.Decimal(pot.Carried),
        };

    /// <summary>A period from which nothing was drawn.</summary>
    public static QuotaAccount Opening(Quota quota, QuotaPeriod period, Timestamp now) => new()
    {
        OrderNumber = quota.OrderNumber,
        OpenFrom = Wire.Day(period.Open.From),
        Unit = quota.Unit.ToString(),
        Volume = Wire.Decimal(period.Volume),
        Allocated = "0",
        Balance = Wire.Decimal(period.Volume),
        Criticality = (QuotaCriticality)quota.Terms(period).CriticalWith(0),
        Carried = "0",
        At = now,
    };

    private static AllocatedQuantity Quantity(QuotaWish wish) => new()
    {
        Drawing = wish.Id,
        Requested = Wire.Decimal(wish.Requested),
        Quantity = Wire.Decimal(wish.Change),
        Total = Wire.Decimal(wish.Allocated ?? 0),
        CountsAs = Wire.Day(wish.CountsAs),
    };

    private static decimal Number(string? text) => string.IsNullOrEmpty(text) ? 0 : Wire.ParseDecimal(text);
}
