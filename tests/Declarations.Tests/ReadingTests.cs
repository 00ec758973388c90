using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Reading;
using CrmClub.Declarations.Submission;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Declarations.Tests;

public sealed class ReadingTests(Servers servers) : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Get_AnothersOrAbsent_NotFoundInTheSameWords()
    {
        var mrn = (await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"))).Revision.Identity.Mrn;

        var anothers = await Assert.ThrowsAsync<ClubException>(() => _service.GetAsync(mrn, 0, TestService.Japanese));
        var absent = await Assert.ThrowsAsync<ClubException>(
            () => _service.GetAsync("27DE000000000000R0", 0, TestService.Japanese));

        Assert.Equal(ErrorReason.NotFound, anothers.Reason);
        Assert.Equal((absent.Reason, absent.Message), (anothers.Reason, anothers.Message));
        Assert.Equal(mrn, (await _service.GetAsync(mrn, 0, TestService.German)).Answer.Mrn);
    }

    [Fact]
    public async Task List_PagesWhileOthersCome_EachOnceAndOwnOnly()
    {
        await Task.WhenAll(Enumerable.Range(0, 25).Select(number => _service.SubmitAsync(
            World.Dysprosium("DE", $"L-{number}", "254", "76200.00", number % 2 == 0 ? "2027-03-08" : "2027-03-10"))));
        await _service.SubmitAsync(World.Dysprosium("JP", "L-1", "747", "224100.00"));

        var seen = new List<DeclarationAnswer>();
        var token = "";
        do
        {
            var page = await _service.ListAsync(
                new ListDeclarationsRequest { PageSize = 10, PageToken = token }, TestService.German);
            seen.AddRange(page.Declarations);
            token = page.NextPageToken;
            await _service.SubmitAsync(World.Dysprosium("DE", $"N-{seen.Count}", "254", "76200.00", "2027-03-11"));
        }
        while (token.Length > 0);

        Assert.Equal(25, seen.Select(one => one.Mrn).Distinct().Count());
        Assert.Equal(25, seen.Count);
        Assert.All(seen, one => Assert.Equal("DE", one.Administration));
        Assert.Equal(seen.OrderByDescending(one => one.AcceptanceDay).Select(one => one.AcceptanceDay),
            seen.Select(one => one.AcceptanceDay));
        var day = await _service.ListAsync(
            new ListDeclarationsRequest { AcceptedFrom = "2027-03-08", AcceptedTo = "2027-03-09" },
            TestService.Auditor);
        Assert.Equal(14, day.Declarations.Count);
    }

    [Fact]
    public async Task List_InBrief_SaysOfEachWhatALineNeeds()
    {
        await _service.ProfileRefresh.NowAsync(TestContext.Current.CancellationToken);
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        var request = new ListDeclarationsRequest { Latest = true };
        var whole = Assert.Single((await _service.ListAsync(request, TestService.Auditor)).Declarations);

        request.Brief = true;
        var brief = Assert.Single((await _service.ListAsync(request, TestService.Auditor)).Declarations);

        var line = whole.Clone();
        (line.Versions, line.Receipt) = (null, "");
        line.Items.Clear();
        line.Items.Add(whole.Items.Select(one => new DutyAnswer { Item = one.Item, Control = one.Control }));
        Assert.Equal(line, brief);
        Assert.Equal(World.Dysprosium("DE", "L-1", "254", "76200.00").Items[0].Origin, Assert.Single(brief.Origins));
        Assert.NotNull(brief.Items[0].Control);
    }

    /// <summary>Each once in its minute, by the recommendation that was stored with it; an administration sees its own.
    /// </summary>
    [Fact]
    public async Task Arrivals_OfTheLastHour_AreCountedByMinuteAndRecommendation()
    {
        for (var number = 0; number < 3; number++)
            await _service.SubmitAsync(World.Dysprosium("DE", $"L-{number}", "254", "76200.00"));
        var controlled = await _service.SubmitAsync(World.Dysprosium("JP", "L-1", "747", "224100.00"));
        var id = controlled.Revision.Identity.Id;
        await _service.AsSuperuserAsync("DELETE FROM control_score");
        await _service.AsSuperuserAsync(
            $"INSERT INTO control_score VALUES ('{id}', 1, 'JP', '2027-03-01', 3, 3, '{{R1}}')");
        // Of another day: another stretch of the key.
        await _service.AsSuperuserAsync(
            "INSERT INTO declaration SELECT overlay(id::text placing '018f0000-0000' from 1)::uuid, mrn || 'x', "
            + "mrn_issued_by, administration, declarant, lrn || 'x', client, gen_random_uuid(), acceptance_day, "
            + $"request_hash, origins FROM declaration WHERE id = '{id}'");

        var all = await ArrivalsAsync(TestService.Auditor);
        var again = await ArrivalsAsync(TestService.Auditor);
        var german = await ArrivalsAsync(TestService.German);

        Assert.Equal((3, 0, 1, 0), Sums(all));
        Assert.Equal(all.Minutes, again.Minutes);
        Assert.Equal((3, 0, 0, 0), Sums(german));
        Assert.Equal(TimeSpan.FromMinutes(CountArrivals.MinutesMax - 1),
            all.Until.ToDateTime() - all.CountedFrom.ToDateTime());

        Task<CountArrivalsResponse> ArrivalsAsync(Caller caller) =>
            _service.Arrivals.HandleAsync(caller, TestContext.Current.CancellationToken);

        static (int, int, int, int) Sums(CountArrivalsResponse counted) => (
            counted.Minutes.Sum(one => one.Release), counted.Minutes.Sum(one => one.DocumentCheck),
            counted.Minutes.Sum(one => one.PhysicalControl), counted.Minutes.Sum(one => one.Prelodged));
    }

    [Fact]
    public async Task ListAdjustments_ByAdministration_OwnOnly()
    {
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        await _service.SubmitAsync(World.Dysprosium("JP", "L-1", "747", "224100.00"));
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();

        var german = await _service.AdjustmentsAsync(new(), TestService.German);
        var first = await _service.AdjustmentsAsync(new() { PageSize = 1 }, TestService.Auditor);
        var second = await _service.AdjustmentsAsync(
            new() { PageSize = 1, PageToken = first.NextPageToken }, TestService.Auditor);

        Assert.Equal("EUR", Assert.Single(german.Adjustments).Difference.Currency);
        Assert.Equal(2, first.Adjustments.Concat(second.Adjustments).Select(one => one.Id).Distinct().Count());
        Assert.Equal("", second.NextPageToken);
    }

    /// <summary>By administration, cause and state; what another has is as none.</summary>
    [Fact]
    public async Task Lists_OfOneAdministration_AreItsOwnToWhoSeesAll()
    {
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        await _service.SubmitAsync(World.Dysprosium("JP", "L-1", "747", "224100.00"));
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();
        var all = (await _service.AdjustmentsAsync(new(), TestService.Auditor)).Adjustments;

        var german = Assert.Single(await AdjustmentsAsync(new() { Administration = "DE" }));
        await _service.ReportAsync(german.Id, new AdjustmentStep
        {
            Dropped = new() { Day = $"{World.Today:yyyy-MM-dd}", Reason = DropReason.Remitted, Text = "Equity" },
        });

        Assert.Equal("DE", german.Administration);
        Assert.Equal(2, (await AdjustmentsAsync(new() { Cause = all[0].Cause })).Count);
        Assert.Empty(await AdjustmentsAsync(new() { Cause = "another" }));
        Assert.Equal("JP", Assert.Single(await AdjustmentsAsync(new() { Open = true })).Administration);
        Assert.Empty(await AdjustmentsAsync(new() { Administration = "JP" }, TestService.German));
        var listed = await _service.ListAsync(new() { Administration = "JP" }, TestService.Auditor);
        Assert.Equal("JP", Assert.Single(listed.Declarations).Administration);
        Assert.Empty((await _service.ListAsync(new() { Administration = "JP" }, TestService.German)).Declarations);

        async Task<IReadOnlyList<Adjustment>> AdjustmentsAsync(ListAdjustmentsRequest request, Caller? caller = null) =>
            (await _service.AdjustmentsAsync(request, caller ?? TestService.Auditor)).Adjustments;
    }

    [Fact]
    public async Task CorrectedRate_OfTheDay_DecidesWhatComesAfterIt_AndChangesNothingBefore()
    {
        var before = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        var rate = World.Rates().First();
        rate.Rate = "1.2";

        await _service.RecordAsync(new ExchangeRateSet { Number = 2, Rates = { rate } });

        var after = await _service.SubmitAsync(World.Dysprosium("DE", "L-2", "254", "76200.00"));
        var (first, second) = (await AnswerAsync(before), await AnswerAsync(after));
        Assert.Equal((1, "67733.33"), (first.Items[0].RateSet, first.Items[0].Base.Amount));
        Assert.Equal((2, "63500.00"), (second.Items[0].RateSet, second.Items[0].Base.Amount));
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);

        async Task<DeclarationAnswer> AnswerAsync(Submitted one) =>
            (await _service.GetAsync(one.Revision.Identity.Mrn)).Answer;
    }

    // 12,000 of the 16,000 USD are the dysprosium's: 20 %, then (19,500 - 12,000) and (4,400 - 4,000) USD.
    [Fact]
    public async Task FloorsOfTwoMaterials_ArePricedByTheSetOfTheDecision()
    {
        var refused = await Assert.ThrowsAsync<ClubException>(() => _service.SubmitAsync(World.Mixed("L-1")));

        Assert.Equal(["REFERENCE_PRICE", "REFERENCE_PRICE"], refused.Violations.Select(one => one.Rule));
        Assert.Contains("price of NdPr, SeparatedCompound on 2027-03-08", refused.Violations[1].Message,
            StringComparison.Ordinal);

        var oxide = World.Price("NdPr", "NdPrO", "112.50");
        await _service.RecordAsync(new() { Number = 2, Prices = { World.Price("Dy", "Dy2O3", "225"), oxide } });
        var before = await _service.SubmitAsync(World.Mixed("L-1"));
        oxide.Price.Amount = "200";
        await _service.RecordAsync(new() { Number = 3, Prices = { oxide } });

        var answer = (await _service.GetAsync(before.Revision.Identity.Mrn)).Answer;
        Assert.Equal((2, "9866.67"), (answer.Items[0].RateSet, answer.Items[0].Duty.Amount));
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    [Theory]
    // The first digit of the duty, which follows its currency.
    [InlineData("UPDATE revision SET decision = overlay(decision placing '\\x39' from "
        + "position('EUR'::bytea in decision) + 5)")]
    [InlineData("UPDATE revision SET document = (SELECT document FROM revision ORDER BY declaration DESC LIMIT 1)")]
    public async Task Recompute_TamperedRow_CountedAndNamed(string sql)
    {
        var first = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        await _service.SubmitAsync(World.Dysprosium("DE", "L-2", "100", "76200.00"));
        var sound = await _service.RecomputeAsync();
        Assert.Equal((2, 0, true), (sound.Checked, sound.Different, sound.Done));

        await _service.AsSuperuserAsync($"{sql} WHERE declaration = '{first.Revision.Identity.Id}'");

        var result = await _service.RecomputeAsync();
        Assert.Equal((2, 1), (result.Checked, result.Different));
        Assert.Equal($"{first.Revision.Identity.Mrn}/1", Assert.Single(result.Differing));
    }

    [Theory]
    [InlineData("UPDATE revision SET decision = '\\x00' || decision", "the row is not what the entry recorded")]
    [InlineData(
        "UPDATE revision SET recorded_at = recorded_at - interval '1 s'", "the row is not what the entry recorded")]
    [InlineData("UPDATE declaration SET lrn = lrn || 'x'", "the row is not what the entry recorded")]
    [InlineData("DELETE FROM revision", "the row of this entry is missing")]
    [InlineData("UPDATE revision SET entry_id = entry_id + 1000", "its entry is not in the journal")]
    public async Task Audit_RowChangedBySuperuser_Named(string sql, string fault)
    {
        var changed = (await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"))).Revision.Identity;
        await _service.SubmitAsync(World.Dysprosium("DE", "L-2", "254", "76200.00"));
        Assert.Equal([null, null], await _service.AuditAsync());

        var column = sql.Contains("declaration SET") ? "id" : "declaration";
        await _service.AsSuperuserAsync($"{sql} WHERE {column} = '{changed.Id}'");

        var faults = (await _service.AuditAsync()).OfType<Contracts.Journal.V1.AuditFault>().ToList();
        Assert.Contains(faults, found => found.Fault == fault);
        // What an account holds is explained by nothing then, either.
        Assert.All(faults, found => Assert.True(
            found.Table == "posting" || found.Key.Contains(changed.Mrn) || found.Key.Contains(changed.Id.ToString()),
            found.Key));
    }
}
