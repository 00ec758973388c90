using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Ledger;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

/// <summary>What certified facilities hand to each other, once each.</summary>
public sealed class TransferTests(Postgres postgres) : IAsyncLifetime
{
    private TestSuppliers _suppliers = null!;
    private List<string> _facilities = null!;

    public async ValueTask InitializeAsync()
    {
        _suppliers = await CreateAsync(postgres);
        _facilities = await _suppliers.CertifiedAsync(2);
    }

    public ValueTask DisposeAsync() => _suppliers.DisposeAsync();

    [Fact]
    public async Task Transfer_ToldByTenAtOnce_CountsOnceOnBothSides()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _suppliers.TransferAsync(Transfer("100.50"))));

        var from = await BalanceAsync(_facilities[0]);
        Assert.Equal(("100.5", "100.5", "0", "0.08"), (from.UsedKg, from.HandedKg, from.ReceivedKg, from.Percent));
        var to = await BalanceAsync(_facilities[1]);
        Assert.Equal(("0", "0", "100.5"), (to.UsedKg, to.HandedKg, to.ReceivedKg));
        Assert.Equal(1, await _suppliers.CountAsync("facility_transfer"));
        Assert.Empty(await _suppliers.AuditAsync());
    }

    [Fact]
    public async Task Transfer_ToldOtherwise_RefusedWithWhatIsKnown()
    {
        await _suppliers.TransferAsync(Transfer("100"));

        var refused = await RefusedAsync(Transfer("101"));

        Assert.Equal(("transfer.number", "TRANSFER_CONTRADICTED", "T-1"), (refused.Field, refused.Rule, refused.Value));
        Assert.Equal("100", (await BalanceAsync(_facilities[0])).UsedKg);
    }

    [Theory]
    [InlineData("transfer.kg", "UNIT_SLIP", "1205000.001")]
    [InlineData("transfer.kg", "KG", "0")]
    [InlineData("transfer.day", "DAY_PASSED", "2027-09-21")]
    [InlineData("transfer.from_facility", "CERTIFIED_FACILITY", "NdPr")]
    [InlineData("transfer.to_facility", "FACILITY", "F-MY-9999")]
    public async Task Transfer_BreaksARule_RefusedByName(string field, string rule, string value)
    {
        var transfer = Transfer("100");
        if (field == "transfer.kg")
            transfer.Kg = value;
        if (field == "transfer.day")
            transfer.Day = value;
        if (value == "NdPr")
            transfer.Material = value;
        if (field == "transfer.to_facility")
            transfer.ToFacility = value;

        var refused = await RefusedAsync(transfer);

        Assert.Equal((field, rule), (refused.Field, refused.Rule));
    }

    [Fact]
    public async Task Transfer_OfAnothersFacility_AnsweredLikeNone()
    {
        var stranger = new Caller("stranger", "cli", "club", true, new HashSet<string> { ClubRoles.Supplier });

        var refused = await RefusedAsync(Transfer("100"), stranger);

        Assert.Equal(("transfer.from_facility", "FACILITY"), (refused.Field, refused.Rule));
    }

    private FacilityTransfer Transfer(string kg) => new()
    {
        FromFacility = _facilities[0],
        ToFacility = _facilities[1],
        Material = "Dy",
        Stage = Stage.SeparatedCompound,
        Day = "2027-03-01",
        Kg = kg,
        Number = "T-1",
    };

    private async Task<Violation> RefusedAsync(FacilityTransfer transfer, Caller? caller = null) => Assert.Single(
        (await Assert.ThrowsAsync<ClubException>(() => _suppliers.TransferAsync(transfer, caller))).Violations);

    private async Task<Balance> BalanceAsync(string facility) => Assert.Single(
        (await new ReadBalances(_suppliers.Data, _suppliers.Time).GetAsync(
            new GetBalanceRequest { Facility = facility }, Officer, Cancel)).Balances);
}
