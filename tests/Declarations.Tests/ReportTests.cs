using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Life;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Kind = CrmClub.Contracts.Declarations.V1.Report.KindOneofCase;
using static CrmClub.Declarations.Tests.Reports;

namespace CrmClub.Declarations.Tests;

public sealed class ReportTests(Servers servers) : IAsyncLifetime
{
    private const string Day = "2027-03-09";

    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Reported_UnderControlToCollected_EachIsKeptAndRepeatsAreAnsweredTheSame()
    {
        var first = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        var reports = new[]
        {
            new Report { UnderControl = new() { Kind = ControlKind.Physical, Day = Day } },
            new Report
            {
                ControlResult = new() { Outcome = ControlOutcome.Discrepancy, Findings = "3 kg less", Day = Day },
            },
            new Report { Released = new() { Day = Day } },
            new Report { Notified = new() { Day = Day } },
            Collected("12417.77"),
            Collected("-0.01"),
        };
        var states = new List<DeclarationState>();

        foreach (var report in reports)
        {
            var request = Guid.NewGuid();
            var told = await _service.ReportAsync(Mrn(first), report, requestId: request);
            var again = await _service.ReportAsync(Mrn(first), report, requestId: request);
            states.Add(told.Report.State);
            Assert.Equal((false, true), (told.Replayed, again.Replayed));
            Assert.Equal((told.Report, told.Answer), (again.Report, again.Answer));
            Assert.Null(told.Difference);
        }

        var read = await _service.GetAsync(Mrn(first));
        Assert.Equal(reports, read.Reports.Select(one => one.Report));
        Assert.Equal(Enumerable.Range(1, 6), read.Reports.Select(one => one.Number));
        Assert.Equal(
            [
                DeclarationState.UnderControl, DeclarationState.UnderControl,
                .. Enumerable.Repeat(DeclarationState.Released, 4),
            ],
            states);
        Assert.Single(read.Revisions);
        await _service.SoundAsync();
    }

    [Theory]
    [InlineData("", "accepted amended invalidated", true)]
    [InlineData("", "amended invalidated under_control released notified collected")]
    [InlineData("under_control", "amended control_result notified collected")]
    [InlineData("under_control control_result", "amended invalidated under_control released notified collected")]
    [InlineData("released", "amended invalidated notified collected")]
    [InlineData("under_control control_result released", "amended invalidated notified collected")]
    [InlineData("invalidated", "collected")]
    public async Task Report_WhatTheStateForbids_IsRefusedWithWhatIsAllowed(
        string path, string allowed, bool prelodged = false)
    {
        var declaration = prelodged ? Prelodged("L-1") : World.Dysprosium("DE", "L-1", "254", "76200.00");
        var first = await _service.SubmitAsync(declaration);
        foreach (var step in path.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            await SendAsync(Of(step), validateOnly: false);

        var taken = new List<string>();
        foreach (var kind in Enum.GetValues<Kind>().Where(kind => kind is not Kind.None))
        {
            var name = ReportRules.Names([kind]).Single();
            try
            {
                await SendAsync(Of(name), validateOnly: true);
                taken.Add(name);
            }
            catch (ClubException refusal)
            {
                Assert.Equal(ErrorReason.StateForbids, refusal.Reason);
                Assert.EndsWith($"allowed are {allowed.Replace(" ", ", ")}.", refusal.Message);
            }
        }

        Assert.Equal(allowed.Split(' '), taken);

        Task<ReportDeclarationResponse> SendAsync(Report report, bool validateOnly) => _service.ReportAsync(
            Mrn(first), report, report.KindCase is Kind.Accepted or Kind.Amended or Kind.Invalidated ? 1 : 0,
            report.KindCase is Kind.Amended ? declaration : null, validateOnly: validateOnly);
    }

    [Fact]
    public async Task Report_BrokenInManyPlaces_EveryFaultAtOnce()
    {
        var first = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        var broken = new Report
        {
            Collected = new()
            {
                Day = "9.3.2027",
                Amounts = { new TaxAmount { TaxType = "A20" }, new TaxAmount { TaxType = "A20", Amount = Eur("0") } },
            },
        };
        var early = Collected("1.00", "2027-03-07");
        early.Collected.Amounts[0].Amount.Currency = "JPY";

        await FaultsAsync(broken, "DAY", "TAX_TYPE_UNIQUE", "DECIMAL_NOT_ZERO", "DECIMAL_NOT_ZERO");
        await FaultsAsync(early, "DAY_OF_REPORT", "CURRENCY");
        await FaultsAsync(new Report { Released = new() { Day = "2027-09-21" } }, "DAY_OF_REPORT");
        await FaultsAsync(new Report { ControlResult = new() { Outcome = ControlOutcome.Discrepancy, Day = Day } },
            "REQUIRED");
        await FaultsAsync(Invalidated(""), "REQUIRED", "REQUIRED");
        await FaultsAsync(new Report(), "REQUIRED");
        await FaultsAsync(Amended("x"), "REQUIRED", "WITH_AMENDMENT");

        async Task FaultsAsync(Report report, params string[] rules)
        {
            if (report.KindCase is Kind.ControlResult)
                await _service.ReportAsync(Mrn(first), Of("under_control"));
            var refusal = await Assert.ThrowsAsync<ClubException>(() => _service.ReportAsync(Mrn(first), report));
            Assert.Equal(rules.Order(), refusal.Violations.Select(one => one.Rule).Order());
        }
    }

    [Fact]
    public async Task Report_OfAnotherOrNone_SaidInTheSameWords()
    {
        var first = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));

        var foreign = await Assert.ThrowsAsync<ClubException>(
            () => _service.ReportAsync(Mrn(first), Of("released"), caller: TestService.Japanese));
        var none = await Assert.ThrowsAsync<ClubException>(() => _service.ReportAsync("27DE", Of("released")));

        Assert.Equal((ErrorReason.NotFound, foreign.Message), (none.Reason, none.Message));
    }

    [Fact]
    public async Task Report_ByAnOfficer_ControlsAlone()
    {
        var officer = new Caller(
            "officer-de", "web", World.GermanTenant, true, new HashSet<string> { ClubRoles.CustomsOfficer });
        var first = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));

        var refusal = await Assert.ThrowsAsync<ClubException>(
            () => _service.ReportAsync(Mrn(first), Of("released"), caller: officer));
        var told = await _service.ReportAsync(Mrn(first), Of("under_control"), caller: officer);

        Assert.Equal(ErrorReason.RoleMissing, refusal.Reason);
        Assert.Equal(DeclarationState.UnderControl, told.Report.State);
    }

    [Fact]
    public async Task RequestId_OfASubmissionForAReportOrTheOtherWay_IsRefused()
    {
        var (submission, report) = (Guid.NewGuid(), Guid.NewGuid());
        var first = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"), submission);
        await _service.ReportAsync(Mrn(first), Of("released"), requestId: report);

        var refusals = new[]
        {
            await Assert.ThrowsAsync<ClubException>(
                () => _service.ReportAsync(Mrn(first), Of("notified"), requestId: submission)),
            await Assert.ThrowsAsync<ClubException>(
                () => _service.ReportAsync(Mrn(first), Of("notified"), requestId: report)),
            await Assert.ThrowsAsync<ClubException>(
                () => _service.SubmitAsync(World.Dysprosium("DE", "L-2", "254", "76200.00"), report)),
            await Assert.ThrowsAsync<ClubException>(() => _service.SubmitAsync(
                World.Dysprosium("DE", "L-2", "254", "76200.00"), report, validateOnly: true)),
        };

        Assert.All(refusals, one => Assert.Equal(ErrorReason.RequestIdReused, one.Reason));
    }

    [Fact]
    public async Task Report_SameAtOnce_OneReportOneRevision()
    {
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00");
        var first = await _service.SubmitAsync(declaration);
        await using var replica = await _service.JoinAsync();
        var request = Guid.NewGuid();

        var told = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => (number % 2 == 0 ? _service : replica)
            .ReportAsync(Mrn(first), Amended("x"), 1, declaration, request)));

        Assert.Single(told, one => !one.Replayed);
        Assert.Equal((1, 2), (await _service.CountAsync("report"), await _service.CountAsync("revision")));
        await _service.SoundAsync();
    }

    [Theory]
    [InlineData("UPDATE report SET state = 5", "is not what the entry recorded")]
    [InlineData("DELETE FROM report", "is missing")]
    [InlineData("UPDATE report SET entry_id = -entry_id", "no entry tells of this row")]
    public async Task Audit_ReportChangedBehindTheService_NamesIt(string change, string fault)
    {
        var first = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        await _service.ReportAsync(Mrn(first), Of("released"));
        await _service.SoundAsync();

        await _service.AsSuperuserAsync(change);

        Assert.Contains(await _service.AuditAsync(), one => one?.Table == "report" && one.Fault.EndsWith(fault));
    }
}
