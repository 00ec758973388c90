using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Capacity;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Declarations.Tests;

/// <summary>Mass balance in the decision: by what Suppliers has told, and by the service's own newer claims.</summary>
public sealed class CapacityTests(Servers servers) : IAsyncLifetime
{
    private static readonly CapacityAccount Account = new("MY-7", "Dy", Stage.SeparatedCompound, 2027);

    private TestService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.FoundAsync(servers.Postgres);
        await _service.ProfileRefresh.NowAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Declare_NearTheCapacity_WarnedWithPercentAndNotHeld()
    {
        await _service.ToldAsync(Used("17900", 0));

        var first = await ControlAsync("L-1", "1194");
        var second = await ControlAsync("L-2", "406");

        Assert.Equal(("95.47", "19094", "20000"), (first.Percent, first.UsedKg, first.CapacityKg));
        Assert.Equal(("R1A", false), (first.Profile, first.Holds));
        // Suppliers has told nothing of the first one yet.
        Assert.Equal(("97.50", "19500", "R1A"), (second.Percent, second.UsedKg, second.Profile));
    }

    [Fact]
    public async Task Declare_OneHundredAndTwentyPercent_PhysicalControlRecommended()
    {
        for (var number = 1; number <= 5; number++)
            await ControlAsync($"L-{number}", "4000");

        var beyond = await ControlAsync("L-6", "4000");

        Assert.Equal(("120.00", "R1B"), (beyond.Percent, beyond.Profile));
        Assert.Equal(ControlRecommendation.PhysicalControl, beyond.Recommendation);
        Assert.False(beyond.Holds);
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    [Fact]
    public async Task Declare_CertificateNotInForce_ReasonNamesNoCapacityOfTheLedger()
    {
        await _service.ToldAsync(Used("100", 0));
        await _service.RevokeAsync(World.Revoked("2027-02-01"));

        var sent = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "50", "15000"));

        var item = (await _service.GetAsync(sent.Revision.Identity.Mrn)).Answer.Items[0];
        var reason = Assert.Single(item.Control.Reasons, one => one.Code == "MASS_BALANCE");
        Assert.Equal(
            ("R1B", "150", "0", ""),
            (reason.Profile, reason.Capacity.UsedKg, reason.Capacity.CapacityKg, reason.Capacity.Percent));
        Assert.EndsWith("MY-7, Dy, 2027: no certificate in force gives it a capacity.", reason.TextEn);
    }

    [Theory]
    [InlineData("20000", "R1A", "100.00")]
    [InlineData("20000.001", "R1B", "100.00")]
    [InlineData("18000", "R1A", "90.00")]
    public async Task Declare_AtTheLimits_ProfileOfThem(string kg, string profile, string percent)
    {
        var control = await ControlAsync("L-1", kg);
        Assert.Equal((profile, percent), (control.Profile, control.Percent));
    }

    [Fact]
    public async Task Declare_TonsGivenAsKilograms_RefusedWithFieldRuleAndValue()
    {
        await ControlAsync("L-1", "200000");

        var refused = await Assert.ThrowsAsync<ClubException>(() => ControlAsync("L-2", "200000.001"));

        var fault = Assert.Single(refused.Violations);
        Assert.Equal(("items[0].net_mass_kg", "UNIT_SLIP", "200000.001"), (fault.Field, fault.Rule, fault.Value));
        Assert.StartsWith("at most 10 times the 20000 kg of contained Dy that MY-7", fault.Accepted);
        Assert.Equal(200_000, _service.Capacity.Of(Account).Used);
    }

    [Fact]
    public async Task Amend_LessThanBefore_FormerClaimTakenBack()
    {
        var sent = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "10000", "3000000.00"));
        var amended = World.Dysprosium("DE", "L-1", "8000", "2400000.00");

        await AmendAsync(sent.Revision.Identity.Mrn, amended);
        Assert.Equal(8000, _service.Capacity.Of(Account).Used);
        await _service.ReportAsync(
            sent.Revision.Identity.Mrn, new Report { Invalidated = new() { Reason = "withdrawn" } }, 2);

        Assert.Equal(0, _service.Capacity.Of(Account).Used);
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    [Fact]
    public async Task Amend_SameGoods_NothingClaimedAgain()
    {
        var sent = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "10000", "3000000.00"));
        await AmendAsync(sent.Revision.Identity.Mrn, World.Dysprosium("DE", "L-1", "10000", "3100000.00"));

        Assert.Equal(10000, _service.Capacity.Of(Account).Used);
        Assert.Single(await _service.ClaimsAsync());
    }

    [Fact]
    public async Task Reassess_RevokedCertificate_ClaimsNothing()
    {
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();

        Assert.Equal(2, await _service.CountAsync("revision"));
        Assert.Equal(254, _service.Capacity.Of(Account).Used);
        Assert.Single(await _service.ClaimsAsync());
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    [Fact]
    public async Task Told_UpToAnEntry_OwnClaimsCountedOnce()
    {
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "1000", "300000.00"));
        var seq = await _service.SealedAsync();
        await _service.SubmitAsync(World.Dysprosium("DE", "L-2", "200", "60000.00"));

        await _service.ToldAsync(Used("1000", seq));
        Assert.Equal(1200, _service.Capacity.Of(Account).Used);
        await _service.ToldAsync(Used("1200", await _service.SealedAsync()));
        Assert.Equal(1200, _service.Capacity.Of(Account).Used);

        await using var restarted = await _service.JoinAsync();
        Assert.Equal(1200, restarted.Capacity.Of(Account).Used);
    }

    [Fact]
    public async Task Restart_SuppliersAway_OwnClaimsReadFromTheJournal()
    {
        await _service.ToldAsync(Used("500", 0));
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "1000", "300000.00"));
        await _service.SealAsync();

        await using var restarted = await _service.JoinAsync();
        Assert.Equal(1500, restarted.Capacity.Of(Account).Used);
        await restarted.SubmitAsync(World.Dysprosium("DE", "L-2", "200", "60000.00"));
        await restarted.SealAsync();
        await _service.Suppliers.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1700, _service.Capacity.Of(Account).Used);
    }

    [Fact]
    public async Task Store_Fails_NothingStaysClaimed()
    {
        await _service.AsSuperuserAsync("ALTER TABLE revision RENAME TO gone");
        await Assert.ThrowsAnyAsync<Exception>(
            () => _service.SubmitAsync(World.Dysprosium("DE", "L-1", "1000", "300000.00")));

        Assert.Equal(0, _service.Capacity.Of(Account).Used);
    }

    private static CapacityUsed Used(string kg, long seq) => new()
    {
        Facility = Account.Facility,
        Material = Account.Material,
        Stage = Account.Stage,
        Year = Account.Year,
        UsedKg = kg,
        CapacityKg = "20000",
        DeclarationsSeq = seq,
    };

    private Task AmendAsync(string mrn, Declaration amended)
    {
        amended.Mrn = "";
        return _service.ReportAsync(mrn, new Report { Amended = new() { Reason = "weighed again" } }, 1, amended);
    }

    private async Task<Seen> ControlAsync(string lrn, string kg)
    {
        var value = Wire.Decimal(300 * Wire.ParseDecimal(kg));
        var sent = await _service.SubmitAsync(World.Dysprosium("DE", lrn, kg, value));
        var item = (await _service.GetAsync(sent.Revision.Identity.Mrn)).Answer.Items[0];
        var reason = item.Control.Reasons.FirstOrDefault(one => one.Code == "MASS_BALANCE");
        return new Seen(
            item.Control.Recommendation, item.Control.Holds, reason?.Profile, reason?.Capacity?.Percent,
            reason?.Capacity?.UsedKg, reason?.Capacity?.CapacityKg);
    }

    private sealed record Seen(
        ControlRecommendation Recommendation, bool Holds, string? Profile, string? Percent, string? UsedKg,
        string? CapacityKg);
}
