using System.Numerics;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Quotas;
using CrmClub.Tariffs.Versions;
using Google.Protobuf;

namespace CrmClub.Tariffs.Tests;

/// <summary>The ledger of quotas: what is drawn, allocated and given back, on the real database.</summary>
public sealed class QuotaLedgerTests(Postgres postgres) : IAsyncLifetime
{
    private TestTariffs _tariffs = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var founded = _tariffs.State.Book.NewestFirst.Single();
        var document = founded.Document.Clone();
        document.Quotas.Add(
        [
            Definition("099020", "", ("2027-01-01", "2027-04-01", "15000"), ("2027-04-01", "2027-07-01", "1000")),
            Definition("099000", "", ("2027-01-01", "2028-01-01", "2000")),
            Definition("099001", "099000", ("2027-01-01", "2028-01-01", "900")),
            Definition("099002", "099000", ("2027-01-01", "2028-01-01", "1400")),
        ]);
        document.Quotas[0].CarriesOver = true;
        _tariffs.State.Replace(new TariffBook(
            [
                founded with
                {
                    Document = document,
                    Snapshot = TariffSnapshot.Compile(TariffDocuments.ToTariff(document)),
                },
            ],
            _tariffs.State.Book.RateSets));
    }

    public ValueTask DisposeAsync() => _tariffs.DisposeAsync();

    [Fact]
    public async Task Allocate_ScarceDay_AsPublishedOnTheSecondWorkingDayAndNotBefore()
    {
        await TellAsync(Draw("A/1/1", "099020", 14_400, "2027-03-03"));
        await CloseAsync("2027-03-03");
        Assert.Equal(1, await RunAsync("2027-03-05"));
        await TellAsync(Draw("JP/1/1", "099020", 1_194, "2027-03-08"), Draw("DE/1/1", "099020", 406, "2027-03-08"));
        Assert.Equal(0, await RunAsync("2027-03-10"));
        await CloseAsync("2027-03-08");
        // Not before the second working day; nobody works on a Saturday.
        Assert.Equal(0, await RunAsync("2027-03-09"));
        Assert.Equal(0, await RunAsync("2027-03-13"));

        Assert.Equal(2, await RunAsync("2027-03-10"));
        Assert.Equal(0, await RunAsync("2027-03-10"));

        Assert.Equal([("A/1/1", 14_400), ("DE/1/1", 152), ("JP/1/1", 447)], await DrawingsAsync());
        var account = (await AllocationsAsync("099020"))[0].Account;
        Assert.Equal(("1", QuotaCriticality.Used, "2027-03-08", "2027-03-10"),
            (account.Balance, account.Criticality, account.AllocatedUntil, account.AllocatedOn));
        Assert.Empty(await _tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Allocate_FirstDaysOfJanuary_AreOneDay()
    {
        // 2 January 2027 is a Saturday.
        await TellAsync(Draw("A/1/1", "099020", 10_000, "2027-01-01"), Draw("B/1/1", "099020", 10_000, "2027-01-03"));
        await CloseAsync("2027-01-06");

        await RunAsync("2027-01-08");

        Assert.Equal([("A/1/1", 7_500), ("B/1/1", 7_500)], await DrawingsAsync());
        Assert.True((await AllocationsAsync("099020"))[0].Account.Exhausted);
    }

    [Fact]
    public async Task GivenBack_EarliestUnservedDayFirstThenTheBalanceAndTheYearsNextPeriod()
    {
        await TellAsync(Draw("A/1/1", "099020", 14_900, "2027-03-01"));
        await CloseAsync("2027-03-01");
        await RunAsync("2027-03-03");
        await TellAsync(Draw("B/1/1", "099020", 400, "2027-03-02"), Draw("C/1/1", "099020", 700, "2027-03-03"));
        await CloseAsync("2027-03-03");
        await RunAsync("2027-03-05");
        Assert.Equal([("A/1/1", 14_900), ("B/1/1", 100), ("C/1/1", 0)], await DrawingsAsync());

        await TellAsync(Back("A/2/1/back", "A/1/1", "099020", 1_100, "2027-03-01"));
        await RunAsync("2027-03-08");

        // 300 to the earlier day, 700 to the later one, 100 are left.
        Assert.Equal([("A/1/1", 13_800), ("B/1/1", 400), ("C/1/1", 700)], await DrawingsAsync());
        await TellAsync(Draw("D/1/1", "099020", 1_050, "2027-04-06"));
        await CloseAsync("2027-04-06");
        await RunAsync("2027-04-08");
        Assert.Equal(("D/1/1", 1_050), (await DrawingsAsync())[^1]);
        var next = (await AllocationsAsync("099020")).First(one => one.Account.OpenFrom == "2027-04-01").Account;
        Assert.Equal(("1100", "100", "50"), (next.Volume, next.Carried, next.Balance));
        Assert.Empty(await _tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Blocked_HeldUntilItOpens()
    {
        var endpoint = new ChangeOfState(_tariffs);
        await endpoint.ChangeAsync("099020", QuotaState.Blocked, Cancel);
        await TellAsync(Draw("A/1/1", "099020", 100, "2027-03-01"));
        await CloseAsync("2027-03-02");
        Assert.Equal(0, await RunAsync("2027-03-04"));

        await endpoint.ChangeAsync("099020", QuotaState.Unspecified, Cancel);

        Assert.Equal(1, await RunAsync("2027-03-04"));
    }

    /// <summary>
    /// Random days of two quotas and the main quota that both draw from, told twice and by two replicas at once, of
    /// which one is often cut off; beside it a model that only knows the rules.
    /// </summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Allocate_RandomDays_AsTheModelSaysNeverBelowZeroAndNothingTwice(int seed)
    {
        var random = new Random(seed);
        var model = new QuotaModel(("099000", 2_000), ("099001", 900), ("099002", 1_400));
        var day = new DateOnly(2027, 3, 1);
        for (var step = 0; step < 12; step++, day = day.AddDays(1))
        {
            var entries = Enumerable.Range(0, random.Next(0, 6)).Select(place => Draw(
                $"{step}-{place}/1/1", random.GetItems(["099000", "099001", "099002"], 1)[0], random.Next(1, 500),
                // Some come late.
                Wire.Day(random.Next(4) == 0 ? day.AddDays(-random.Next(0, 6)) : day))).ToList();
            entries.AddRange(model.Drawn.Where(one => one.Requested > 0 && random.Next(6) == 0).ToList().Select(one =>
                Back($"{one.Id}-{step}/back", one.Id, one.Order, random.Next(1, one.Requested + 1),
                    Wire.Day(one.Day))));
            foreach (var entry in entries)
                model.Take(entry);
            await Task.WhenAll(TellAsync([.. entries]), TellAsync([.. entries]));
            await CloseAsync(Wire.Day(day));
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                continue;

            await CutOffAsync(Wire.Day(day), random.Next(0, 12));
            await Task.WhenAll(RunAsync(Wire.Day(day)), RunAsync(Wire.Day(day)));
            model.Run(day);

            Assert.Equal(model.Drawn.Select(one => (one.Id, one.Allocated)).Order(), await StandingAsync());
            foreach (var (order, allocated) in model.Allocated)
            {
                var told = await AllocationsAsync(order);
                Assert.Equal(allocated, told.Count == 0 ? 0 : int.Parse(told[0].Account.Allocated));
                Assert.True(told.All(one => decimal.Parse(one.Account.Balance) >= 0));
            }
        }

        Assert.Empty(await _tariffs.AuditAsync(Cancel));
        Assert.Contains(model.Drawn, one => one.Allocated < one.Requested);
    }

    private static QuotaDefinition Definition(
        string order, string main, params (string From, string To, string Volume)[] periods) => new()
        {
            OrderNumber = order,
            Unit = "kg Dy2O3",
            MainOrderNumber = main,
            Periods =
            {
                periods.Select(one => new QuotaPeriod { OpenFrom = one.From, OpenTo = one.To, Volume = one.Volume }),
            },
        };

    private static QuotaEntry Draw(string id, string order, int quantity, string day) =>
        new() { Id = id, OrderNumber = order, Quantity = $"{quantity}", AcceptanceDay = day };

    private static QuotaEntry Back(string id, string of, string order, int quantity, string day) =>
        new() { Id = id, OrderNumber = order, Quantity = $"{quantity}", AcceptanceDay = day, Returns = of };

    private Task TellAsync(params QuotaEntry[] entries) => ApplyAsync(new DeclarationsDecided
    {
        Declarations = { new DecidedDeclaration { Mrn = "27DE", Quotas = { entries } } },
    });

    private Task CloseAsync(string day) => ApplyAsync(new DayClosed { Day = day });

    private async Task ApplyAsync(IMessage happened)
    {
        var copy = new DeclarationsCopy();
        var entry = new Entry { Kind = happened.Descriptor.FullName, Subject = "x", Body = happened.ToByteString() };
        await using var connection = await _tariffs.Data.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await copy.ApplyAsync(transaction, [.. copy.Split(entry)], Cancel);
        await transaction.CommitAsync(Cancel);
    }

    private Task<int> RunAsync(string day, CancellationToken? cancel = null)
    {
        _tariffs.Clock.Set(day);
        return new AllocateQuotas(_tariffs.Data, _tariffs.State, _tariffs.Membership, new JournalSignal(),
            _tariffs.Clock, TimeProvider.System).RunAsync(cancel ?? Cancel);
    }

    /// <summary>A worker that is gone before it has finished, or not.</summary>
    private async Task CutOffAsync(string day, int afterMs)
    {
        using var cut = new CancellationTokenSource(afterMs);
        try
        {
            await RunAsync(day, cut.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task<List<QuotaAllocated>> AllocationsAsync(string order)
    {
        await using var connection = await _tariffs.Data.OpenConnectionAsync(Cancel);
        return
        [
            .. (await QuotaRows.AllocationsAsync(connection, order, null, 1_000, Cancel)).Select(one => one.Content),
        ];
    }

    private async Task<List<(string Id, int Allocated)>> DrawingsAsync() =>
        [.. (await StandingAsync()).Select(one => (one.Id, one.Allocated!.Value))];

    private async Task<List<(string Id, int? Allocated)>> StandingAsync()
    {
        await using var select = _tariffs.Data.CreateCommand("SELECT id, allocated FROM quota_drawing");
        var all = new List<(string, int?)>();
        await using var rows = await select.ExecuteReaderAsync(Cancel);
        while (await rows.ReadAsync(Cancel))
            all.Add((rows.GetString(0), rows.IsDBNull(1) ? null : (int)rows.GetDecimal(1)));
        return [.. all.Order()];
    }

    private sealed class ChangeOfState(TestTariffs tariffs)
    {
        public async Task ChangeAsync(string order, QuotaState state, CancellationToken cancel)
        {
            await using var connection = await tariffs.Data.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var changed = new QuotaStateChanged
            {
                OrderNumber = order,
                State = state,
                Reason = "test",
                ChangedAt = TimeProvider.System.RecordedNow(),
            };
            var entry = await transaction.AppendAsync(new NewEntry("officer", "quota", null, changed), cancel);
            await QuotaRows.AddAsync(transaction, entry, changed, cancel);
            await transaction.CommitAsync(cancel);
        }
    }
}

/// <summary>The rules once more, in whole numbers and without any thought of speed.</summary>
internal sealed class QuotaModel(params (string Order, int Volume)[] quotas)
{
    private const string Main = "099000";

    private readonly HashSet<string> _seen = [];
    private DateOnly? _reached;
    private DateOnly? _last;

    public List<Wish> Drawn { get; } = [];

    /// <summary>What is gone of each quota; of the main one with what the others drew.</summary>
    public IEnumerable<(string Order, int Allocated)> Allocated =>
        quotas.Select(one => (one.Order, one.Volume - Left(one.Order)));

    public void Take(QuotaEntry entry)
    {
        if (!_seen.Add(entry.Id))
            return;
        if (entry.Returns.Length > 0)
            Drawn.Single(one => one.Id == entry.Returns).Requested -= int.Parse(entry.Quantity);
        else
            Drawn.Add(new Wish(entry.Id, entry.OrderNumber, Wire.ParseDay(entry.AcceptanceDay))
            {
                Requested = int.Parse(entry.Quantity),
            });
    }

    public void Run(DateOnly today)
    {
        var due = Drawn.Where(one => one.Allocated is null && Working(one.Day, 2) <= today
            && !(one.Day <= _reached && today <= _last)).ToList();
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
    internal sealed class Wish(string id, string order, DateOnly day)
    {
        public string Id { get; } = id;

        public string Order { get; } = order;

        public DateOnly Day { get; } = day;

        public int Requested { get; set; }

        public int? Allocated { get; set; }
    }
}
