using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Supply;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using static CrmClub.Declarations.Tests.Reports;
using CountryGroup = CrmClub.Contracts.Membership.V1.CountryGroup;
using CountryGroupMember = CrmClub.Contracts.Membership.V1.CountryGroupMember;

namespace CrmClub.Declarations.Tests;

public sealed class SupplyTests(Servers servers) : IAsyncLifetime
{
    private TestService _service = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    // 1,147.68 kg of the oxide are 1,000 kg of dysprosium.
    [Fact]
    public async Task List_DeclaredGoods_AreSharesByMonthAsMetal()
    {
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "1147.68", "224100.00"));
        await _service.SubmitAsync(World.Dysprosium("JP", "L-1", "573.84", "112050.00", day: "2027-05-31"));
        var chinese = World.Dysprosium("DE", "L-2", "2869.2", "224100.00");
        chinese.Items[0].Origin = "CN";
        await _service.SubmitAsync(chinese);
        await _service.SubmitAsync(World.Metals("DE", "L-3", "2027-03-08"));
        await CountAsync(_service);

        var answer = await ListAsync("2027-01", "2027-12");

        Assert.Equal(
            [
                "Dy SeparatedCompound 2027-03 3500 CN 71.43 MY 28.57 club 0.00 HHI 5918",
                "Dy SeparatedCompound 2027-05 500 MY 100.00 club 0.00 HHI 10000",
                "Dy SeparatedCompound all 4000 CN 62.50 MY 37.50 club 0.00 HHI 5313",
                "Dy Metal 2027-03 100 CN 100.00 club 0.00 HHI 10000",
                "Dy Metal all 100 CN 100.00 club 0.00 HHI 10000",
                "NdPr Metal 2027-03 1000 CN 100.00 club 0.00 HHI 10000",
                "NdPr Metal all 1000 CN 100.00 club 0.00 HHI 10000",
            ],
            answer.Supplies.SelectMany(one => one.Months.Select(month => Text(one, month.Month, month.Shares))
                .Append(Text(one, "all", one.Period))));
        var oxide = answer.Supplies[0];
        Assert.Equal(("CN", "100.0", false), (oxide.Studied[0].Country, oxide.Studied[0].Percent, oxide.Enough));
        Assert.Contains("Study on the critical raw materials for the EU 2023", answer.Study);
        Assert.Empty((await ListAsync("2027-04", "2027-04")).Supplies);
        Assert.Equal(["NdPr"], (await ListAsync("2027-03", "2027-03", "NdPr")).Supplies.Select(one => one.Material));
    }

    [Fact]
    public async Task List_AmendedInvalidatedAndPrelodged_CountsWhatIsInForce()
    {
        var declaration = World.Dysprosium("DE", "L-1", "1147.68", "224100.00");
        var amended = Mrn(await _service.SubmitAsync(declaration));
        var invalidated = Mrn(await _service.SubmitAsync(World.Dysprosium("DE", "L-2", "100", "19000.00")));
        var prelodged = World.Dysprosium("DE", "L-3", "114.768", "22410.00", day: "");
        prelodged.AdditionalDeclarationType = "D";
        var later = Mrn(await _service.SubmitAsync(prelodged));
        await CountAsync(_service);
        var before = (await ListAsync("2027-03", "2027-03")).Supplies.Single().Period;

        declaration.Items[0].Origin = "VN";
        await _service.ReportAsync(amended, Amended("Origin"), 1, declaration);
        await _service.ReportAsync(invalidated, Invalidated("Twice"), 1);
        await _service.ReportAsync(later, Accepted("2027-03-31"), known: 1);
        await CountAsync(_service);

        Assert.Equal(2, before.Items);
        Assert.Equal(["VN 1000.000000", "MY 100.000000"], Origins((await ListAsync("2027-03", "2027-03")).Supplies));
        await AssertSameAsRebuiltAsync();
    }

    // Whatever dies, and whoever counts beside whom: each revision counts once.
    [Fact]
    public async Task Step_TwoReplicasAndOneThatDies_CountEachRevisionOnce()
    {
        for (var number = 0; number < 60; number++)
        {
            var declaration = World.Dysprosium("DE", $"L-{number}", "11.4768", "2241.00");
            declaration.Items[0].Origin = number % 3 == 0 ? "CN" : "MY";
            await _service.SubmitAsync(declaration);
        }

        await _service.SealAsync();
        await using var other = await _service.JoinAsync();
        using (var dies = new CancellationTokenSource())
        {
            await dies.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Ledger(_service).StepAsync(dies.Token));
        }

        await Task.WhenAll(CountAsync(_service), CountAsync(other));
        await CountAsync(other);

        Assert.Equal(["MY 400.000000", "CN 200.000000"], Origins((await ListAsync("2027-03", "2027-03")).Supplies));
        await AssertSameAsRebuiltAsync();
    }

    [Theory]
    [InlineData("65", "35", "")]
    [InlineData("65.000001", "35", "CN")]
    [InlineData("0", "0", "")]
    public void Dominant_MoreThan65Percent_ComparedExactly(string chinese, string rest, string expected)
    {
        var shares = Shares.Of(
            [("CN", new Supplied(decimal.Parse(chinese), 1)), ("MY", new Supplied(decimal.Parse(rest), 1))],
            country => country == "MY");

        Assert.Equal(expected, string.Join(' ', Shares.Dominant(shares)));
    }

    [Fact]
    public async Task Draw_FewDeclarations_FollowsTheStudy_AndEnough_FollowsThem()
    {
        State(new CountryGroup
        {
            Code = "DOM-DY-SEP",
            NameEn = "Dysprosium, separated",
            NameJa = "分離ジスプロシウム",
            Source = "Treaty",
            Members = { new CountryGroupMember { Member = "CN", ValidFrom = World.FirstDay } },
        });
        await AddAsync("CN", 30, 70);
        var few = await DrawAsync(2027);
        await AddAsync("MY", 70, 30);

        var enough = await DrawAsync(2027);

        Assert.Equal((false, "CN", "CN"), Text(few));
        Assert.Null(few.Drawn[0].Group);
        Assert.Equal((true, "CN", "MY"), Text(enough));
        Assert.False(enough.Complete);
        Assert.Equal(
            ["CN 2027-01-04 2028-01-01", "MY 2028-01-01 "],
            enough.Drawn[0].Group.Members.Select(row => $"{row.Member} {row.ValidFrom} {row.ValidTo}"));
        Assert.Equal("Decided declarations of 2027: MY 70.00 %, CN 30.00 %", enough.Drawn[0].Group.Source);
        // A group that the register doesn't have is drawn, and not stated.
        Assert.Null(enough.Drawn[2].Group);
    }

    [Fact]
    public async Task Questions_Wrong_AreRefusedWithFieldRuleAndValue()
    {
        var months = await Assert.ThrowsAsync<ClubException>(() => ListAsync("2027-13", "soon"));
        var period = await Assert.ThrowsAsync<ClubException>(() => ListAsync("2025-01", "2027-01"));
        var year = await Assert.ThrowsAsync<ClubException>(() => DrawAsync(2028, "Friday"));

        Assert.Equal(
            [("to_month", "MONTH", "soon"), ("from_month", "MONTH", "2027-13"), ("from_month", "PERIOD", "2025-01"),
                ("year", "PERIOD", "2028"), ("effective_on", "DAY", "Friday")],
            new[] { months, period, year }.SelectMany(one => one.Violations)
                .Select(one => (one.Field, one.Rule, one.Value)));
    }

    private static (bool, string, string) Text(DrawDominanceResponse answer) =>
        (answer.Drawn[0].Declared, string.Join(' ', answer.Drawn[0].Before), string.Join(' ', answer.Drawn[0].After));

    private static string Text(Contracts.Declarations.V1.Supply supply, string month, SupplyShares shares) =>
        $"{supply.Material} {supply.Stage} {month} {decimal.Parse(shares.Kg):0.######} "
        + string.Join(' ', shares.Origins.Select(one => $"{one.Country} {one.Percent}"))
        + $" club {shares.ClubPercent} HHI {shares.Concentration}";

    private static IEnumerable<string> Origins(IEnumerable<Contracts.Declarations.V1.Supply> supplies) =>
        supplies.Single().Period.Origins.Select(one => $"{one.Country} {one.Kg}");

    private static SupplyLedger Ledger(TestService service) => new(
        service.Database, service.Standing, TimeProvider.System, NullLogger<SupplyLedger>.Instance);

    private static async Task CountAsync(TestService service)
    {
        await service.SealAsync();
        var ledger = Ledger(service);
        while (!await ledger.StepAsync(Cancel))
        {
        }
    }

    private async Task AssertSameAsRebuiltAsync()
    {
        var counted = (await ListAsync("2027-01", "2027-12")).Supplies;
        await using (var owner = Npgsql.NpgsqlDataSource.Create(_service.Where.Superuser))
        await using (var empty = owner.CreateCommand("DELETE FROM supply_month; UPDATE supply_counted SET seq = 0"))
            await empty.ExecuteNonQueryAsync(Cancel);
        await CountAsync(_service);
        Assert.Equal(counted, (await ListAsync("2027-01", "2027-12")).Supplies);
    }

    private void State(params CountryGroup[] groups)
    {
        var founding = World.Founding();
        founding.CountryGroups.Add(groups);
        _service.Membership.Replace(new MembershipView(2, [.. MembershipRecords.Of(founding)]));
    }

    private async Task AddAsync(string origin, decimal kg, long items)
    {
        await using var insert = _service.Database.CreateCommand(
            "INSERT INTO supply_month VALUES ('2027-03-01', 'Dy', $1, $2, $3, $4)");
        insert.Parameters.Add(new() { Value = (short)Stage.SeparatedCompound });
        insert.Parameters.Add(new() { Value = origin });
        insert.Parameters.Add(new() { Value = kg });
        insert.Parameters.Add(new() { Value = items });
        await insert.ExecuteNonQueryAsync(Cancel);
    }

    private Task<ListSupplyResponse> ListAsync(string from, string to, string material = "") =>
        new ListSupply(new SupplyBook(_service.Database), Study(), _service.Membership, new StandingDay(World.Today))
            .HandleAsync(new() { FromMonth = from, ToMonth = to, Material = material }, Cancel);

    private Task<DrawDominanceResponse> DrawAsync(int year, string effectiveOn = "") =>
        new DrawDominance(new SupplyBook(_service.Database), Study(), _service.Membership,
            new StandingDay(World.Today)).HandleAsync(new() { Year = year, EffectiveOn = effectiveOn }, Cancel);

    private static Study Study() => new(new FoundingDocuments(
        new ConfigurationManager { ["Club:FoundingDirectory"] = Checkout.FoundingDirectory }));
}
