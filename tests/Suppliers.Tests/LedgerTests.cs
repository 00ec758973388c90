using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Ledger;
using Google.Protobuf.WellKnownTypes;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

public sealed class LedgerTests(Postgres postgres)
{
    [Theory]
    [InlineData(1, 120, 8, 10)]
    [InlineData(2, 120, 8, 10)]
    [InlineData(3, 1_000, 20, 20)]
    public async Task Count_RandomLivesAndDeaths_LedgerIsWhatDeclarationsClaim(
        int seed, int steps, int togetherMax, int deathsMin)
    {
        await using var suppliers = await CreateAsync(postgres);
        var model = new LedgerModel(seed, await suppliers.CertifiedAsync(3));
        var ledger = new TestLedger(suppliers);

        var deaths = await model.RunAsync(ledger, steps, togetherMax);

        Assert.InRange(deaths, deathsMin, int.MaxValue);
        Assert.Equal(model.Used, await ledger.UsedAsync());
        Assert.Equal(model.Used, await ledger.ToldAsync());
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Fact]
    public async Task Count_ManyClaimsOfAnAccountTogether_ToldOnceWithTheCapacity()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = Assert.Single(await suppliers.FacilitiesAsync(1));
        var ledger = new TestLedger(suppliers);

        await ledger.ApplyAsync(7, [.. Enumerable.Range(1, 50).Select(n => Claims($"MRN-{n}", facility, "100"))]);

        var told = Assert.Single(await ledger.EntriesAsync());
        Assert.Equal(("5000", "120500", 7), (told.UsedKg, told.CapacityKg, told.DeclarationsSeq));
        await suppliers.ChangeAsync(new ChangeCapacityRequest
        {
            RequestId = NewId(),
            Facility = facility,
            Material = "Dy",
            Stage = Stage.SeparatedCompound,
            CapacityTonsPerYear = "150",
            ValidFrom = "2027-10-01",
            Reason = "second line",
        });
        Assert.Equal(("5000", "150000"),
            ((await ledger.EntriesAsync())[^1].UsedKg, (await ledger.EntriesAsync())[^1].CapacityKg));
    }

    [Fact]
    public async Task Load_SnapshotAfterEntries_CountedOnce()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facility = Assert.Single(await suppliers.FacilitiesAsync(1));
        var ledger = new TestLedger(suppliers);
        var claims = Claims("MRN-1", facility, "100");

        await suppliers.InTransactionAsync(transaction =>
            ledger.Copy.LoadAsync(transaction, 3, [Any.Pack(claims)], Cancel));
        await ledger.ApplyAsync(4, claims);

        Assert.Equal("100", Assert.Single(await ledger.UsedAsync()).Value);
    }

    [Fact]
    public async Task Count_NothingClaimedForLong_ToldHowFar()
    {
        await using var suppliers = await CreateAsync(postgres);
        var ledger = new TestLedger(suppliers);
        for (var seq = 200; seq <= 300; seq += 10)
            await ledger.ApplyAsync(seq, new DecidedDeclaration { Mrn = $"MRN-{seq}", Revision = 1 });

        Assert.Empty(await ledger.EntriesAsync());
        Assert.Equal(1, await suppliers.CountAsync(
            $"journal WHERE kind = '{ClaimsCounted.Descriptor.FullName}'"));
    }

    [Fact]
    public async Task Read_SupplierOwnOthersAndOverseer_EachItsOwn()
    {
        await using var suppliers = await CreateAsync(postgres);
        var facilities = await suppliers.FacilitiesAsync(2);
        var ledger = new TestLedger(suppliers);
        await ledger.ApplyAsync(1, Claims("MRN-1", facilities[0], "119000"), Claims("MRN-2", facilities[0], "500.5"));
        var read = new ReadBalances(suppliers.Data, suppliers.Time);
        var request = new GetBalanceRequest { Facility = facilities[0], Year = 2027 };

        var balance = Assert.Single((await read.GetAsync(request, Officer, Cancel)).Balances);
        Assert.Equal(("119500.5", "120500", "99.17"), (balance.UsedKg, balance.CapacityKg, balance.Percent));
        var first = await read.ClaimsAsync(
            new ListClaimsRequest { Facility = facilities[0], Year = 2027, PageSize = 1 }, Cancel);
        Assert.Equal("MRN-1", Assert.Single(first.Claims).Mrn);
        var next = await read.ClaimsAsync(
            new ListClaimsRequest
            {
                Facility = facilities[0],
                Year = 2027,
                PageSize = 1,
                PageToken = first.NextPageToken,
            },
            Cancel);
        Assert.Equal(("MRN-2", ""), (Assert.Single(next.Claims).Mrn, next.NextPageToken));
        // Nobody says that this account may act for the operator.
        var stranger = new Caller("stranger", "cli", "club", true, new HashSet<string> { ClubRoles.Supplier });
        var refusal = await Assert.ThrowsAsync<ClubException>(() => read.GetAsync(request, stranger, Cancel));
        Assert.Equal(ErrorReason.NotFound, refusal.Reason);
    }

    internal static DecidedDeclaration Claims(string mrn, string facility, string kg) => new()
    {
        Mrn = mrn,
        Revision = 1,
        Claims =
        {
            new CapacityClaim
            {
                Item = 1,
                Facility = facility,
                Certificate = "CRM-2027-000001",
                Material = "Dy",
                Stage = Stage.SeparatedCompound,
                Year = 2027,
                Kg = kg,
            },
        },
    };
}
