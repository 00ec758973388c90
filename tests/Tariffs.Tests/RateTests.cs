using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Rates;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using static CrmClub.Tariffs.Tests.TestProposals;

namespace CrmClub.Tariffs.Tests;

/// <summary>Exchange rates and reference prices: recorded, corrected by two persons, missed before they bite.</summary>
public sealed class RateTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_AMonthToCome_IsKnownFromThenOn_AndAgainIsNothingNew()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var before = Timestamp.FromDateTime(DateTime.UtcNow);
        var month = Rate("1.2", "2027-04-01", "2027-05-01");

        var first = await RecordAsync(tariffs, new() { Rates = { month } });
        var again = await RecordAsync(tariffs, new() { Rates = { month } });

        Assert.Equal((2, null, 0), (first.Set.Number, first.Correction, first.Known));
        Assert.Equal((null, null, 1), (again.Set, again.Correction, again.Known));
        Assert.Equal("1.2", RateOn(tariffs, "2027-04-30"));
        Assert.Equal("1.1845", RateOn(tariffs, "2027-03-31"));
        Assert.Equal("1.1845", RateOn(tariffs, "2027-04-30", before));
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Record_WhatCorrectsAnother_CountsOnceAnotherPersonApproves()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var request = new RecordRatesRequest
        {
            Rates = { Rate("1.19", "2027-02-01", "2027-03-01"), Rate("1.2", "2027-03-01", "2027-04-01") },
            Prices = { Price("Dy", "290", "2027-03-01", "") },
            Reason = "The ECB's rates of February and March",
        };

        var prepared = (await RecordAsync(tariffs, request)).Correction;
        Assert.Equal("1.1845", RateOn(tariffs, "2027-02-28"));
        var own = await Assert.ThrowsAsync<ClubException>(() => ApproveAsync(tariffs, prepared.Number, Officer));
        var approved = await ApproveAsync(tariffs, prepared.Number, Approver);
        var twice = await Assert.ThrowsAsync<ClubException>(() => RejectAsync(tariffs, prepared.Number, Approver));

        Assert.Equal(
            (RateCorrectionState.Prepared, Officer.Id, "", 0),
            (prepared.State, prepared.Author, prepared.Approver, prepared.Set));
        Assert.Equal(
            (RateCorrectionState.Recorded, Officer.Id, Approver.Id, 2),
            (approved.State, approved.Author, approved.Approver, approved.Set));
        Assert.Equal((ErrorReason.FourEyes, ErrorReason.StateForbids), (own.Reason, twice.Reason));
        Assert.Equal(("1.19", "1.2"), (RateOn(tariffs, "2027-02-28"), RateOn(tariffs, "2027-03-31")));
        Assert.Equal("1.1845", RateOn(tariffs, "2027-01-31"));
        Assert.Equal([approved], (await ListAsync(tariffs)).Corrections);
        var sets = (await new ListRateSets(tariffs.Data).RunAsync(new() { PageSize = 1 }, Cancel));
        var founding = (await new ListRateSets(tariffs.Data).RunAsync(
            new() { PageToken = sets.NextPageToken }, Cancel)).Sets;
        Assert.Equal((2, Approver.Id, 2, 1, prepared.Number), (sets.Sets[0].Number, sets.Sets[0].RecordedBy,
            sets.Sets[0].Rates, sets.Sets[0].Prices, sets.Sets[0].Correction));
        Assert.Equal((1, 0), (Assert.Single(founding).Number, founding[0].Correction));
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Reject_ByAnotherPerson_LeavesTheFiguresAsTheyWere()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var request = new RecordRatesRequest { Rates = { Rate("9", "2027-02-01", "2027-03-01") }, Reason = "Slip" };
        var number = (await RecordAsync(tariffs, request)).Correction.Number;

        var own = await Assert.ThrowsAsync<ClubException>(() => RejectAsync(tariffs, number, Officer));
        var rejected = await RejectAsync(tariffs, number, Approver);
        var unknown = await Assert.ThrowsAsync<ClubException>(() => ApproveAsync(tariffs, 7, Approver));

        Assert.Equal((ErrorReason.FourEyes, ErrorReason.NotFound), (own.Reason, unknown.Reason));
        Assert.Equal((RateCorrectionState.Rejected, "Not the ECB's"), (rejected.State, rejected.Remark));
        Assert.Equal("1.1845", RateOn(tariffs, "2027-02-28"));
        Assert.Empty((await ListAsync(tariffs, RateCorrectionState.Prepared)).Corrections);
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Theory]
    [InlineData("'Recorded', 'a', 'a'", "four_eyes")]
    [InlineData("'Recorded', 'a', NULL", "approved_first")]
    public async Task Approval_WrittenPastTheService_IsRefusedByTheDatabase(string values, string constraint)
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => tariffs.ExecuteAsSuperuserAsync(
            "INSERT INTO rate_correction (number, entry_id, state, author, approver, body) "
            + $"SELECT 1, min(id), {values}, '' FROM journal", Cancel));

        Assert.Equal(constraint, refusal.ConstraintName);
    }

    [Fact]
    public async Task Record_BrokenFigures_NamesEveryFault()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var request = new RecordRatesRequest
        {
            Rates =
            {
                Rate("0", "2027-04-01", "2027-04-01"),
                Rate("1.1", "2027-05-01", "2027-06-01"),
                Rate("1.2", "2027-06-02", "2027-07-01"),
                Rate("1.3", "2027-06-15", ""),
            },
            Prices = { Price("Unobtainium", "x", "2027-01-01", ""), Price("Dy", "1", "tomorrow", "") },
        };

        var refusal = await Assert.ThrowsAsync<ClubException>(() => RecordAsync(tariffs, request));

        Assert.Equal(
            ["rates[0].rate POSITIVE_DECIMAL", "rates[0].valid_to VALIDITY_ORDER", "rates[2].valid_from SERIES_GAP",
                "rates[3].valid_from SERIES_OVERLAP", "prices[0].material MATERIAL",
                "prices[0].price.amount POSITIVE_DECIMAL", "prices[1].valid_from DAY"],
            refusal.Violations.Select(fault => $"{fault.Field} {fault.Rule}"));
        Assert.Equal(
            "EU-MONTHLY EUR/USD has no figure from 2027-06-01 to before 2027-06-02.", refusal.Violations[2].Message);
    }

    [Fact]
    public async Task Record_CorrectionWithoutReason_OrNothing_IsRefused()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var wordless = new RecordRatesRequest { Rates = { Rate("9", "2027-02-01", "2027-03-01") } };

        var why = await Assert.ThrowsAsync<ClubException>(() => RecordAsync(tariffs, wordless));
        var what = await Assert.ThrowsAsync<ClubException>(() => RecordAsync(tariffs, new()));

        Assert.Equal(("reason", "REQUIRED"), (why.Violations[0].Field, why.Violations[0].Rule));
        Assert.Equal("COUNT", Assert.Single(what.Violations).Rule);
    }

    [Fact]
    public async Task ListReferencePrices_OfADay_AreTheNewestThatWereKnown()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var before = Timestamp.FromDateTime(DateTime.UtcNow);
        await RecordAsync(tariffs, new() { Prices = { Price("Dy", "275.50", "2027-03-02", "") } });

        Assert.Equal(("260", 1), PriceOn("2027-03-01", null));
        Assert.Equal(("275.50", 1), PriceOn("2027-03-02", null));
        Assert.Equal(("260", 1), PriceOn("2027-03-02", before));
        Assert.Equal(("330", 1), PriceOn("2023-12-31", null));
        Assert.Equal(("", 0), PriceOn("2019-12-31", null));

        (string, int) PriceOn(string day, Timestamp? knownAt)
        {
            var prices = ListReferencePrices.Answer(
                tariffs.State.Book, new() { Material = "Dy", AsOf = day, KnownAt = knownAt }, tariffs.Clock).Prices;
            return (prices.FirstOrDefault()?.Price.Amount ?? "", prices.Count);
        }
    }

    [Fact]
    public async Task Gap_OfASeries_DegradesTheHealthTheDayBeforeItBites()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        using var gaps = new RateGaps(tariffs.State, tariffs.Clock);
        await RecordAsync(tariffs, new()
        {
            Rates = { Rate("1.5", "2027-03-01", "2027-04-01", "XX-MONTHLY") },
            Prices = { Price("Pr", "60", "2027-03-01", "2027-04-15") },
        });

        foreach (var (today, missing) in new[]
        {
            ("2027-03-30", ""), ("2027-03-31", "XX-MONTHLY EUR/USD 2027-04-01"),
            ("2027-04-14", "XX-MONTHLY EUR/USD 2027-04-01, price of Pr, SeparatedCompound 2027-04-15"),
            ("2027-08-01", ""),
        })
        {
            tariffs.Clock.Set(today);
            var found = RateGaps.Answer(tariffs.State.Book, new(), tariffs.Clock).Gaps;
            Assert.Equal(missing, string.Join(", ", found.Select(gap => $"{gap.Series} {gap.From}")));
            Assert.Equal(
                missing.Length == 0 ? HealthStatus.Healthy : HealthStatus.Degraded,
                (await gaps.CheckHealthAsync(new(), Cancel)).Status);
        }
    }

    /// <summary>A month that was corrected in its middle, a gap after it, and the month after that.</summary>
    [Fact]
    public async Task Span_OfASeries_HasWhatCountsOnEachOfItsDaysAndNothingInAGap()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        await RecordAsync(tariffs, new()
        {
            Rates = { Rate("7", "2027-01-01", "2027-02-01", "TEST"), Rate("9", "2027-02-01", "2027-03-01", "TEST") },
        });
        await RecordAsync(tariffs, new() { Rates = { Rate("11", "2027-03-05", "2027-04-01", "TEST") } });
        var correction = (await RecordAsync(tariffs, new()
        {
            Rates = { Rate("8", "2027-01-10", "2027-01-20", "TEST") },
            Reason = "Slip",
        })).Correction;
        await ApproveAsync(tariffs, correction.Number, Approver);

        Assert.Equal(["7 2027-01-01..2027-01-10"], Spans("2026-12-15", "2027-01-09"));
        Assert.Equal(
            [
                "7 2027-01-05..2027-01-10", "8 2027-01-10..2027-01-20", "7 2027-01-20..2027-02-01",
                "9 2027-02-01..2027-03-01", "11 2027-03-05..2027-03-11",
            ],
            Spans("2027-01-05", "2027-03-10"));
        var refusal = Assert.Throws<ClubException>(() => Spans("2027-01-05", "2027-01-04").ToList());
        Assert.Equal(["until PERIOD"], refusal.Violations.Select(fault => $"{fault.Field} {fault.Rule}"));

        IEnumerable<string> Spans(string from, string until) => ListExchangeRates.Answer(
                tariffs.State.Book, new() { Series = "TEST", AsOf = from, Until = until }, tariffs.Clock).Rates
            .Select(rate => $"{rate.Rate} {rate.ValidFrom}..{rate.ValidTo}");
    }

    private static string RateOn(TestTariffs tariffs, string day, Timestamp? knownAt = null) =>
        Assert.Single(ListExchangeRates.Answer(
            tariffs.State.Book, new() { Series = "EU-MONTHLY", AsOf = day, KnownAt = knownAt }, tariffs.Clock)
            .Rates, rate => rate.Quote == "USD").Rate;

    private static Task<RecordRatesResponse> RecordAsync(TestTariffs tariffs, RecordRatesRequest request)
    {
        request.RequestId = NewId();
        return new RecordRates(tariffs.Desk).RunAsync(request, Officer, Cancel);
    }

    private static async Task<RateCorrection> ApproveAsync(TestTariffs tariffs, int number, Caller caller) =>
        (await new JudgeRateCorrection(tariffs.Desk).ApproveAsync(
            new() { RequestId = NewId(), Number = number }, caller, Cancel)).Correction;

    private static async Task<RateCorrection> RejectAsync(TestTariffs tariffs, int number, Caller caller) =>
        (await new JudgeRateCorrection(tariffs.Desk).RejectAsync(
            new() { RequestId = NewId(), Number = number, Reason = "Not the ECB's" }, caller, Cancel)).Correction;

    private static Task<ListRateCorrectionsResponse> ListAsync(
        TestTariffs tariffs, RateCorrectionState state = RateCorrectionState.Unspecified) =>
        new ListRateCorrections(tariffs.Data).RunAsync(new() { State = state }, Cancel);

    private static ExchangeRate Rate(string rate, string from, string to, string series = "EU-MONTHLY") => new()
    {
        Series = series,
        Base = "EUR",
        Quote = "USD",
        Rate = rate,
        ValidFrom = from,
        ValidTo = to,
        Source = "Test",
    };

    private static ReferencePrice Price(string material, string amount, string from, string to) => new()
    {
        Material = material,
        Stage = Stage.SeparatedCompound,
        ContentUnit = material == "Pr" ? "Pr6O11" : "Dy2O3",
        Price = new Money { Amount = amount, Currency = "USD" },
        ValidFrom = from,
        ValidTo = to,
        Source = "Test",
    };
}
