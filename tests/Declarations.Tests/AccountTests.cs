using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Errors;
using static CrmClub.Declarations.Tests.Reports;

namespace CrmClub.Declarations.Tests;

public sealed class AccountTests(Servers servers) : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Account_DecidedThenReassessed_AsPublished()
    {
        await _service.SubmitAsync(World.Dysprosium("JP", "L-1", "747", "224100.00"));
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();

        Assert.Equal(
            [
                new Account { Administration = "JP", Month = "2027-03", Currency = "JPY",
                    Decided = "6218100", Adjusted = "0", Collected = "0", Dropped = "0" },
                new Account { Administration = "JP", Month = "2027-09", Currency = "JPY",
                    Decided = "0", Adjusted = "3391700", Collected = "0", Dropped = "0" },
            ],
            (await _service.AccountsAsync(TestService.Japanese)).Accounts);
        Assert.Equal(
            ["DE 2027-03", "DE 2027-09", "JP 2027-03", "JP 2027-09"],
            (await _service.AccountsAsync(TestService.Auditor)).Accounts
                .Select(one => $"{one.Administration} {one.Month}"));
        Assert.Equal(0, await UnexplainedAsync());
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Account_EveryStepOfALife_IsTheSumOfWhatWasDecidedAndCollected()
    {
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00");
        var mrn = Mrn(await _service.SubmitAsync(declaration));
        var prelodged = World.Dysprosium("DE", "L-2", "254", "76200.00", day: "");
        prelodged.AdditionalDeclarationType = "D";
        var second = Mrn(await _service.SubmitAsync(prelodged));
        await AssertAccountAsync("12417.77", "0.00", "0.00");

        await _service.ReportAsync(second, Accepted("2027-03-31"), known: 1);
        await AssertAccountAsync("24835.54", "0.00", "0.00");

        var changed = declaration.Clone();
        changed.Items[0].CustomsValue.Amount = "152400.00";
        var amended = await _service.ReportAsync(mrn, Amended("x"), 1, changed);
        await AssertAccountAsync("24835.54", amended.Difference.Amount, "0.00");

        await _service.ReportAsync(second, Invalidated("x"), 2);
        var adjusted = decimal.Parse(amended.Difference.Amount) - 12417.77m;
        await _service.ReportAsync(mrn, Collected("20000.00", "2027-03-31"));
        await _service.ReportAsync(mrn, Collected("-0.01", "2027-04-01"));
        await AssertAccountAsync("24835.54", $"{adjusted}", "19999.99");

        var page = await _service.ListAsync(new ListDeclarationsRequest(), TestService.German);
        Assert.Equal(
            page.Declarations.Sum(one => decimal.Parse(one.Duty.Amount)), 24835.54m + adjusted);
        Assert.Equal("20000.00", Assert.Single(
            (await _service.AccountsAsync(TestService.German, "2027-03", "2027-03")).Accounts).Collected);
        Assert.Equal(0, await UnexplainedAsync());
        await _service.SoundAsync();

        async Task AssertAccountAsync(string decided, string adjusted, string collected)
        {
            var accounts = (await _service.AccountsAsync(TestService.German)).Accounts;
            Assert.Equal(
                (decimal.Parse(decided), decimal.Parse(adjusted), decimal.Parse(collected)),
                (accounts.Sum(one => decimal.Parse(one.Decided)), accounts.Sum(one => decimal.Parse(one.Adjusted)),
                    accounts.Sum(one => decimal.Parse(one.Collected))));
        }
    }

    [Theory]
    [InlineData("UPDATE posting SET amount = amount + 0.01 WHERE kind = 1", 0.01)]
    [InlineData("DELETE FROM posting WHERE kind = 2", 6773.34)]
    [InlineData("UPDATE posting SET month = '2027-04-01' WHERE kind = 1", 24835.54)]
    [InlineData("UPDATE posting SET administration = 'FR' WHERE kind = 3", 20.00)]
    [InlineData("INSERT INTO posting SELECT entry_id + 1000000, administration, month, currency, kind, 5 FROM posting "
        + "WHERE kind = 1", 5.00)]
    [InlineData("UPDATE revision SET decision = (SELECT decision FROM revision WHERE revision = 2) WHERE revision = 1",
        13546.68)]
    [InlineData("UPDATE revision SET decision = '\\x00' || decision WHERE revision = 2", 19191.11)]
    [InlineData("UPDATE declaration SET acceptance_day = '2027-04-01'", 24835.54, true)]
    [InlineData("DELETE FROM report", 10.00)]
    public async Task Watch_RowChangedBehindTheService_IsNotExplained(
        string change, double amount, bool withoutTrigger = false)
    {
        var mrn = Mrn(await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();
        await _service.ReportAsync(mrn, Collected("10.00"));
        Assert.Equal(0, await UnexplainedAsync());
        Assert.Equal("0.00", (await _service.AccountsAsync(TestService.German)).Unexplained);

        if (withoutTrigger)
            await _service.AsSuperuserAsync("ALTER TABLE declaration DISABLE TRIGGER only_gains");
        await _service.AsSuperuserAsync(change);

        Assert.Equal((decimal)amount, await UnexplainedAsync());
        Assert.NotEqual("0.00", (await _service.AccountsAsync(TestService.German)).Unexplained);
    }

    [Fact]
    public async Task Watch_ManyEntries_ChecksThemInStretchesAndForgetsWhatIsMended()
    {
        for (var number = 0; number < 50; number++)
            await _service.SubmitAsync(World.Dysprosium("DE", $"L-{number}", "254", "76200.00"));
        await _service.AsSuperuserAsync(
            "UPDATE posting SET amount = amount + 1 WHERE entry_id IN (SELECT min(entry_id) FROM posting)");

        var ends = new List<bool>();
        do
            ends.Add(await _service.Accounts.StepAsync(TestContext.Current.CancellationToken));
        while (!ends[^1]);

        Assert.True(ends.Count > 2, $"{ends.Count} stretches");
        Assert.Equal(1, _service.Accounts.Amount);
        Assert.Contains(await _service.AuditAsync(), fault => fault?.Table == "posting");
        await _service.AsSuperuserAsync(
            "UPDATE posting SET amount = amount - 1 WHERE entry_id IN (SELECT min(entry_id) FROM posting)");
        Assert.Equal(0, await UnexplainedAsync());
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Accounts_NoMonth_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<ClubException>(
            () => _service.AccountsAsync(TestService.German, "2027-13", "March"));

        Assert.Equal(["from_month", "to_month"], refusal.Violations.Select(one => one.Field));
    }

    // The round that was begun counts no more than the one before.
    private async Task<decimal> UnexplainedAsync()
    {
        for (var rounds = 0; rounds < 2;)
        {
            if (await _service.Accounts.StepAsync(TestContext.Current.CancellationToken))
                rounds++;
        }

        return _service.Accounts.Amount;
    }
}
