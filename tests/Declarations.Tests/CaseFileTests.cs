using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Signing;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using static CrmClub.Declarations.Tests.Reports;

namespace CrmClub.Declarations.Tests;

public sealed class CaseFileTests(Servers servers) : IAsyncLifetime
{
    private TestService _service = null!;
    private TestReceipts _receipts = null!;
    private PublicKeySet _keys = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.FoundAsync(servers.Postgres);
        _receipts = new TestReceipts(_service);
        _keys = await _receipts.PublicKeysAsync();
    }

    public ValueTask DisposeAsync()
    {
        _receipts.Dispose();
        return _service.DisposeAsync();
    }

    [Fact]
    public async Task CaseFile_OfALife_HasAllOfItAndHolds()
    {
        var file = await LifeAsync();

        Assert.Equal([1, 2, 3], file.Revisions.Select(one => one.Answer.Revision));
        Assert.Equal(DeclarationState.Invalidated, file.State);
        Assert.Equal(["19191.11", "0.00"], file.Revisions.Skip(1).Select(one => one.Answer.Duty.Amount));
        Assert.Single(file.Adjustments);
        Assert.Equal(2, file.Reports.Count);
        Assert.Contains(Assert.Single(file.Tariffs).Measures, one => one is { Id: "M3B", Expression: "10 %" });
        Assert.Empty(Broken(file));
    }

    [Fact]
    public async Task CaseFile_AnythingChangedBesideTheReceipts_IsNamed()
    {
        var whole = await LifeAsync();
        foreach (var (field, change) in new (string, Action<CaseFile>)[]
        {
            ("mrn", file => file.Mrn += "0"),
            ("lrn", file => file.Lrn += "0"),
            ("administration", file => file.Administration = "FR"),
            ("answer.mrn", file => file.Revisions[0].Answer.Mrn += "0"),
            ("answer.revision", file => file.Revisions[0].Answer.Revision = 7),
            ("answer.acceptance_day", file => file.Revisions[0].Answer.AcceptanceDay = "2027-03-09"),
            ("answer.cause", file => file.Revisions[1].Answer.Cause = ""),
            ("answer.decided_at", file => file.Revisions[0].Answer.DecidedAt.Seconds++),
            ("answer.duty", file => file.Revisions[0].Answer.Duty.Amount = "1.00"),
            ("answer.versions.tariff_hash", file => file.Revisions[0].Answer.Versions.TariffHash = ""),
            ("answer.items amounts of item 1",
                file => file.Revisions[0].Answer.Items[0].Measures.First(one => one.Applied).Amount = "1.00"),
            ("answer.items", file => file.Revisions[0].Answer.Items.Clear()),
            ("tariffs measure M3B",
                file => file.Tariffs[0].Measures.Single(one => one.Id == "M3B").Expression = "9 %"),
            ("declaration_hash", file => file.Revisions[0].Receipt.Declaration.Exporter = "Another"),
            ("receipt", file => file.Revisions[0].Receipt.Receipt = file.Revisions[0].Receipt.Receipt[..^4] + "AAAA"),
        })
        {
            var changed = whole.Clone();
            change(changed);
            Assert.Contains(field, Broken(changed));
        }
    }

    [Fact]
    public async Task CaseFile_OfAnother_IsNotFound()
    {
        var mrn = Mrn(await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));

        await Assert.ThrowsAsync<ClubException>(() => _receipts.CaseAsync(mrn, TestService.Japanese));
        await Assert.ThrowsAsync<ClubException>(() => _receipts.CaseAsync("27DE0000000000000R", TestService.German));
        Assert.Equal(mrn, (await _receipts.CaseAsync(mrn, TestService.German)).Mrn);
    }

    private async Task<CaseFile> LifeAsync()
    {
        var mrn = Mrn(await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();
        await _service.ReportAsync(mrn, Collected("100.00"));
        await _service.ReportAsync(mrn, Invalidated("withdrawn"), known: 2);
        await _receipts.SealAsync();
        return await _receipts.CaseAsync(mrn);
    }

    private List<string> Broken(CaseFile file) =>
    [
        .. file.Revisions.SelectMany(revision => ReceiptCheck.Of(revision.Receipt, World.Tariff(), _keys)
            .Concat(CaseCheck.Of(file, revision, World.Tariff()))).Where(one => !one.Holds).Select(one => one.Field),
    ];
}
