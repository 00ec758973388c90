using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using static CrmClub.Declarations.Tests.AdjustmentSteps;

namespace CrmClub.Declarations.Tests;

/// <summary>Steps in the life of an adjustment that are not taken.</summary>
public sealed class AdjustmentRefusalTests(Servers servers)
{
    /// <summary>Every refusal: a path of steps, what is refused behind it, and what is allowed or broken.</summary>
    private static readonly (string Path, string Step, string What)[] Refusals =
    [
        ("", "none", "REQUIRED"),
        ("", "heard", "hearing_opened, fraud, dropped"),
        ("", "notified", "hearing_opened, fraud, dropped"),
        ("", "appealed", "hearing_opened, fraud, dropped"),
        ("", "appeal_decided", "hearing_opened, fraud, dropped"),
        ("", "settled", "hearing_opened, fraud, dropped"),
        ("fraud", "fraud", "hearing_opened, dropped"),
        ("hearing_opened", "hearing_opened", "heard, fraud, dropped"),
        ("hearing_opened", "notified", "heard, fraud, dropped"),
        ("hearing_opened heard", "heard", "fraud, notified, dropped"),
        ("hearing_opened heard fraud", "hearing_opened", "notified, dropped"),
        ("hearing_opened heard notified", "notified", "appealed, settled, dropped"),
        ("hearing_opened heard notified", "fraud", "appealed, settled, dropped"),
        ("hearing_opened heard notified", "appeal_decided", "appealed, settled, dropped"),
        ("hearing_opened heard notified appealed", "dropped", "appeal_decided, settled"),
        ("hearing_opened heard notified appealed", "appealed", "appeal_decided, settled"),
        ("hearing_opened heard notified settled", "settled", "appealed"),
        ("hearing_opened heard notified settled", "dropped", "appealed"),
        ("hearing_opened heard notified settled appealed", "dropped", "appeal_decided"),
        ("hearing_opened heard notified appealed upheld", "settled", "no more steps"),
        ("dropped", "dropped", "no more steps"),
        ("dropped", "hearing_opened", "no more steps"),
        ("", "hearing_opened:2027-09-19", "DAY_OF_STEP"),
        ("", "hearing_opened:2027-09-21", "DAY_OF_STEP"),
        ("", "hearing_opened:2027-09-20/2027-10-19", "HEARING_DAYS"),
        ("", "hearing_opened:20.9.2027", "DAY"),
        ("", "hearing_opened:2027-09-20/soon", "DAY"),
        ("", "dropped-without", "REQUIRED REQUIRED"),
        ("hearing_opened", "heard-without", "REQUIRED"),
        ("", "fraud-without", "REQUIRED"),
        ("hearing_opened heard notified", "settled-less", "AMOUNT_OF_ADJUSTMENT"),
        ("hearing_opened heard notified", "settled-yen", "AMOUNT_OF_ADJUSTMENT"),
        ("hearing_opened heard notified", "appealed-without", "REQUIRED"),
        ("hearing_opened heard notified appealed", "decided-without", "REQUIRED REQUIRED"),
    ];

    [Fact]
    public async Task Step_NotAllowedOrNotSound_IsRefusedWithWhatIs()
    {
        await using var service = await TestService.FoundAsync(servers.Postgres);
        await Task.WhenAll(Refusals.Select(
            (_, number) => service.SubmitAsync(World.Dysprosium("DE", $"L-{number}", "254", "76200.00"))));
        await service.RevokeAsync(World.Revoked("2027-02-01"));
        await service.ReassessAllAsync();
        var proposed = (await service.AdjustmentsAsync(new(), TestService.German)).Adjustments;

        foreach (var ((path, step, what), adjustment) in Refusals.Zip(proposed))
        {
            foreach (var taken in path.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                await service.ReportAsync(adjustment.Id, Named(taken));
            var before = await service.CountAsync("journal");

            var refusal = await Assert.ThrowsAsync<ClubException>(
                () => service.ReportAsync(adjustment.Id, Named(step)));

            var rules = string.Join(' ', refusal.Violations.Select(one => one.Rule));
            if (refusal.Reason is ErrorReason.StateForbids)
                Assert.EndsWith($"allowed are {what}.", refusal.Message);
            else
                Assert.Equal((step, what), (step, rules));
            Assert.Equal(before, await service.CountAsync("journal"));
        }

        Assert.Equal(Refusals.Length, proposed.Count);
        await service.SoundAsync();
    }
}
