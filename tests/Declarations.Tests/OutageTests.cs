using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Outages;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Declarations.Tests;

public sealed class OutageTests(Servers servers) : IAsyncLifetime
{
    private static readonly Caller Operator = new(
        "operator", "web", World.SecretariatTenant, true, new HashSet<string> { ClubRoles.Operator });

    private TestService _service = null!;
    private RecordOutages _outages = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.FoundAsync(servers.Postgres);
        _outages = new RecordOutages(new Mutations(_service.Database, new JournalSignal()), _service.Callers,
            new StandingDay(World.Today), TimeProvider.System);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    // In Berlin the outage lasts from 8 March, 00:30 on, in Tokyo from 07:30 on.
    [InlineData("DE", "2027-03-07", false)]
    [InlineData("DE", "2027-03-08", true)]
    [InlineData("DE", "2027-03-09", true)]
    [InlineData("DE", "2027-03-10", false)]
    [InlineData("JP", "2027-03-08", false)]
    public async Task Fallback_OnADay_IsTakenWhereAnOutageOfItsAdministrationLasted(
        string administration, string day, bool taken)
    {
        var outage = await OpenAsync("2027-03-07T23:30:00Z", TestService.German);
        await CloseAsync(outage.Number, "2027-03-09T22:59:00Z", TestService.German);
        var declaration = Fallback(administration, "L-1", day);

        if (taken)
        {
            Assert.False((await _service.SubmitAsync(declaration)).Replayed);
            return;
        }

        var refusal = await Assert.ThrowsAsync<ClubException>(() => _service.SubmitAsync(declaration));
        var fault = Assert.Single(refusal.Violations);
        Assert.Equal(("items[0].documents[1]", "FALLBACK_OUTAGE"), (fault.Field, fault.Rule));
        Assert.Equal(0, await _service.CountAsync("declaration"));
    }

    [Fact]
    public async Task Fallback_WhileTheClubIsAway_IsTakenFromAll()
    {
        await OpenAsync("2027-03-08T08:00:00Z", Operator);

        foreach (var administration in new[] { "DE", "JP" })
            Assert.NotEmpty((await _service.SubmitAsync(
                Fallback(administration, "L-1", "2027-03-08"))).Revision.Identity.Mrn);
    }

    [Fact]
    public async Task Fallback_ReplayedInAnyOrderBesideRetries_IsDecidedOnceEachByItsDay()
    {
        await OpenAsync("2027-03-08T08:00:00Z", TestService.German);
        var days = new[] { "2027-03-08", "2027-03-09", "2027-03-10", "2027-03-11" };
        var backlog = Enumerable.Range(0, 40)
            .Select(number => Fallback("DE", $"L-{number}", days[number % days.Length])).ToList();

        // The last first, and each twice at once.
        var told = await Task.WhenAll(backlog.AsEnumerable().Reverse().Concat(backlog)
            .Select(declaration => _service.SubmitAsync(declaration.Clone())));

        Assert.Equal(backlog.Count, told.Count(one => !one.Replayed));
        Assert.Equal(backlog.Count, await _service.CountAsync("declaration"));
        Assert.All(told, one => Assert.Equal("12417.77", one.Revision.Decision.Duty));
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Fallback_AReferenceOfAnother_IsRefusedAndNamed()
    {
        await OpenAsync("2027-03-08T08:00:00Z", Operator);
        var first = Fallback("DE", "L-1", "2027-03-08");
        await _service.SubmitAsync(first);
        Assert.True((await _service.SubmitAsync(first)).Replayed);
        await _service.SubmitAsync(Fallback("JP", "L-1", "2027-03-08"));

        foreach (var validateOnly in new[] { true, false })
            await ReusedAsync(() => _service.SubmitAsync(
                Fallback("DE", "L-2", "2027-03-08", "PAPER-L-1"), validateOnly: validateOnly));
        await ReusedAsync(() => _service.SubmitAsync(Fallback("DE", "L-2", "2027-03-08", "")));
        Assert.Equal(2, await _service.CountAsync("declaration"));
    }

    [Fact]
    public async Task Fallback_OneReferenceForManyAtOnce_IsOneDeclarationsAlone()
    {
        await OpenAsync("2027-03-08T08:00:00Z", TestService.German);
        await using var other = await _service.JoinAsync();

        // Beside others in the same groups, which are not to suffer for it.
        var told = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            var replica = number % 2 == 0 ? _service : other;
            var reference = number < 20 ? "PAPER-1" : $"PAPER-L-{number}";
            var failure = await Record.ExceptionAsync(
                () => replica.SubmitAsync(Fallback("DE", $"L-{number}", "2027-03-08", reference)));
            return failure is null ? "" : Assert.Single(Assert.IsType<ClubException>(failure).Violations).Rule;
        }));

        Assert.Equal(21, told.Count(rule => rule.Length == 0));
        Assert.Equal(19, told.Count(rule => rule == "FALLBACK_REFERENCE"));
        Assert.Equal(21, await _service.CountAsync("declaration"));
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Fallback_BroughtByAnAmendment_IsProvenAndItsOwn()
    {
        await OpenAsync("2027-03-08T08:00:00Z", TestService.German);
        await CloseAsync(1, "2027-03-08T09:00:00Z", TestService.German);
        await _service.SubmitAsync(Fallback("DE", "L-1", "2027-03-08"));
        var (proven, unproven) = (
            Reports.Mrn(await _service.SubmitAsync(World.Dysprosium("DE", "L-2", "254", "76200.00", "2027-03-08"))),
            Reports.Mrn(await _service.SubmitAsync(World.Dysprosium("DE", "L-3", "254", "76200.00", "2027-03-09"))));

        await ReusedAsync(() => AmendAsync(proven, Fallback("DE", "L-2", "2027-03-08", "PAPER-L-1")));
        var refusal = await Assert.ThrowsAsync<ClubException>(
            () => AmendAsync(unproven, Fallback("DE", "L-3", "2027-03-09")));
        Assert.Equal("FALLBACK_OUTAGE", Assert.Single(refusal.Violations).Rule);

        // Once it is its own, it may be sent with every later amendment.
        Assert.Equal(2, (await AmendAsync(proven, Fallback("DE", "L-2", "2027-03-08"))).Report.Revision);
        Assert.Equal(3, (await AmendAsync(proven, Fallback("DE", "L-2", "2027-03-08"), 2)).Report.Revision);
        await ReusedAsync(
            () => _service.SubmitAsync(Fallback("DE", "L-4", "2027-03-08", "PAPER-L-2")));
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Outage_Recorded_IsNumberedAnnouncedAndClosedOnce()
    {
        var first = await OpenAsync("2027-03-08T08:00:00Z", TestService.German);
        var second = await OpenAsync("2027-03-08T09:00:00Z", Operator);
        Assert.Equal((1, "DE", 2, ""), (first.Number, first.Administration, second.Number, second.Administration));

        var closed = await CloseAsync(1, "2027-03-08T10:00:00Z", TestService.German);

        Assert.Equal("2027-03-08T10:00:00Z", closed.EndedAt.ToDateTime().ToString("yyyy-MM-ddTHH:mm:ssZ"));
        Assert.Equal([2, 1], (await OutageStore.AllAsync(_service.Database, Cancel)).Select(one => one.Number));
        await RefusedAsync(ErrorReason.StateForbids, () => CloseAsync(1, "2027-03-08T11:00:00Z", TestService.German));
        await RefusedAsync(ErrorReason.NotFound, () => CloseAsync(2, "2027-03-08T11:00:00Z", TestService.German));
        await RefusedAsync(ErrorReason.NotFound, () => CloseAsync(1, "2027-03-08T11:00:00Z", TestService.Japanese));
        await RefusedAsync(ErrorReason.ValidationFailed, () => CloseAsync(2, "2027-03-08T08:59:59Z", Operator));
        await RefusedAsync(ErrorReason.ValidationFailed, () => OpenAsync("2027-09-20T10:00:01Z", Operator));
        Assert.Equal(3, await _service.CountAsync("journal"));
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Audit_OutageChangedBehindTheService_NamesIt()
    {
        await OpenAsync("2027-03-08T08:00:00Z", TestService.German);

        await _service.AsSuperuserAsync("DELETE FROM outage_step");

        Assert.Contains(await _service.AuditAsync(), fault => fault?.Table == "outage_step");
    }

    private static async Task RefusedAsync(ErrorReason reason, Func<Task> work) =>
        Assert.Equal(reason, (await Assert.ThrowsAsync<ClubException>(work)).Reason);

    private static async Task ReusedAsync(Func<Task> work)
    {
        var fault = Assert.Single((await Assert.ThrowsAsync<ClubException>(work)).Violations);
        Assert.Equal(("items[0].documents[1]", "FALLBACK_REFERENCE"), (fault.Field, fault.Rule));
    }

    private Task<ReportDeclarationResponse> AmendAsync(string mrn, Declaration declaration, int known = 1) =>
        _service.ReportAsync(mrn, Reports.Amended("taken on paper"), known, declaration);

    private static Declaration Fallback(string administration, string lrn, string day, string? reference = null)
    {
        var declaration = World.Dysprosium(administration, lrn, "254", "76200.00", day);
        declaration.Items[0].Documents.Add(new Document { Code = "9CRF", Reference = reference ?? $"PAPER-{lrn}" });
        return declaration;
    }

    private async Task<Outage> OpenAsync(string at, Caller caller) => (await _outages.OpenAsync(
        new OpenOutageRequest
        {
            RequestId = $"{Guid.NewGuid()}",
            BeganAt = At(at),
            Reason = "No power",
        }, caller, Cancel)).Outage;

    private async Task<Outage> CloseAsync(int number, string at, Caller caller) => (await _outages.CloseAsync(
        new CloseOutageRequest { RequestId = $"{Guid.NewGuid()}", Number = number, EndedAt = At(at) },
        caller, Cancel)).Outage;

    private static Timestamp At(string text) => DateTimeOffset.Parse(text).ToTimestamp();
}
