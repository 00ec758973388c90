using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Receipts;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using static CrmClub.Declarations.Tests.Reports;

namespace CrmClub.Declarations.Tests;

public sealed class CaseFileTests(Servers servers) : WithReceipts(servers)
{
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
    public async Task CaseFile_OfWhatWasApproved_NamesFourEyes()
    {
        await Service.ChangeAsync(World.Suspended("2027-09-01"), new CertificateSuspended
        {
            Certificate = World.Suspended("2027-09-01"),
            Author = "officer",
            Approver = "approver",
        });
        var published = new TariffVersionPublished
        {
            Version = new() { Number = 1, Hash = Convert.ToHexStringLower(World.Sha([])), ValidFrom = World.FirstDay },
            Proposal = new() { Authors = { "one", "two" }, Approver = "three", Ballot = "B-2027-0001" },
        };
        await Service.HearAsync(published);
        await Service.HearAsync(published);

        var mrn = Mrn(await Service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));
        var file = await Receipts.CaseAsync(mrn);

        Assert.Equal(
            [
                ("tariff 1", "one two", "three", "B-2027-0001"),
                ($"certificate {World.Suspended("2027-09-01").Number} version 2", "officer", "approver", ""),
            ],
            file.Approvals.Select(one => (one.Subject, string.Join(' ', one.Authors), one.Approver, one.Ballot)));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(19, "")]
    [InlineData(20, "d")]
    [InlineData(59, "cd")]
    [InlineData(60, "bcd")]
    public void CaseFile_APartWithoutRoomForAll_HasItsLast(int bytesMax, string expected)
    {
        // 20 bytes each.
        var all = "abcd".Select(letter => new Outage { Reason = new string(letter, 18) }).ToList();

        Assert.Equal(expected, string.Concat(GetCaseFile.Fitting(all, bytesMax).Select(one => one.Reason[0])));
    }

    [Fact]
    public async Task CaseFile_OfAnother_IsNotFound()
    {
        var mrn = Mrn(await Service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));

        await Assert.ThrowsAsync<ClubException>(() => Receipts.CaseAsync(mrn, TestService.Japanese));
        await Assert.ThrowsAsync<ClubException>(() => Receipts.CaseAsync("27DE0000000000000R", TestService.German));
        Assert.Equal(mrn, (await Receipts.CaseAsync(mrn, TestService.German)).Mrn);
    }

    private async Task<CaseFile> LifeAsync()
    {
        var mrn = Mrn(await Service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));
        await Service.RevokeAsync(World.Revoked("2027-02-01"));
        await Service.ReassessAllAsync();
        await Service.ReportAsync(mrn, Collected("100.00"));
        await Service.ReportAsync(mrn, Invalidated("withdrawn"), known: 2);
        await Receipts.SealAsync();
        return await Receipts.CaseAsync(mrn);
    }

    private List<string> Broken(CaseFile file) =>
    [
        .. file.Revisions.SelectMany(revision => ReceiptCheck.Of(revision.Receipt, World.Tariff(), Keys)
            .Concat(CaseCheck.Of(file, revision, World.Tariff()))).Where(one => !one.Holds).Select(one => one.Field),
    ];
}
