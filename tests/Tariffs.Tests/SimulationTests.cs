using System.Security.Cryptography;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Quotas;
using CrmClub.Tariffs.Simulations;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using static CrmClub.Tariffs.Tests.TestProposals;

namespace CrmClub.Tariffs.Tests;

/// <summary>What is asked of Declarations, and what comes back.</summary>
public sealed class SimulationTests(Postgres postgres) : IAsyncLifetime
{
    private static readonly Caller Delegate = new(
        "0b000000-0000-4000-8000-0000000000de", "web", "eu", IsPerson: true,
        new HashSet<string> { ClubRoles.MemberDelegate });

    private TestTariffs _tariffs = null!;
    private TestProposals _people = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        _people = new TestProposals(_tariffs);
    }

    public ValueTask DisposeAsync() => _tariffs.DisposeAsync();

    [Fact]
    public async Task Simulate_Draft_AsksForTheYearPast_OnTheTariffAsItWouldBePublished()
    {
        var draft = (await _people.DraftAsync()).Proposal;

        var asked = await SimulateAsync(draft);

        Assert.Equal((1, SimulationState.Asked, "2026-03-01", "2027-03-01", 1),
            (asked.Number, asked.State, asked.FromDay, asked.ToDay, asked.BaseVersion));
        var document = await DocumentAsync(draft.Number);
        Assert.Equal(asked.DocumentHash, Convert.ToHexStringLower(
            SHA256.HashData(document.ToByteArray())));
        // It counts from the period's first day on, and takes the place of what it amends.
        Assert.Equal(("22 %", "2026-03-01"), Of(document, "M-0005.2"));
        Assert.DoesNotContain(document.Measures, measure => measure.Id == "M-0005");
        Assert.Empty(await _tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Simulate_AskedTwiceUnderOneId_IsOne()
    {
        var draft = (await _people.DraftAsync()).Proposal;
        var request = Request(draft);

        var first = await new SimulateProposal(_tariffs.Desk).RunAsync(request, Officer, Cancel);
        var again = await new SimulateProposal(_tariffs.Desk).RunAsync(request, Officer, Cancel);

        Assert.Equal(first, again);
        Assert.Single((await _people.GetAsync(draft.Number)).Simulations);
    }

    [Fact]
    public async Task Done_IsStoredWithTheProposalOnce_AndSaysThatItIsOfAnOlderContent()
    {
        var draft = (await _people.DraftAsync()).Proposal;
        var asked = await SimulateAsync(draft);
        await TellAsync(new SimulationProgressed { Proposal = 1, Number = 1, Examined = 10, Found = 30 });
        await TellAsync(new SimulationProgressed { Proposal = 1, Number = 1, Examined = 5, Found = 30 });
        Assert.Equal((10, 30), (await GetAsync(1)) is { } half ? (half.Examined, half.Found) : default);
        var done = new SimulationDone
        {
            Proposal = 1,
            Number = 1,
            Examined = 30,
            DoneAt = Timestamp.FromDateTimeOffset(_tariffs.Clock.UtcNow),
            Result = new SimulationResult { Undecided = 1, Total = new SimulatedSum { Difference = "12.30" } },
        };

        for (var told = 0; told < 2; told++)
            await TellAsync(done);

        var found = await GetAsync(1);
        Assert.Equal((SimulationState.Done, 30, done.Result, false),
            (found.State, found.Examined, found.Result, found.OlderContent));
        Assert.Empty(await _tariffs.AuditAsync(Cancel));
        // Cancelled too late, it stays as it is.
        Assert.Equal(SimulationState.Done, (await CancelAsync(Officer)).State);

        var other = Content();
        other.Amendments[0].Measure.Expression = "23 %";
        await _people.ReviseAsync(draft, other);
        Assert.True((await GetAsync(1)).OlderContent);
        Assert.Equal(asked.ContentHash, (await GetAsync(1)).ContentHash);
        var listed = Assert.Single((await _people.GetAsync(1)).Simulations);
        Assert.True(listed.OlderContent);
        Assert.Null(listed.Result);
    }

    [Fact]
    public async Task Cancel_ByWhomItWasAskedForOrTheSecretariat_AndAResultThatComesLaterChangesNothing()
    {
        await SimulateAsync((await _people.DraftAsync()).Proposal);
        Assert.Equal(ErrorReason.RoleMissing,
            (await Assert.ThrowsAsync<ClubException>(() => CancelAsync(Delegate))).Reason);

        var cancelled = await CancelAsync(Officer);
        await TellAsync(new SimulationDone { Proposal = 1, Number = 1, Result = new SimulationResult() });

        Assert.Equal((SimulationState.Cancelled, Officer.Id), (cancelled.State, cancelled.CancelledBy));
        Assert.Equal(cancelled, await GetAsync(1));
        Assert.Empty(await _tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Simulate_Broken_NamesEveryFault()
    {
        var broken = Content();
        broken.Amendments[0].Measure.Expression = "22 percents";
        var draft = (await _people.DraftAsync(broken)).Proposal;

        async Task<string> RefusedAsync(Action<SimulateProposalRequest> change)
        {
            var request = Request(draft);
            change(request);
            var refusal = await Assert.ThrowsAsync<ClubException>(
                () => new SimulateProposal(_tariffs.Desk).RunAsync(request, Officer, Cancel));
            return refusal.Violations.Count == 0 ? $"{refusal.Reason}"
                : string.Join(", ", refusal.Violations.Select(fault => $"{fault.Field} {fault.Rule}"));
        }

        Assert.Equal("content.amendments[0].measure.expression EXPRESSION", await RefusedAsync(_ => { }));
        Assert.Equal("to_day DAY, from_day DAY",
            await RefusedAsync(one => (one.FromDay, one.ToDay) = ("yesterday", "today")));
        Assert.Equal("to_day PERIOD",
            await RefusedAsync(one => (one.FromDay, one.ToDay) = ("2027-01-01", "2027-01-01")));
        Assert.Equal("to_day PERIOD",
            await RefusedAsync(one => (one.FromDay, one.ToDay) = ("2020-01-01", "2027-01-01")));
        Assert.Equal("ConcurrentChange", await RefusedAsync(one => one.KnownRevision = 9));
        Assert.Equal("NotFound", await RefusedAsync(one => one.Number = 9));
        await _people.WithdrawAsync(draft);
        Assert.Equal("StateForbids", await RefusedAsync(one => one.KnownRevision = 2));
        Assert.Equal(ErrorReason.NotFound,
            (await Assert.ThrowsAsync<ClubException>(() => GetAsync(1))).Reason);
    }

    [Fact]
    public async Task Simulate_TooManyOpen_WaitsForOneToEnd()
    {
        var draft = (await _people.DraftAsync()).Proposal;
        for (var number = 0; number < SimulateProposal.OpenMax; number++)
            await SimulateAsync(draft);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => SimulateAsync(draft));
        Assert.Equal("OPEN_SIMULATIONS", Assert.Single(refusal.Violations).Rule);
        await CancelAsync(Officer);
        Assert.Equal(SimulateProposal.OpenMax + 1, (await SimulateAsync(draft)).Number);
    }

    private static (string Expression, string From) Of(TariffDocument document, string id) =>
        document.Measures.Single(measure => measure.Id == id) is var found
            ? (found.Expression, found.ValidFrom) : default;

    private static SimulateProposalRequest Request(Proposal known) =>
        new() { RequestId = NewId(), Number = known.Number, KnownRevision = known.Revision };

    private async Task<Simulation> SimulateAsync(Proposal known) =>
        (await new SimulateProposal(_tariffs.Desk).RunAsync(Request(known), Officer, Cancel)).Simulation;

    private async Task<Simulation> CancelAsync(Caller caller) =>
        (await new CancelSimulation(_tariffs.Data, new JournalSignal(), TimeProvider.System).RunAsync(
            new CancelSimulationRequest { Number = 1, Simulation = 1 }, caller, Cancel)).Simulation;

    private async Task<Simulation> GetAsync(int proposal) =>
        (await new ReadSimulations(_tariffs.Data, _tariffs.State).GetAsync(
            new GetSimulationRequest { Number = proposal }, Cancel)).Simulation;

    private async Task<TariffDocument> DocumentAsync(int proposal) => TariffDocument.Parser.ParseFrom(
        (await new ReadSimulations(_tariffs.Data, _tariffs.State).DocumentAsync(
            new GetSimulationDocumentRequest { Number = proposal }, Cancel)).Document);

    // What the copy of Declarations' journal does with an entry.
    private async Task TellAsync(IMessage happened)
    {
        var copy = new DeclarationsCopy();
        var entry = new Entry
        {
            Kind = happened.Descriptor.FullName,
            Subject = "proposal 1",
            Body = happened.ToByteString(),
        };
        await using var connection = await _tariffs.Data.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await copy.ApplyAsync(transaction, [.. copy.Split(entry)], Cancel);
        await transaction.CommitAsync(Cancel);
    }
}
