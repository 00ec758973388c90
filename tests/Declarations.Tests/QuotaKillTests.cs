using System.Globalization;
using CrmClub.Journal;

namespace CrmClub.Declarations.Tests;

/// <summary>Allocations of many declarations, while those who work them in die.</summary>
public sealed class QuotaKillTests(Servers servers) : IAsyncLifetime
{
    private const int Declarations = 2_000;
    private const int EntryQuantities = 500;
    private const int Deaths = 20;

    // What 406 kg for 121,800.00 USD owe by the kg of them that are within, as published.
    private static readonly (string Kg, string Duty)[] Outcomes =
        [("0", "19848.89"), ("152", "12417.77"), ("406", "0.00")];

    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Allocated_ManyDeclarationsAndTwentyDeaths_EachDecidedOnceAndAsPublished()
    {
        var random = new Random(1);
        var sent = await Task.WhenAll(Enumerable.Range(1, Declarations).Select(number =>
            _service.SubmitAsync(World.InQuota("DE", $"L-{number}", "406", "121800.00"))));
        var outcomes = sent.Select(one => one.Revision.Identity.Mrn)
            .ToDictionary(mrn => mrn, _ => random.GetItems(Outcomes, 1)[0]);
        var deaths = 0;

        foreach (var (place, quantities) in outcomes.Chunk(EntryQuantities).Index())
        {
            Task TellAsync() => _service.AllocateAsync(
                place + 1, [.. quantities.Select(one => ($"{one.Key}/1/1", one.Value.Kg))]);
            await DiesAsync("copy", TellAsync);
            await TellAsync();
        }

        while (deaths < Deaths)
            await DiesAsync("reassessment", () => _service.StepAsync());
        await _service.ReassessAllAsync();

        Assert.Equal(2 * Declarations, await _service.CountAsync("revision"));
        Assert.Equal(0, await _service.CountAsync("adjustment"));
        foreach (var (mrn, (kg, duty)) in outcomes)
        {
            var answer = (await _service.GetAsync(mrn)).Answer;
            Assert.Equal((kg, Number(duty), 2),
                (answer.Items[0].Quota.Allocated, Number(answer.Duty.Amount), answer.Revision));
            Assert.Equal(Number("19848.89"),
                Number(answer.SecurityUsed.Amount) + Number(answer.SecurityReleased.Amount));
        }

        Assert.Equal(outcomes.Values.Sum(one => Number(one.Duty)), Number(Assert.Single(
            (await _service.AccountsAsync(TestService.German)).Accounts).Adjusted));
        await _service.SoundAsync();

        // Before or after it commits.
        async Task DiesAsync(string room, Func<Task> work)
        {
            Assert.True(await FailPoint.DiesAsync(
                $"{room}.{random.GetItems(["before", "after"], 1)[0]}-commit", work));
            deaths++;
        }
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
