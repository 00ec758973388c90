using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Submission;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Declarations.Tests;

/// <summary>Corrected rates, prices and tariffs: what was decided by others is decided again.</summary>
public sealed class CorrectionTests(Servers servers) : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Rate_ToldTwice_WhatItsSeriesAndDaysDecided_OnceEach()
    {
        var german = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        string[] untouched =
        [
            Mrn(await _service.SubmitAsync(World.Dysprosium("JP", "L-2", "747", "224100.00"))),
            Mrn(await _service.SubmitAsync(World.Metals("DE", "L-3", "2027-05-31"))),
            Mrn(await _service.SubmitAsync(World.Oxide("L-4", "2027-03-08"))),
        ];
        var before = (await _service.GetAsync(Mrn(german))).Answer;

        for (var told = 0; told < 2; told++)
        {
            await _service.RecordAsync(March("1.2"));
            await _service.ReassessAllAsync();
        }

        var after = await _service.GetAsync(Mrn(german));
        Assert.Equal(("12417.77", "11641.67"), (before.Duty.Amount, after.Answer.Duty.Amount));
        Assert.Equal((2, 2), (after.Answer.Revision, after.Answer.Versions.RateSet));
        Assert.Equal("exchange rates EU-MONTHLY corrected by set 2", after.Answer.Cause);
        Assert.Equal("-776.10", Assert.Single(after.Adjustments).Difference.Amount);
        Assert.Equal(before, (await _service.GetAsync(Mrn(german), 1)).Answer);
        foreach (var mrn in untouched)
            Assert.Single((await _service.GetAsync(mrn)).Revisions);
        await AssertSoundAsync();
    }

    [Theory]
    [InlineData("2027-04-01", "2027-05-01", "1.2")]
    [InlineData("2027-03-01", "2027-04-01", "1.1250")]
    public async Task Rate_ForDaysWithoutOne_OrTheSame_LeavesNothingToDo(string from, string to, string rate)
    {
        var set = March(rate);
        (set.Rates[0].ValidFrom, set.Rates[0].ValidTo) = (from, to);

        await _service.RecordAsync(set);

        Assert.Equal(0, await _service.CountAsync("reassessment"));
    }

    [Fact]
    public async Task Price_Corrected_FloorsThatShareAValueAreComputedAgain()
    {
        var oxide = World.Price("NdPr", "NdPrO", "112.50");
        await _service.RecordAsync(new() { Number = 2, Prices = { World.Price("Dy", "Dy2O3", "225"), oxide } });
        var mixed = await _service.SubmitAsync(World.Mixed("L-1"));
        var other = await _service.SubmitAsync(World.Metals("DE", "L-2", "2027-05-31"));
        oxide.Price.Amount = "337.50";

        await _service.RecordAsync(new() { Number = 3, Prices = { oxide } });
        await _service.ReassessAllAsync();

        // 8,000 USD are each material's now: floors of 19,500 and 4,400 USD, and what the second lacks is nothing.
        var answer = await _service.GetAsync(Mrn(mixed));
        Assert.Equal(("13066.66", 3, "reference prices corrected by set 3"),
            (answer.Answer.Duty.Amount, answer.Answer.Versions.RateSet, answer.Answer.Cause));
        Assert.Single(answer.Adjustments);
        Assert.Single((await _service.GetAsync(Mrn(other))).Revisions);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Tariff_FromADayPast_CountsWhenItsDocumentIsHere()
    {
        var touched = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        string[] untouched =
        [
            Mrn(await _service.SubmitAsync(World.Dysprosium("DE", "L-2", "254", "76200.00", "2027-03-07"))),
            Mrn(await _service.SubmitAsync(World.Metals("DE", "L-3", "2027-05-31"))),
        ];
        var (version, document) = await PublishAsync(2, "2027-03-08", Lower("4 %"));
        await _service.ReassessAllAsync();
        Assert.Equal(1, (await _service.GetAsync(Mrn(touched))).Answer.Revision);

        for (var told = 0; told < 2; told++)
        {
            await _service.FetchedAsync(version, document);
            await _service.ReassessAllAsync();
        }

        var answer = await _service.GetAsync(Mrn(touched));
        Assert.Equal((2, 2, "tariff version 2 counts from 2027-03-08"),
            (answer.Answer.Revision, answer.Answer.Versions.Tariff, answer.Answer.Cause));
        // 6 % of 67,733.33 EUR less.
        Assert.Equal("-4064.00", Assert.Single(answer.Adjustments).Difference.Amount);
        foreach (var mrn in untouched)
            Assert.Single((await _service.GetAsync(mrn)).Revisions);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Tariff_WithTheBytesOfAnEarlierOne_CountsAtOnce()
    {
        var (second, document) = await PublishAsync(2, World.FirstDay, Lower("4 %"));
        await _service.FetchedAsync(second, document);
        await _service.RefreshTariffsAsync();
        var submitted = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));

        await PublishAsync(3, "2027-03-08", World.Tariff());
        await _service.ReassessAllAsync();

        var answer = await _service.GetAsync(Mrn(submitted));
        Assert.Equal(("12417.77", 3), (answer.Answer.Duty.Amount, answer.Answer.Versions.Tariff));
        Assert.Equal("4064.00", Assert.Single(answer.Adjustments).Difference.Amount);
    }

    [Fact]
    public async Task Tariff_ThatAllowsWhatWasForbidden_AtNoDuty_IsARevisionWithoutAdjustment()
    {
        var forbidden = World.Metals("DE", "L-1", "2027-05-31");
        foreach (var item in forbidden.Items)
            item.Origin = "KP";
        var submitted = await _service.SubmitAsync(forbidden);
        var open = World.Tariff();
        open.Measures.Remove(open.Measures.Single(measure => measure.Id == "M12"));
        foreach (var measure in open.Measures)
            measure.ExcludedOrigins.Add("KP");

        var (version, document) = await PublishAsync(2, World.FirstDay, open);
        await _service.FetchedAsync(version, document);
        await _service.ReassessAllAsync();

        var answer = await _service.GetAsync(Mrn(submitted));
        Assert.Equal(2, answer.Answer.Revision);
        Assert.All(answer.Answer.Items, item => Assert.False(item.NotAllowed));
        Assert.Empty(answer.Adjustments);
    }

    [Fact]
    public async Task RateCertificateAndTariff_EachCauseIsAnAdjustmentOfItsOwn()
    {
        var submitted = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));

        await _service.RecordAsync(March("1.2"));
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        var (version, document) = await PublishAsync(2, "2027-03-01", Lower("4 %", "M1"));
        await _service.FetchedAsync(version, document);
        await _service.ReassessAllAsync();

        var answer = await _service.GetAsync(Mrn(submitted));
        Assert.Equal(["-776.10", "6350.00", "-10160.00"],
            answer.Adjustments.Select(one => one.Difference.Amount));
        Assert.Equal((2, 2, 2), (answer.Answer.Versions.Tariff, answer.Answer.Versions.RateSet,
            answer.Answer.Versions.Certificates.Single().Version));
        await AssertSoundAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Correct_WhileDeclarationsCome_EachIsDecidedAnewOrReassessed(bool rate)
    {
        await using var replica = await _service.JoinAsync();
        const int Declarations = 400;

        var submitting = Enumerable.Range(0, Declarations).Select(async number =>
        {
            await Task.Yield();
            return await (number % 2 == 0 ? _service : replica)
                .SubmitAsync(World.Dysprosium("DE", $"L-{number}", "254", "76200.00"));
        }).ToArray();
        await Task.WhenAny(submitting);
        // No replica is told: each must find out by itself that what it decided on is old.
        if (rate)
        {
            await _service.RecordAsync(March("1.2"), refresh: false);
        }
        else
        {
            var (version, document) = await PublishAsync(2, "2027-03-08", Lower("4 %"));
            await _service.FetchedAsync(version, document);
        }

        await Task.WhenAll(submitting);
        await _service.ReassessAllAsync();
        for (var number = 0; number < 20; number++)
            await replica.SubmitAsync(World.Dysprosium("DE", $"M-{number}", "254", "76200.00"));

        var page = await _service.ListAsync(new ListDeclarationsRequest { PageSize = 500 }, TestService.Auditor);
        Assert.Equal(Declarations + 20, page.Declarations.Count);
        Assert.All(page.Declarations, declaration =>
            Assert.Equal(rate ? "11641.67" : "8353.77", declaration.Duty.Amount));
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    // Decided by a tariff that asks for nothing, stored when the next one asks for pieces.
    [Fact]
    public async Task Tariff_ThatNeedsAFigureMore_WhileOneIsStored_RefusesItAndNamesItToTheNextTry()
    {
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00");
        await using var replica = await _service.JoinAsync();
        var (version, document) = await PublishAsync(2, "2027-03-08", Lower("4 EUR / p"));
        await _service.FetchedAsync(version, document);

        var late = await Assert.ThrowsAsync<ClubException>(() => replica.SubmitAsync(declaration));
        var again = await Assert.ThrowsAsync<ClubException>(() => replica.SubmitAsync(declaration));

        Assert.Equal(ErrorReason.Unavailable, late.Reason);
        Assert.Equal("QUANTITY", Assert.Single(again.Violations).Rule);
        Assert.Equal(0, await _service.CountAsync("declaration"));
    }

    private static string Mrn(Submitted submitted) => submitted.Revision.Identity.Mrn;

    private static ExchangeRateSet March(string rate)
    {
        var corrected = World.Rates().First();
        corrected.Rate = rate;
        return new ExchangeRateSet { Number = 2, Rates = { corrected } };
    }

    private static TariffDocument Lower(string expression, string measure = "M3B")
    {
        var document = World.Tariff();
        document.Measures.Single(one => one.Id == measure).Expression = expression;
        return document;
    }

    private async Task<(TariffVersion Version, TariffDocument Document)> PublishAsync(
        int number, string from, TariffDocument document) =>
        (await _service.PublishAsync(number, from, document), document);

    private async Task AssertSoundAsync()
    {
        Assert.All(await _service.AuditAsync(), Assert.Null);
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }
}
