using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Declarations.Watching;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Testing;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CrmClub.Declarations.Tests;

/// <summary>What a watch tells, in one and in many pieces.</summary>
public sealed class WatchTests(Servers servers) : IAsyncLifetime
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(20);

    private TestService _service = null!;
    private TestReceipts _receipts = null!;
    private SignedHeads _heads = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.FoundAsync(servers.Postgres);
        _receipts = new TestReceipts(_service);
        _heads = _receipts.Heads();
    }

    public ValueTask DisposeAsync()
    {
        _heads.Dispose();
        _receipts.Dispose();
        return _service.DisposeAsync();
    }

    [Fact]
    public async Task Watch_ItsFirstMessage_CarriesTheNewestSignedTreeHead()
    {
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        await _receipts.SealAsync();
        var writer = new Told();
        var watching = RunAsync(new(), writer, TestService.German);
        await writer.HasAsync(1);

        var head = TreeHeads.Read(writer.All[0].TreeHead, await _receipts.PublicKeysAsync());

        Assert.Equal(("declarations", 1), (head!.Service, head.Size));
        var other = TreeHeads.Unproven(Assert.Single(writer.All[0].OtherTreeHeads));
        Assert.Equal(("membership", 7), (other!.Service, other.Size));
        await writer.EndAsync(watching);
    }

    [Fact]
    public async Task Watch_FromTheFirst_TellsItsOwnDecisionsAndAdjustmentsInOrder()
    {
        var mrns = await HistoryAsync();

        var told = await ToldAsync(new(), 4, TestService.German);

        Assert.Equal(
            [(mrns[0], 1), (mrns[1], 1), (mrns[0], 2)],
            told.Where(one => one.Declaration is not null)
                .Select(one => (one.Declaration.Mrn, one.Declaration.Revision)));
        var adjustment = Assert.Single(told, one => one.Adjustment is not null).Adjustment;
        Assert.Equal((mrns[0], 1, 2), (adjustment.Mrn, adjustment.FromRevision, adjustment.ToRevision));
    }

    [Fact]
    public async Task Watch_BrokenOffBehindEachMessage_LeavesNoneOutAndRepeatsNone()
    {
        await HistoryAsync();
        var whole = await ToldAsync(new(), 5, TestService.Auditor);

        var pieces = new List<WatchDeclarationsResponse>();
        var cursor = "";
        while (pieces.Count < whole.Count)
        {
            // Another replica each time.
            pieces.Add((await ToldAsync(new() { Cursor = cursor }, 1, TestService.Auditor))[0]);
            cursor = pieces[^1].Cursor;
        }

        Assert.Equal(whole, pieces);
        Assert.Equal(whole.Count, whole.Select(one => one.Cursor).Distinct().Count());
    }

    [Fact]
    public async Task Watch_FromNow_TellsWhatComesAlone()
    {
        await HistoryAsync();
        var writer = new Told();
        var watching = RunAsync(new() { FromNow = true }, writer, TestService.German);
        await writer.HasAsync(1);       // a heartbeat: it stands behind what was

        var later = await _service.SubmitAsync(World.Dysprosium("DE", "L-9", "254", "76200.00"));
        await _service.SealAsync();
        await writer.HasAsync(2);

        Assert.Equal(
            [null, later.Revision.Identity.Mrn], writer.All.Select(message => message.Declaration?.Mrn));
        await writer.EndAsync(watching);
    }

    [Fact]
    public async Task Watch_AnOutageOfAnother_IsToldToAll()
    {
        await using (var connection = await _service.Database.OpenConnectionAsync(Cancel))
        await using (var transaction = await connection.BeginTransactionAsync(Cancel))
        {
            await JournalWriter.AppendAsync(
                transaction, new NewEntry("officer", "outage 1", null,
                    new OutageOpened { Outage = new() { Number = 1, Administration = "JP" } }), Cancel);
            await transaction.CommitAsync(Cancel);
        }

        await _service.SealAsync();

        var told = Assert.Single(await ToldAsync(new(), 1, TestService.German));
        Assert.Equal("JP", told.Outage.Administration);
    }

    [Fact]
    public async Task Watch_NoticesThatComeInASnapshotAndByTheJournal_AreToldToAllOnceInOrder()
    {
        var (first, second) = (Notice("N-2027-0001", NoticeKind.Tariff), Notice("N-2027-0002", NoticeKind.Deadline));
        await _service.SnapshotAsync([.. MembershipRecords.Of(World.Founding()), first]);
        await _service.TellAsync(new NoticePublished { Notice = first }, first.Number, 2);
        await _service.TellAsync(new BallotClosed { Ballot = new(), Notice = second }, "ballot", 3);
        await _service.TellAsync(new BallotLapsed { Ballot = new(), Notice = Notice("N-2027-0003") }, "ballot", 4);
        var party = new PartyDecided { Party = World.Founding().Parties[0], Notice = Notice("N-2027-0004") };
        party.Decision = new() { Number = 1, RecordedAt = new() };
        await _service.TellAsync(party, "EU", 5);
        // As where the first of two replicas died after its commit.
        await _service.TellAsync(party, "EU", 5);
        await _service.SealAsync();

        foreach (var caller in new[] { TestService.German, TestService.Japanese })
        {
            var told = await ToldAsync(new(), 4, caller);
            Assert.Equal(
                ["N-2027-0001", "N-2027-0002", "N-2027-0003", "N-2027-0004"], told.Select(one => one.Notice?.Number));
            Assert.Equal(first, told[0].Notice);
        }

        Assert.Equal(4, await _service.CountAsync("journal"));
        await _service.SoundAsync();
        await _service.AsSuperuserAsync("DELETE FROM notice WHERE number = 'N-2027-0002'");
        Assert.Contains(await _service.AuditAsync(), fault => fault?.Key == "number=N-2027-0002");
    }

    [Fact]
    public async Task Watch_TheStepsOfAnAdjustment_AreToldInOrderToItsAdministrationAlone()
    {
        await HistoryAsync();
        var adjustment = Assert.Single(
            (await _service.AdjustmentsAsync(new(), TestService.GermanOfficer)).Adjustments);
        await _service.ReportAsync(adjustment.Id, AdjustmentSteps.HearingOpened("2027-09-20"));
        await _service.ReportAsync(adjustment.Id, AdjustmentSteps.Heard("2027-09-20"));
        await _service.SubmitAsync(World.Metals("JP", "L-9", "2027-05-31"));
        await _service.SealAsync();

        var german = await ToldAsync(new(), 6, TestService.German);
        var japanese = await ToldAsync(new(), 2, TestService.Japanese);

        Assert.Equal(
            [AdjustmentStep.KindOneofCase.HearingOpened, AdjustmentStep.KindOneofCase.Heard],
            german.Where(one => one.AdjustmentReport is not null)
                .Select(one => one.AdjustmentReport.Step.KindCase));
        Assert.Equal(AdjustmentState.Heard, german[^1].AdjustmentReport.State);
        Assert.All(japanese, one => Assert.Equal("JP", one.Declaration?.Administration));
    }

    [Theory]
    [InlineData("nonsense", "CURSOR")]
    [InlineData("00000000-0-0", "CURSOR")]
    [InlineData("00000000-1-0", "CURSOR_HISTORY")]
    public async Task Watch_FromACursorThatIsNone_IsRefused(string cursor, string rule)
    {
        var refusal = await Assert.ThrowsAsync<ClubException>(
            () => RunAsync(new() { Cursor = cursor }, new Told(), TestService.German));

        Assert.Equal(("cursor", rule, cursor),
            (refusal.Violations[0].Field, refusal.Violations[0].Rule, refusal.Violations[0].Value));
    }

    [Fact]
    public async Task Watch_OfASystemThatIsSuspended_EndsThough_NothingComes()
    {
        var writer = new Told();
        var watching = RunAsync(new(), writer, TestService.German);
        await writer.HasAsync(1);

        var founding = World.Founding();
        founding.CustomsSystems.Single(one => one.ClientId == World.GermanSystem).Suspended = true;
        _service.Membership.Replace(new(2, [.. MembershipRecords.Of(founding)]));

        var refusal = await Assert.ThrowsAsync<ClubException>(() => watching.WaitAsync(Within, Cancel));
        Assert.Equal(ErrorReason.SystemSuspended, refusal.Reason);
    }

    [Fact]
    public async Task Watch_AtItsTime_EndsInOrder()
    {
        var limits = new WatchLimits { TimeMax = TimeSpan.FromMilliseconds(1) };

        await RunAsync(new(), new Told(), TestService.German, limits).WaitAsync(Within, Cancel);
    }

    [Fact]
    public async Task Watches_MoreThanThereArePlaces_AreRefused()
    {
        var limits = Options.Create(new WatchLimits { WatchesAtOnceMax = 1 });
        using var watch = new WatchDeclarations(
            Pages(limits), _receipts.Club(_heads), _service.Sight, _service.Callers, TimeProvider.System, limits);
        var writer = new Told();
        var first = watch.RunAsync(new(), writer, TestService.German, writer.Left);
        await writer.HasAsync(1);

        var refusal = await Assert.ThrowsAsync<ClubException>(
            () => watch.RunAsync(new(), new Told(), TestService.German, Cancel));

        Assert.Equal(ErrorReason.Overloaded, refusal.Reason);
        await writer.EndAsync(first);
    }

    private static Notice Notice(string number, NoticeKind kind = NoticeKind.General) =>
        new() { Number = number, Kind = kind, TitleEn = "A notice", TitleJa = "お知らせ", PublishedOn = "2027-09-20" };

    /// <summary>Two German declarations and a Japanese one; a certificate's revocation revises the first.</summary>
    private async Task<string[]> HistoryAsync()
    {
        var relying = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        var other = await _service.SubmitAsync(World.Metals("DE", "L-2", "2027-05-31"));
        await _service.SubmitAsync(World.Metals("JP", "L-3", "2027-05-31"));
        await _service.RevokeAsync(World.Revoked(World.FirstDay));
        await _service.ReassessAllAsync();
        await _service.SealAsync();
        return [relying.Revision.Identity.Mrn, other.Revision.Identity.Mrn];
    }

    private async Task<IReadOnlyList<WatchDeclarationsResponse>> ToldAsync(
        WatchDeclarationsRequest request, int events, Caller caller)
    {
        var writer = new Told();
        var watching = RunAsync(request, writer, caller);
        await writer.HasAsync(events + 1);
        await writer.EndAsync(watching);
        return [.. writer.All.Where(one => one.Heartbeat is null).Take(events)];
    }

    private async Task RunAsync(
        WatchDeclarationsRequest request, Told writer, Caller caller, WatchLimits? limits = null)
    {
        var options = Options.Create(limits ?? new WatchLimits
        {
            LookEvery = TimeSpan.FromMilliseconds(20),
            CheckEvery = TimeSpan.FromMilliseconds(20),
        });
        using var watch = new WatchDeclarations(
            Pages(options), _receipts.Club(_heads), _service.Sight, _service.Callers, TimeProvider.System, options);
        await watch.RunAsync(request, writer, caller, writer.Left);
    }

    private WatchPages Pages(IOptions<WatchLimits> limits) =>
        new(new JournalReader(_service.Database), _service.Database, TimeProvider.System, limits);

    private sealed class Told : IServerStreamWriter<WatchDeclarationsResponse>
    {
        private readonly CancellationTokenSource _leave =
            CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        private readonly Lock _writing = new();
        private readonly List<WatchDeclarationsResponse> _all = [];

        /// <summary>Raised when the watcher leaves.</summary>
        public CancellationToken Left => _leave.Token;

        public IReadOnlyList<WatchDeclarationsResponse> All
        {
            get
            {
                lock (_writing) return [.. _all];
            }
        }

        public WriteOptions? WriteOptions { get; set; }

        public Task HasAsync(int messages) => Eventually.HoldsAsync(
            $"{messages} messages", () => Task.FromResult(All.Count >= messages), Within, Cancel);

        public async Task EndAsync(Task watching)
        {
            await _leave.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
            _leave.Dispose();
        }

        public Task WriteAsync(WatchDeclarationsResponse message, CancellationToken cancellationToken) =>
            WriteAsync(message);

        public Task WriteAsync(WatchDeclarationsResponse message)
        {
            lock (_writing) _all.Add(message);
            return Task.CompletedTask;
        }
    }
}
