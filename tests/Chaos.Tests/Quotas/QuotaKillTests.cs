using System.Diagnostics;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests.Quotas;

/// <summary>
/// The three services that work on a quota are killed while many draw from it, are allocated and decided: ledger,
/// duties and mass balance are those of the reference model.
/// </summary>
[Collection<ChaosClub>]
public sealed class QuotaKillTests(ChaosClub chaos)
{
    /// <summary>After acceptance, in working days.</summary>
    private const int AllocatedAfter = 2;
    private const int AmendedOneIn = 25;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Quota_EachServiceKilledWhileItIsAllocated_AsTheModelSays() => SurvivesAsync(days: 1, drawings: 300);

    /// <summary>
    /// The long form: 10,000 drawings, each service killed ten times while they are declared and ten times while they
    /// are allocated.
    /// </summary>
    [Fact(Explicit = true)]
    public Task Quota_EachServiceKilledTwentyTimes_AsTheModelSays() => SurvivesAsync(days: 10, drawings: 1_000);

    /// <summary>
    /// On each day so many are declared, a few of those before are amended, and what is due is allocated; nothing is
    /// while they are, so that the model knows what was there first.
    /// </summary>
    private async Task SurvivesAsync(int days, int drawings)
    {
        var watch = Stopwatch.StartNew();
        var random = new Random(ChaosClub.Seed);
        var secretariat = new QuotaClub(chaos.Club, Cancel);
        var (day, all) = (new DateOnly(2027, 3, 1), days * drawings);
        (string, int)[] quotas = [("099000", 400 * all), ("099001", 150 * all), ("099002", 170 * all)];
        await secretariat.ItIsAsync(day.AddDays(-3));
        await secretariat.FoundAsync(day, quotas);
        var certificate = await chaos.Club.CertifyPlantAsync("Dy", "20000", "2027-01-04", Cancel);
        var model = new QuotaModel(quotas);
        var trade = new QuotaTrade(chaos.Club, certificate, model, random, Cancel);
        var kills = new Kills(chaos.Club, random, Cancel);

        for (var place = 0; place < days + AllocatedAfter; place++, day = Working(day, 1))
        {
            await secretariat.ChangeStateAsync(QuotaState.Blocked);
            await secretariat.ItIsAsync(day);
            await trade.UntilKnownAsync(day);
            var declared = place < days ? drawings : 0;
            var work = Task.WhenAll(
                trade.AmendAsync(place == 0 ? 0 : drawings / AmendedOneIn), trade.DeclareAsync(day, declared));
            await kills.DuringAsync(work, days > 1 && declared > 0 ? Kills.Services : [],
                _ => trade.UntilAnsweredAsync(random.Next(declared)));

            var isDue = place >= AllocatedAfter;
            await secretariat.UntilClosedAsync(isDue ? Working(day, -AllocatedAfter) : null);
            var told = await secretariat.ToldAsync();
            await secretariat.ChangeStateAsync(QuotaState.Unspecified);
            model.Run(day);
            work = secretariat.UntilDecidedAsync(model.Drawn.Count(one => one.Allocated is null));
            await kills.DuringAsync(work, isDue ? Kills.Services : [],
                service => service == "declarations" ? secretariat.UntilToldAsync(told) : Task.CompletedTask);
        }

        var outcome = await new QuotaChecker(chaos.Club, secretariat, Cancel)
            .CheckAsync(trade, model, certificate.Facility);
        chaos.Found(outcome, kills, watch.Elapsed);
        Assert.Empty(outcome.Faults);
        Assert.Equal(all, outcome.Drawings);
    }

    private static DateOnly Working(DateOnly day, int days)
    {
        for (; days != 0; days -= day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : Math.Sign(days))
            day = day.AddDays(Math.Sign(days));
        return day;
    }
}
