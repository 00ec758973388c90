using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using static CrmClub.Declarations.Tests.AdjustmentSteps;
using static CrmClub.Declarations.Tests.Reports;
using Kind = CrmClub.Contracts.Declarations.V1.AdjustmentStep.KindOneofCase;

namespace CrmClub.Declarations.Tests;

/// <summary>From a proposed adjustment to its end.</summary>
public sealed class AdjustmentTests(Servers servers) : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    /// <summary>The published story, on to its end: heard until 20 October, an appeal, collected.</summary>
    [Fact]
    public async Task Adjustment_ReassessedHeardAppealedCollected_AsPublished()
    {
        var (mrn, proposed) = await ProposedAsync();
        Assert.Equal((AdjustmentState.Proposed, "2027-09-20", "2030-03-08", false),
            (proposed.State, proposed.ProposedOn, proposed.TimeBar, proposed.Barred));

        var hearing = await _service.ReportAsync(proposed.Id, HearingOpened("2027-09-20"));
        Assert.Equal((AdjustmentState.Proposed, "2027-10-20", "2030-04-07"),
            (hearing.State, hearing.HearingUntil, hearing.TimeBar));
        On("2027-10-20");
        Assert.Equal(AdjustmentState.Proposed, (await _service.AdjustmentAsync(proposed.Id)).State);
        On("2027-10-21");
        Assert.Equal(AdjustmentState.Heard, (await _service.AdjustmentAsync(proposed.Id)).State);

        await _service.ReportAsync(proposed.Id, Notified("2027-10-21"), TestService.German);
        var appeal = await _service.ReportAsync(proposed.Id, Appealed("2027-10-21"));
        Assert.True(appeal.UnderAppeal);
        On("2027-11-20");
        var rejected = await _service.ReportAsync(proposed.Id, Decided("2027-11-20", AppealOutcome.Rejected));
        Assert.Equal((AdjustmentState.Notified, "2030-05-07", false),
            (rejected.State, rejected.TimeBar, rejected.UnderAppeal));
        var settled = await _service.ReportAsync(proposed.Id, Settled("2027-11-20", "6773.34"), TestService.German);

        Assert.Equal(AdjustmentState.Settled, settled.State);
        Assert.Equal(
            [Kind.HearingOpened, Kind.Notified, Kind.Appealed, Kind.AppealDecided, Kind.Settled],
            settled.Reports.Select(one => one.Step.KindCase));
        var read = await _service.GetAsync(mrn);
        Assert.Equal((settled, "19191.11"), (Assert.Single(read.Adjustments), read.Claimed.Amount));
        Assert.Equal(settled, Assert.Single((await _service.AdjustmentsAsync(new(), TestService.German)).Adjustments));
        await AssertAccountAsync("2027-09 0 6773.34 0 0", "2027-11 0 0 6773.34 0");
    }

    [Fact]
    public async Task Hearing_Answered_EndsAndTheClockGoesOn()
    {
        var (_, proposed) = await ProposedAsync();
        await _service.ReportAsync(proposed.Id, HearingOpened("2027-09-20", "2027-11-20"));
        On("2027-09-30");

        var heard = await _service.ReportAsync(proposed.Id, Heard("2027-09-30"));

        Assert.Equal((AdjustmentState.Heard, "2030-03-18"), (heard.State, heard.TimeBar));
        Assert.Equal(AdjustmentState.Notified,
            (await _service.ReportAsync(proposed.Id, Notified("2027-09-30"))).State);
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Appeal_Upheld_DropsWhatWasCollectedAndTheClaimIsTakenBack()
    {
        var (mrn, proposed) = await ProposedAsync();
        await NotifyAsync(proposed.Id);
        await _service.ReportAsync(proposed.Id, Settled("2027-10-21", "6773.34"));
        await _service.ReportAsync(proposed.Id, Appealed("2027-10-21"));

        var upheld = await _service.ReportAsync(proposed.Id, Decided("2027-10-21", AppealOutcome.Upheld));

        Assert.Equal(AdjustmentState.Dropped, upheld.State);
        var read = await _service.GetAsync(mrn);
        Assert.Equal(("19191.11", "12417.77"), (read.Answer.Duty.Amount, read.Claimed.Amount));
        await AssertAccountAsync("2027-09 0 6773.34 0 0", "2027-10 0 0 6773.34 -6773.34");
    }

    /// <summary>The second builds on the first; that one dropped, the second stands.</summary>
    [Fact]
    public async Task Adjustment_TwoOfOneDeclaration_TheFirstDroppedTheSecondStands()
    {
        var (mrn, first) = await ProposedAsync();
        await CorrectedAsync();
        var second = (await _service.GetAsync(mrn)).Adjustments[1];
        Assert.Equal((2, 3), (second.FromRevision, second.ToRevision));
        var duty = (await _service.GetAsync(mrn)).Answer.Duty.Amount;

        await _service.ReportAsync(first.Id, Dropped("2027-09-20"));
        await NotifyAsync(second.Id);

        var read = await _service.GetAsync(mrn);
        Assert.Equal([AdjustmentState.Dropped, AdjustmentState.Notified], read.Adjustments.Select(one => one.State));
        Assert.Equal(3, read.Answer.Revision);
        Assert.Equal(duty, read.Answer.Duty.Amount);
        Assert.Equal(decimal.Parse(duty) - 6773.34m, decimal.Parse(read.Claimed.Amount));
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Declaration_InvalidatedAfterAnAdjustmentWasDropped_BearsAndClaimsNothing()
    {
        var (mrn, first) = await ProposedAsync();
        await CorrectedAsync();
        var second = (await _service.GetAsync(mrn)).Adjustments[1];
        await _service.ReportAsync(first.Id, Dropped("2027-09-20"));

        await _service.ReportAsync(mrn, Invalidated("x"), 3);
        await RefusedAsync(ErrorReason.StateForbids, second.Id, HearingOpened("2027-09-20"));
        await _service.ReportAsync(second.Id, Dropped("2027-09-20", DropReason.DeclarationInvalidated));

        Assert.Equal("0", (await _service.GetAsync(mrn)).Claimed.Amount);
        var accounts = (await _service.AccountsAsync(TestService.German)).Accounts;
        Assert.Equal(0, accounts.Sum(one => decimal.Parse(one.Decided) + decimal.Parse(one.Adjusted)));
        Assert.Equal(0, accounts.Sum(one => decimal.Parse(one.Dropped)));
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Adjustment_BelowTheSmallestAmount_IsLeftAndARepaymentOfAsMuchIsNot()
    {
        // Ad valorem alone: 10 % more of 70.00 EUR.
        var more = Mrn(await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "0.1", "78.75")));
        var yen = Mrn(await _service.SubmitAsync(World.Dysprosium("JP", "L-1", "0.1", "78.75")));
        await SuspendedAsync("");

        var left = Assert.Single((await _service.GetAsync(more)).Adjustments);
        Assert.Equal(("7.00", AdjustmentState.Dropped), (left.Difference.Amount, left.State));
        var dropped = Assert.Single(left.Reports).Step.Dropped;
        Assert.Equal(("2027-09-20", DropReason.BelowSmallestAmount, "Below 10 EUR"),
            (dropped.Day, dropped.Reason, dropped.Text));
        Assert.Equal(AdjustmentState.Proposed, Assert.Single((await _service.GetAsync(yen)).Adjustments).State);
        await _service.SoundAsync();

        // The certificate counts again: what comes back is proposed, however little.
        await SuspendedAsync("2027-03-01");
        Assert.Equal(("-7.00", AdjustmentState.Proposed),
            ((await _service.GetAsync(more)).Adjustments[1].Difference.Amount,
                (await _service.GetAsync(more)).Adjustments[1].State));
        await AssertAccountAsync("2027-09 0 0.00 0 -7.00");
    }

    [Theory]
    [InlineData("DE", "2030-03-08", false, "2030-03-08")]
    [InlineData("DE", "2030-03-09", true, "2030-03-08")]
    [InlineData("JP", "2030-03-09", false, "2032-03-08")]
    [InlineData("JP", "2032-03-09", true, "2032-03-08")]
    public async Task Adjustment_ProposedAfterItsTimeBar_IsSeenAndNotNotified(
        string administration, string day, bool barred, string bar)
    {
        var officer = administration == "JP" ? TestService.JapaneseOfficer : TestService.GermanOfficer;
        var mrn = Mrn(await _service.SubmitAsync(administration == "JP"
            ? World.Dysprosium("JP", "L-1", "747", "224100.00") : World.Dysprosium("DE", "L-1", "254", "76200.00")));
        On(day);
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();

        var proposed = Assert.Single((await _service.GetAsync(mrn)).Adjustments);
        Assert.Equal((barred, bar), (proposed.Barred, proposed.TimeBar));
        if (barred)
        {
            var refusal = await RefusedAsync(ErrorReason.ValidationFailed, proposed.Id, HearingOpened(day), officer);
            Assert.Equal(("step.hearing_opened.day", "TIME_BAR", $"a day up to {bar}"),
                (refusal.Violations[0].Field, refusal.Violations[0].Rule, refusal.Violations[0].Accepted));
            // Where the debtor defrauded, the debt may be notified for longer.
            var fraud = await _service.ReportAsync(
                proposed.Id, new() { Fraud = new() { Day = day, Reason = "False invoice" } }, officer);
            Assert.Equal((false, administration == "JP" ? "2034-03-08" : "2032-03-08"),
                (fraud.Barred, fraud.TimeBar));
        }

        await _service.ReportAsync(proposed.Id, HearingOpened(day), officer);
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Repayment_Barred_IsNotNotified()
    {
        var mrn = Mrn(await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));
        await SuspendedAsync("");
        On("2030-03-09");
        await SuspendedAsync("2027-03-01");

        var repayment = (await _service.GetAsync(mrn)).Adjustments[1];
        Assert.True(repayment.Barred);
        var refusal = await RefusedAsync(ErrorReason.ValidationFailed, repayment.Id, Notified("2030-03-09"));
        Assert.Equal("The debt could be notified until 2030-03-08.", refusal.Violations[0].Message);
    }

    [Fact]
    public async Task Step_BeyondTheHearing_IsRefusedNamingItsLastDay()
    {
        var (_, proposed) = await ProposedAsync();
        await _service.ReportAsync(proposed.Id, HearingOpened("2027-09-20"));
        On("2027-10-22");

        var late = await RefusedAsync(ErrorReason.ValidationFailed, proposed.Id, Heard("2027-10-21"));
        var early = await RefusedAsync(ErrorReason.ValidationFailed, proposed.Id, Notified("2027-10-20"));

        Assert.Equal(("HEARING_DEADLINE", "a day up to 2027-10-20"),
            (late.Violations[0].Rule, late.Violations[0].Accepted));
        Assert.Equal(("AFTER_HEARING", "a day after 2027-10-20"),
            (early.Violations[0].Rule, early.Violations[0].Accepted));
        // What was said in time and is recorded later counts.
        Assert.Equal("2030-04-07", (await _service.ReportAsync(proposed.Id, Heard("2027-10-20"))).TimeBar);
        var amount = await Assert.ThrowsAsync<ClubException>(async () =>
        {
            await _service.ReportAsync(proposed.Id, Notified("2027-10-20"));
            await _service.ReportAsync(proposed.Id, Settled("2027-10-22", "6773.33"));
        });
        Assert.Equal(("6773.33 EUR", "6773.34 EUR"), (amount.Violations[0].Value, amount.Violations[0].Accepted));
    }

    [Fact]
    public async Task Step_BySystemsOthersAndStrangers_AsTheyMay()
    {
        var (_, proposed) = await ProposedAsync();
        foreach (var step in new[] { HearingOpened("2027-09-20"), Dropped("2027-09-20") })
            await RefusedAsync(ErrorReason.RoleMissing, proposed.Id, step, TestService.German);
        var foreign = await RefusedAsync(
            ErrorReason.NotFound, proposed.Id, Dropped("2027-09-20"), TestService.JapaneseOfficer);
        var none = await RefusedAsync(ErrorReason.NotFound, $"{Guid.NewGuid()}", Dropped("2027-09-20"));
        var nonsense = await RefusedAsync(ErrorReason.NotFound, "A-1", Dropped("2027-09-20"));
        var unseen = await Assert.ThrowsAsync<ClubException>(
            () => _service.AdjustmentAsync(proposed.Id, TestService.Japanese));

        Assert.Equal([foreign.Message], new[] { none, nonsense, unseen }.Select(one => one.Message).Distinct());
    }

    [Fact]
    public async Task Step_SentAgain_IsTakenOnceAndTheIdOfAnotherIsRefused()
    {
        var (_, proposed) = await ProposedAsync();
        var id = Guid.NewGuid();

        var told = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => _service.ReportAsync(proposed.Id, HearingOpened("2027-09-20"), requestId: id)));
        await _service.ReportAsync(proposed.Id, Heard("2027-09-20"), validateOnly: true);

        Assert.Single(told.Distinct());
        Assert.Equal(1, await _service.CountAsync("adjustment_report"));
        await Assert.ThrowsAsync<ClubException>(
            () => _service.ReportAsync(proposed.Id, Heard("2027-09-20"), requestId: id));
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Step_ManyAtOnce_OneIsTaken()
    {
        var (_, proposed) = await ProposedAsync();

        var told = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                return await _service.ReportAsync(
                    proposed.Id, number % 2 == 0 ? HearingOpened("2027-09-20") : Dropped("2027-09-20"));
            }
            catch (ClubException refusal) when (refusal.Reason is ErrorReason.StateForbids)
            {
                return null;
            }
        }));

        Assert.InRange(told.Count(one => one is not null), 1, 2);
        Assert.Equal(AdjustmentState.Dropped, (await _service.AdjustmentAsync(proposed.Id)).State);
        await _service.SoundAsync();
    }

    [Theory]
    [InlineData("UPDATE adjustment SET proposed_on = '2027-10-01'", "adjustment")]
    [InlineData("UPDATE adjustment_report SET state = 3", "adjustment_report")]
    [InlineData("UPDATE adjustment_report SET document = (SELECT document FROM adjustment_report WHERE number = 1)",
        "adjustment_report")]
    [InlineData("DELETE FROM adjustment_report WHERE number = 2", "adjustment_report")]
    [InlineData("UPDATE posting SET month = '2027-10-01' WHERE kind = 2", "posting")]
    [InlineData("UPDATE posting SET amount = -1 WHERE kind = 4", "posting")]
    [InlineData("DELETE FROM posting WHERE kind = 4", "posting")]
    public async Task Audit_ChangedBehindTheService_NamesIt(string change, string table)
    {
        var (_, proposed) = await ProposedAsync();
        await _service.ReportAsync(proposed.Id, HearingOpened("2027-09-20"));
        await _service.ReportAsync(proposed.Id, Dropped("2027-09-20"));
        await _service.SoundAsync();

        await _service.AsSuperuserAsync(change);

        Assert.Contains(await _service.AuditAsync(), fault => fault?.Table == table);
    }

    private void On(string day) => _service.Clock.Day = DateOnly.Parse(day);

    private async Task<(string Mrn, Adjustment Proposed)> ProposedAsync()
    {
        var mrn = Mrn(await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();
        return (mrn, Assert.Single((await _service.GetAsync(mrn)).Adjustments));
    }

    /// <summary>From 1 March on, until a day or without an end.</summary>
    private async Task SuspendedAsync(string until)
    {
        var changed = World.Suspended("2027-03-01", until);
        await _service.ChangeAsync(changed, until.Length == 0
            ? new CertificateSuspended { Certificate = changed }
            : new CertificateSuspensionLifted { Certificate = changed });
        await _service.ReassessAllAsync();
    }

    /// <summary>A rate of the day is corrected: another cause.</summary>
    private async Task CorrectedAsync()
    {
        var rates = new ExchangeRateSet { Number = 2 };
        var rate = World.Rates().First();
        rate.Rate = "1.1000";
        rates.Rates.Add(rate);
        await _service.RecordAsync(rates);
        await _service.ReassessAllAsync();
    }

    private async Task NotifyAsync(string id)
    {
        await _service.ReportAsync(id, HearingOpened("2027-09-20"));
        On("2027-10-21");
        await _service.ReportAsync(id, Notified("2027-10-21"));
    }

    private async Task<ClubException> RefusedAsync(
        ErrorReason reason, string id, AdjustmentStep step, Caller? caller = null)
    {
        var refusal = await Assert.ThrowsAsync<ClubException>(() => _service.ReportAsync(id, step, caller));
        Assert.Equal(reason, refusal.Reason);
        return refusal;
    }

    /// <summary>The German account behind the month of acceptance: decided, adjusted, collected, dropped.</summary>
    private async Task AssertAccountAsync(params string[] months)
    {
        var accounts = (await _service.AccountsAsync(TestService.German, "2027-04")).Accounts;
        Assert.Equal(months, accounts.Select(
            one => $"{one.Month} {one.Decided} {one.Adjusted} {one.Collected} {one.Dropped}"));
        await _service.SoundAsync();
    }
}
