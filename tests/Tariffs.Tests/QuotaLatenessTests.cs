using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tariffs.Documents;
using CrmClub.Testing;
using static CrmClub.Tariffs.Tests.TestQuotas;

namespace CrmClub.Tariffs.Tests;

/// <summary>A ledger that has not heard of Declarations for a week.</summary>
public sealed class QuotaLatenessTests(Postgres postgres) : IAsyncLifetime
{
    private static readonly DateOnly Monday = new(2027, 3, 1), MondayAfterNext = new(2027, 3, 15);
    private static readonly (string, int)[] Quotas = [("099000", 2_000), ("099001", 900), ("099002", 1_400)];

    private readonly QuotaModel _model = new(Quotas);
    private TestQuotas _quotas = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _quotas = await TestQuotas.CreateAsync(postgres, 1, Cancel);

    public ValueTask DisposeAsync() => _quotas.DisposeAsync();

    /// <summary>
    /// Two replicas allocate between any two pieces of what comes late and twice. Where nothing is given back, each has
    /// what it would have had in time.
    /// </summary>
    [Theory, InlineData(1, false), InlineData(2, true), InlineData(3, true)]
    public async Task Allocate_AWeekTooLateInPiecesAndTwice_AsTheModelSays(int seed, bool givesBack)
    {
        const int days = 7;
        var random = new Random(seed);
        var inTime = new QuotaModel(Quotas);
        var told = new List<QuotaEntry[]>();
        for (var (day, number) = (Monday, 0); number < days; day = day.AddDays(1), number++)
        {
            for (var piece = 0; piece < 3; piece++)
            {
                told.Add([.. Entries(random, day, $"{number}-{piece}", givesBack)]);
                foreach (var entry in told[^1])
                {
                    _model.Take(entry);
                    inTime.Take(entry);
                }

                await _quotas.TellAsync(told[^1]);
                await _quotas.TellAsync(told[random.Next(told.Count)]);
                await RunAsync(MondayAfterNext, day.AddDays(-1));
            }

            await _quotas.CloseAsync(Wire.Day(day));
            await _quotas.CloseAsync(Wire.Day(random.Next(2) == 0 ? day : Monday));
            await RunAsync(MondayAfterNext, day);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                inTime.Run(day);
        }

        await RunAsync(MondayAfterNext.AddDays(1), Monday.AddDays(days - 1));
        for (var after = Monday.AddDays(days); after < MondayAfterNext.AddDays(-2); after = after.AddDays(1))
            inTime.Run(after);

        Assert.Contains(_model.Drawn, one => one.Allocated < one.Requested);
        if (!givesBack)
            Assert.Equal(Standing(inTime), await _quotas.StandingAsync());
        Assert.Equal(await _quotas.StandingAsync(), await _quotas.ToldAsync());
        Assert.Empty(await _quotas.Tariffs.AuditAsync(Cancel));
    }

    private async Task RunAsync(DateOnly today, DateOnly closed)
    {
        await Task.WhenAll(_quotas.RunAsync(Wire.Day(today)), _quotas.RunAsync(Wire.Day(today)));
        _model.Run(today, closed);
        Assert.Equal(Standing(_model), await _quotas.StandingAsync());
        foreach (var (order, allocated) in _model.Allocated)
        {
            var all = await _quotas.AllocationsAsync(order);
            Assert.Equal(allocated, all.Count == 0 ? 0 : int.Parse(all[0].Account.Allocated));
        }
    }

    private IEnumerable<QuotaEntry> Entries(Random random, DateOnly day, string piece, bool givesBack)
    {
        foreach (var place in Enumerable.Range(0, random.Next(0, 4)))
            yield return Draw($"{piece}-{place}/1/1", random.GetItems(["099000", "099001", "099002"], 1)[0],
                random.Next(1, 400), Wire.Day(day));
        foreach (var one in _model.Drawn.Where(one => givesBack && one.Requested > 0 && random.Next(6) == 0).ToList())
            yield return Back(
                $"{one.Id}-{piece}/back", one.Id, one.Order, random.Next(1, one.Requested + 1), Wire.Day(one.Day));
    }

    private static IEnumerable<(string, int?)> Standing(QuotaModel model) =>
        model.Drawn.Select(one => (one.Id, one.Allocated)).Order();
}
