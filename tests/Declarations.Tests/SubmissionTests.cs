using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Reading;
using CrmClub.Declarations.Storage;
using CrmClub.Declarations.Submission;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Testing;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Tests;

public sealed class SubmissionTests(Servers servers) : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("DE", "254", "76200.00", "12417.77")]
    [InlineData("JP", "747", "224100.00", "6218100")]
    public async Task Submit_Certified_StoredWithMrnAndPublishedDuty(
        string administration, string mass, string value, string duty)
    {
        var submitted = await _service.SubmitAsync(World.Dysprosium(administration, "L-1", mass, value));

        Assert.False(submitted.Replayed);
        Assert.True(Mrn.Check(submitted.Revision.Identity.Mrn).IsValid);
        Assert.Equal(MrnIssuer.Club, submitted.Revision.Identity.MrnIssuedBy);
        var answer = Answers.Full(submitted.Revision, _service.Standing.Take());
        Assert.Equal(duty, answer.Duty.Amount);
        Assert.Equal(1, answer.Versions.Certificates.Single().Version);
        Assert.Contains(
            answer.Items[0].Measures, measure => measure is { Id: "M1", Applied: false, Reason.Length: > 0 });
        Assert.Equal(
            answer.Items.Sum(item => decimal.Parse(item.Duty.Amount)),
            answer.Items.SelectMany(item => item.Measures).Where(m => m.Applied).Sum(m => decimal.Parse(m.Amount)));
    }

    [Theory]
    [InlineData("DE", "44334.95")]
    [InlineData("JP", "7394900")]
    public async Task Submit_TwoMetals_PublishedDuty(string administration, string duty)
    {
        var submitted = await _service.SubmitAsync(World.Metals(administration, "D", "2027-05-31"));

        Assert.Equal(duty, submitted.Revision.Decision.Duty);
    }

    [Fact]
    public async Task Submit_IntoAWarehouse_TakenWithoutDutyAndReleasedLater()
    {
        var stored = World.Dysprosium("DE", "L-1", "254", "76200.00");
        stored.Procedure = "7100";
        var released = World.Dysprosium("DE", "L-2", "254", "76200.00");
        released.Procedure = "4071";

        var first = await _service.SubmitAsync(stored);
        var second = await _service.SubmitAsync(released);
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();

        var answer = (await _service.GetAsync(first.Revision.Identity.Mrn)).Answer;
        Assert.Equal(("0.00", 1), (answer.Duty.Amount, answer.Revision));
        Assert.Equal(NoDuty.Procedure, Assert.Single(answer.Items).NoDuty);
        var brief = Answers.Brief(first.Revision, _service.Standing.Take());
        Assert.Equal(NoDuty.Procedure, Assert.Single(brief.Items).NoDuty);
        Assert.Equal("19191.11", (await _service.GetAsync(second.Revision.Identity.Mrn)).Answer.Duty.Amount);
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    [Fact]
    public async Task Submit_OneItemProhibited_IsNotAllowedAndTheOtherIsDecided()
    {
        var declaration = World.Metals("DE", "L-1", "2027-05-31");
        declaration.Items[1].Origin = "KP";

        var submitted = await _service.SubmitAsync(declaration);

        var answer = (await _service.GetAsync(submitted.Revision.Identity.Mrn)).Answer;
        var brief = Answers.Brief(submitted.Revision, _service.Standing.Take());
        // The first item alone: 26,941.01 and 7,791.50.
        Assert.Equal(("34732.51", "34732.51"), (answer.Duty.Amount, brief.Duty.Amount));
        Assert.All([answer, brief], one =>
        {
            Assert.Equal([false, true], one.Items.Select(item => item.NotAllowed));
            Assert.Equal(("34732.51", null), (one.Items[0].Duty.Amount, one.Items[1].Duty));
            Assert.Equal("M12", Assert.Single(one.Items[1].Measures, measure => measure.Applied).Id);
        });
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    [Fact]
    public async Task Submit_BeforeTheCopiesAreRead_IsPutOffNotRefused()
    {
        await using var young = await _service.JoinAsync(start: false);

        foreach (var read in (Func<Task>[])[() => Task.CompletedTask, () => young.Tariffs.RefreshAsync(default)])
        {
            await read();
            var refusal = await Assert.ThrowsAsync<ClubException>(
                () => young.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00")));
            Assert.Equal(ErrorReason.Unavailable, refusal.Reason);
        }

        await young.StartAsync();
        Assert.NotEmpty((await young.SubmitAsync(
            World.Dysprosium("DE", "L-1", "254", "76200.00"))).Revision.Identity.Mrn);
    }

    [Fact]
    public async Task Submit_RepeatOfRequestOrLrn_FirstAnswer()
    {
        var request = Guid.NewGuid();
        var first = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"), request);

        var byRequest = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"), request);
        var byLrn = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));

        var now = _service.Standing.Take();
        Assert.True(byRequest.Replayed);
        Assert.True(byLrn.Replayed);
        Assert.Equal(Answers.Full(first.Revision, now), Answers.Full(byRequest.Revision, now));
        Assert.Equal(Answers.Full(first.Revision, now), Answers.Full(byLrn.Revision, now));
        Assert.Equal(1, await _service.CountAsync("declaration"));
    }

    [Fact]
    public async Task Submit_NumbersReused_Refused()
    {
        var request = Guid.NewGuid();
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"), request);

        Assert.Equal(ErrorReason.LrnReused, await RefusalAsync(World.Dysprosium("DE", "L-1", "255", "76200.00")));
        Assert.Equal(
            ErrorReason.RequestIdReused, await RefusalAsync(World.Dysprosium("DE", "L-2", "254", "76200.00"), request));
        Assert.Equal(1, await _service.CountAsync("declaration"));
    }

    [Fact]
    public async Task Submit_SameLrnOfAnotherDeclarant_Taken()
    {
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        var other = World.Dysprosium("DE", "L-1", "254", "76200.00");
        other.Declarant = "DE999";

        Assert.False((await _service.SubmitAsync(other)).Replayed);
    }

    [Fact]
    public async Task Submit_SixtyFourAtOnceOnTwoReplicas_OneMrn()
    {
        await using var replica = await _service.JoinAsync();
        var request = Guid.NewGuid();

        var all = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => (number % 2 == 0 ? _service : replica)
            .SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"), request)));

        Assert.Single(all.Select(one => one.Revision.Identity.Mrn).Distinct());
        Assert.Single(all, one => !one.Replayed);
        Assert.Equal(1, await _service.CountAsync("declaration"));
        Assert.Equal(1, await _service.CountAsync("revision"));
    }

    [Fact]
    public async Task Submit_ManyOverlappingOnTwoReplicas_EachOnce()
    {
        await using var replica = await _service.JoinAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 1000).Select(number => (number % 2 == 0 ? _service : replica)
            .SubmitAsync(World.Dysprosium("DE", $"L-{number / 4}", "254", "76200.00"))));

        Assert.Equal(250, all.Select(one => one.Revision.Identity.Mrn).Distinct().Count());
        Assert.Equal(250, all.Count(one => !one.Replayed));
        Assert.Equal(250, await _service.CountAsync("declaration"));
        Assert.Equal(250, await _service.CountAsync("revision"));
        Assert.All(await _service.AuditAsync(), Assert.Null);
    }

    [Fact]
    public async Task Submit_GroupWithMixedOutcomes_EachItsOwn()
    {
        var request = Guid.NewGuid();
        await _service.SubmitAsync(World.Dysprosium("DE", "L-0", "254", "76200.00"), request);
        var mrn = World.Dysprosium("DE", "L-8", "1", "400");
        mrn.Mrn = "21DE27364916384836";
        await _service.SubmitAsync(mrn);
        var taken = World.Dysprosium("DE", "L-9", "1", "400");
        taken.Mrn = mrn.Mrn;

        var fresh = _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        var repeat = _service.SubmitAsync(World.Dysprosium("DE", "L-0", "254", "76200.00"));
        var lrn = RefusalAsync(World.Dysprosium("DE", "L-0", "7", "76200.00"));
        var requestId = RefusalAsync(World.Dysprosium("DE", "L-2", "254", "76200.00"), request);
        var number = RefusalAsync(taken);
        var sameGroup = Task.WhenAll(
            _service.SubmitAsync(World.Dysprosium("DE", "L-3", "1", "400")),
            _service.SubmitAsync(World.Dysprosium("DE", "L-3", "1", "400")));

        Assert.False((await fresh).Replayed);
        Assert.True((await repeat).Replayed);
        Assert.Equal(ErrorReason.LrnReused, await lrn);
        Assert.Equal(ErrorReason.RequestIdReused, await requestId);
        Assert.Equal(ErrorReason.ValidationFailed, await number);
        Assert.Single(await sameGroup, one => one.Replayed);
        Assert.Equal(4, await _service.CountAsync("declaration"));
    }

    [Fact]
    public async Task Submit_Refused_StoresNothing()
    {
        var other = World.Dysprosium("JP", "L-1", "254", "76200.00");
        var faulty = World.Dysprosium("DE", "L-1", "-1", "76200.00");

        Assert.Equal(ErrorReason.OtherAdministration, await RefusalAsync(other, caller: TestService.German));
        Assert.Equal(ErrorReason.ValidationFailed, await RefusalAsync(faulty));

        Assert.Equal(0, await _service.CountAsync("declaration"));
        Assert.Equal(0, await _service.CountAsync("journal"));
        // Its LRN stays free.
        Assert.False((await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "1", "76200.00"))).Replayed);
    }

    [Fact]
    public async Task Submit_ValidateOnly_SameDutyAndNothingStored()
    {
        var dry = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"), validateOnly: true);
        Assert.Equal(0, await _service.CountAsync("declaration"));

        var stored = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        var again = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"), validateOnly: true);

        Assert.Equal("", dry.Revision.Identity.Mrn);
        Assert.Equal(stored.Revision.Decision, dry.Revision.Decision);
        Assert.True(again.Replayed);
        Assert.Equal(stored.Revision.Identity.Mrn, again.Revision.Identity.Mrn);
    }

    [Fact]
    public async Task Submit_AfterCommitWithoutAnswer_RepeatGivesWhatWasStored()
    {
        // What a process leaves that dies between its commit and its answers: the group stored, nobody told.
        var request = Guid.NewGuid();
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00");
        var now = _service.Standing.Take();
        var document = declaration.ToByteArray();
        var identity = new Identity(
            Guid.CreateVersion7(), MrnFactory.Build("DE", new(2027, 3, 8)), MrnIssuer.Club, "DE", declaration.Declarant,
            declaration.Lrn, World.GermanSystem, request, new(2027, 3, 8), PendingDeclaration.HashOf(document));
        var pending = new PendingDeclaration(identity, declaration, document, default)
        {
            Decided = Assessor.Decide(declaration, Basis.OfNow(now, declaration, Guid.Empty)),
            Known = now,
        };
        Assert.Empty(await _service.StoreAsync(pending));

        var answered = await _service.SubmitAsync(declaration, request);

        Assert.True(answered.Replayed);
        Assert.Equal(identity.Mrn, answered.Revision.Identity.Mrn);
        Assert.Equal(1, await _service.CountAsync("declaration"));
    }

    [Fact]
    public async Task Submit_DatabaseKilled_UnavailableThenStoredOnce()
    {
        var request = Guid.NewGuid();
        await _service.SubmitAsync(World.Dysprosium("DE", "L-0", "254", "76200.00"));
        await servers.Postgres.KillAsync();
        try
        {
            Assert.Equal(
                ErrorReason.Unavailable, await RefusalAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"), request));
        }
        finally
        {
            await servers.Postgres.RestartAsync();
        }

        Submitted? stored = null;
        await Eventually.HoldsAsync("the declaration is taken", async () =>
        {
            stored = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"), request);
            return true;
        }, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.NotEmpty(stored!.Revision.Identity.Mrn);
        Assert.Equal(2, await _service.CountAsync("declaration"));
        Assert.Equal(2, await _service.CountAsync("revision"));
    }

    [Theory]
    [InlineData("UPDATE declaration SET mrn = mrn")]
    [InlineData("UPDATE revision SET cause = cause")]
    [InlineData("DELETE FROM revision")]
    [InlineData("DELETE FROM adjustment")]
    [InlineData("TRUNCATE citation")]
    [InlineData("UPDATE certificate_version SET number = number")]
    [InlineData("UPDATE reassessment SET certificate = certificate")]
    public async Task Role_ChangeOfAppendOnlyRows_RefusedByTheDatabase(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _service.AsServiceAsync(sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private async Task<ErrorReason> RefusalAsync(
        Declaration declaration, Guid? request = null, ServiceDefaults.Identity.Caller? caller = null) =>
        (await Assert.ThrowsAsync<ClubException>(() => _service.SubmitAsync(declaration, request, caller))).Reason;
}
