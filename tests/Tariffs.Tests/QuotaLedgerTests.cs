using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using CrmClub.Testing;
using static CrmClub.Tariffs.Tests.TestQuotas;

namespace CrmClub.Tariffs.Tests;

/// <summary>The ledger of quotas: what is drawn, allocated and given back, on the real database.</summary>
public sealed class QuotaLedgerTests(Postgres postgres) : IAsyncLifetime
{
    private TestQuotas _quotas = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _quotas = await TestQuotas.CreateAsync(postgres, 1, Cancel);

    public ValueTask DisposeAsync() => _quotas.DisposeAsync();

    [Fact]
    public async Task Allocate_ScarceDay_AsPublishedOnTheSecondWorkingDayAndNotBefore()
    {
        await _quotas.TellAsync(Draw("A/1/1", "099020", 14_400, "2027-03-03"));
        await _quotas.CloseAsync("2027-03-03");
        Assert.Equal(1, await _quotas.RunAsync("2027-03-05"));
        await _quotas.TellAsync(
            Draw("JP/1/1", "099020", 1_194, "2027-03-08"), Draw("DE/1/1", "099020", 406, "2027-03-08"));
        Assert.Equal(0, await _quotas.RunAsync("2027-03-10"));
        await _quotas.CloseAsync("2027-03-08");
        // Not before the second working day; nobody works on a Saturday.
        Assert.Equal(0, await _quotas.RunAsync("2027-03-09"));
        Assert.Equal(0, await _quotas.RunAsync("2027-03-13"));

        Assert.Equal(2, await _quotas.RunAsync("2027-03-10"));
        Assert.Equal(0, await _quotas.RunAsync("2027-03-10"));

        Assert.Equal([("A/1/1", 14_400), ("DE/1/1", 152), ("JP/1/1", 447)], await DrawingsAsync());
        var account = (await _quotas.AllocationsAsync("099020"))[0].Account;
        Assert.Equal(("1", QuotaCriticality.Used, "2027-03-08", "2027-03-10"),
            (account.Balance, account.Criticality, account.AllocatedUntil, account.AllocatedOn));
        Assert.Empty(await _quotas.Tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Allocate_FirstDaysOfJanuary_AreOneDay()
    {
        // 2 January 2027 is a Saturday.
        await _quotas.TellAsync(
            Draw("A/1/1", "099020", 10_000, "2027-01-01"), Draw("B/1/1", "099020", 10_000, "2027-01-03"));
        await _quotas.CloseAsync("2027-01-06");

        await _quotas.RunAsync("2027-01-08");

        Assert.Equal([("A/1/1", 7_500), ("B/1/1", 7_500)], await DrawingsAsync());
        Assert.True((await _quotas.AllocationsAsync("099020"))[0].Account.Exhausted);
    }

    [Fact]
    public async Task GivenBack_EarliestUnservedDayFirstThenTheBalanceAndTheYearsNextPeriod()
    {
        await _quotas.TellAsync(Draw("A/1/1", "099020", 14_900, "2027-03-01"));
        await _quotas.CloseAsync("2027-03-01");
        await _quotas.RunAsync("2027-03-03");
        await _quotas.TellAsync(Draw("B/1/1", "099020", 400, "2027-03-02"), Draw("C/1/1", "099020", 700, "2027-03-03"));
        await _quotas.CloseAsync("2027-03-03");
        await _quotas.RunAsync("2027-03-05");
        Assert.Equal([("A/1/1", 14_900), ("B/1/1", 100), ("C/1/1", 0)], await DrawingsAsync());

        await _quotas.TellAsync(Back("A/2/1/back", "A/1/1", "099020", 1_100, "2027-03-01"));
        await _quotas.RunAsync("2027-03-08");

        // 300 to the earlier day, 700 to the later one, 100 are left.
        Assert.Equal([("A/1/1", 13_800), ("B/1/1", 400), ("C/1/1", 700)], await DrawingsAsync());
        await _quotas.TellAsync(Draw("D/1/1", "099020", 1_050, "2027-04-06"));
        await _quotas.CloseAsync("2027-04-06");
        await _quotas.RunAsync("2027-04-08");
        Assert.Equal(("D/1/1", 1_050), (await DrawingsAsync())[^1]);
        var next = (await _quotas.AllocationsAsync("099020"))
            .First(one => one.Account.OpenFrom == "2027-04-01").Account;
        Assert.Equal(("1100", "100", "50"), (next.Volume, next.Carried, next.Balance));
        Assert.Empty(await _quotas.Tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Blocked_HeldUntilItOpens()
    {
        await _quotas.ChangeStateAsync("099020", QuotaState.Blocked);
        await _quotas.TellAsync(Draw("A/1/1", "099020", 100, "2027-03-01"));
        await _quotas.CloseAsync("2027-03-02");
        Assert.Equal(0, await _quotas.RunAsync("2027-03-04"));

        await _quotas.ChangeStateAsync("099020", QuotaState.Unspecified);

        Assert.Equal(1, await _quotas.RunAsync("2027-03-04"));
    }

    /// <summary>
    /// Random days of two quotas and the main quota that both draw from, told twice and by two replicas at once, of
    /// which one is often cut off; beside it a model that only knows the rules.
    /// </summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Allocate_RandomDays_AsTheModelSaysNeverBelowZeroAndNothingTwice(int seed) =>
        Assert.True(await PlayAsync(_quotas, seed));

    /// <summary>The long form: 3,000 days, with quotas of their own for each twelve.</summary>
    [Fact(Explicit = true)]
    public async Task Allocate_ThousandsOfRandomDays_AsTheModelSays()
    {
        var scarce = 0;
        for (var seed = 4; seed < 254; seed++)
        {
            await using var quotas = await CreateAsync(postgres, 1, Cancel);
            scarce += await PlayAsync(quotas, seed) ? 1 : 0;
        }

        Assert.True(scarce > 200, $"{scarce} of 250 had less than was asked for.");
    }

    /// <returns>Whether less was there than was asked for.</returns>
    private static async Task<bool> PlayAsync(TestQuotas quotas, int seed)
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
            await Task.WhenAll(quotas.TellAsync([.. entries]), quotas.TellAsync([.. entries]));
            await quotas.CloseAsync(Wire.Day(day));
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                continue;

            await CutOffAsync(quotas, Wire.Day(day), random.Next(0, 12));
            await Task.WhenAll(quotas.RunAsync(Wire.Day(day)), quotas.RunAsync(Wire.Day(day)));
            model.Run(day);

            Assert.Equal(model.Drawn.Select(one => (one.Id, one.Allocated)).Order(), await quotas.StandingAsync());
            foreach (var (order, allocated) in model.Allocated)
            {
                var told = await quotas.AllocationsAsync(order);
                Assert.Equal(allocated, told.Count == 0 ? 0 : int.Parse(told[0].Account.Allocated));
                Assert.True(told.All(one => decimal.Parse(one.Account.Balance) >= 0));
            }
        }

        Assert.Empty(await quotas.Tariffs.AuditAsync(Cancel));
        return model.Drawn.Any(one => one.Allocated < one.Requested);
    }

    /// <summary>
    /// Thousands of drawings of two quotas and of the main quota that both draw from; who takes them and who allocates
    /// dies each time, before or after it commits, and starts again.
    /// </summary>
    [Fact]
    public async Task Allocate_ThousandsOfDrawingsAndADeathAtEachStep_AsTheModelSays()
    {
        const int days = 12, drawings = 400, times = 400;
        await using var quotas = await CreateAsync(postgres, times, Cancel);
        var random = new Random(1);
        var model = new QuotaModel(("099000", 2_000 * times), ("099001", 900 * times), ("099002", 1_400 * times));
        var died = 0;
        var day = new DateOnly(2027, 3, 1);
        for (var step = 0; step < days; step++, day = Next(day))
        {
            var entries = Enumerable.Range(0, drawings).Select(place => Draw(
                $"{step}-{place}/1/1", random.GetItems(["099000", "099001", "099002"], 1)[0], random.Next(1, 800),
                Wire.Day(day))).ToList();
            entries.AddRange(model.Drawn.Where(one => one.Requested > 0 && random.Next(40) == 0).ToList().Select(one =>
                Back($"{one.Id}-{step}/back", one.Id, one.Order, random.Next(1, one.Requested + 1),
                    Wire.Day(one.Day))));
            foreach (var entry in entries)
                model.Take(entry);
            await DyingAsync("copy", () => quotas.TellAsync([.. entries]));
            await quotas.CloseAsync(Wire.Day(day));
            await DyingAsync("quota", () => quotas.RunAsync(Wire.Day(day)));
            model.Run(day);
        }

        await quotas.RunAsync(Wire.Day(day = Next(day)));
        model.Run(day);

        Assert.Equal(2 * days, died);
        Assert.Equal(model.Drawn.Select(one => (one.Id, one.Allocated)).Order(), await quotas.StandingAsync());
        Assert.Equal(await quotas.StandingAsync(), await quotas.ToldAsync());
        foreach (var (order, allocated) in model.Allocated)
            Assert.Equal(allocated, int.Parse((await quotas.AllocationsAsync(order))[0].Account.Allocated));
        Assert.Contains(model.Drawn, one => one.Allocated < one.Requested);
        Assert.Empty(await quotas.Tariffs.AuditAsync(Cancel));

        // Dies before or after it commits, and is done again either way.
        async Task DyingAsync(string room, Func<Task> work)
        {
            if (await FailPoint.DiesAsync($"{room}.{random.GetItems(["before", "after"], 1)[0]}-commit", work))
                died++;
            await work();
        }

        static DateOnly Next(DateOnly day) => day.AddDays(day.DayOfWeek == DayOfWeek.Friday ? 3 : 1);
    }

    /// <summary>A worker that is gone before it has finished, or not.</summary>
    private static async Task CutOffAsync(TestQuotas quotas, string day, int afterMs)
    {
        using var cut = new CancellationTokenSource(afterMs);
        try
        {
            await quotas.RunAsync(day, cut.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task<List<(string Id, int Allocated)>> DrawingsAsync() =>
        [.. (await _quotas.StandingAsync()).Select(one => (one.Id, one.Allocated!.Value))];
}
