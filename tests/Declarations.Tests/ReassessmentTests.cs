using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Reassessment;
using CrmClub.Testing;

namespace CrmClub.Declarations.Tests;

public sealed class ReassessmentTests(Servers servers) : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Revoke_ToldTwice_OneRevisionAndOneAdjustmentEachAsPublished()
    {
        var german = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        var japanese = await _service.SubmitAsync(World.Dysprosium("JP", "L-1", "747", "224100.00"));
        var without = await _service.SubmitAsync(World.Metals("DE", "L-2", "2027-05-31"));
        var before = (await _service.GetAsync(german.Revision.Identity.Mrn)).Answer;

        for (var told = 0; told < 2; told++)
        {
            await _service.RevokeAsync(World.Revoked("2027-02-01"));
            await _service.ReassessAllAsync();
        }

        var after = await _service.GetAsync(german.Revision.Identity.Mrn);
        Assert.Equal("19191.11", after.Answer.Duty.Amount);
        Assert.Equal(2, after.Answer.Revision);
        Assert.Equal("certificate C-MY-7 revoked from 2027-02-01", after.Answer.Cause);
        Assert.Equal(2, after.Revisions.Count);
        AssertAdjustment(Assert.Single(after.Adjustments), "6773.34", "EUR", "2030-03-08");
        Assert.Equal(before, (await _service.GetAsync(german.Revision.Identity.Mrn, 1)).Answer);

        var inJapan = await _service.GetAsync(japanese.Revision.Identity.Mrn);
        Assert.Equal("9609800", inJapan.Answer.Duty.Amount);
        AssertAdjustment(Assert.Single(inJapan.Adjustments), "3391700", "JPY", "2032-03-08");
        Assert.Single((await _service.GetAsync(without.Revision.Identity.Mrn)).Revisions);
        Assert.All(await _service.AuditAsync(), Assert.Null);
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    [Fact]
    public async Task Revoke_AcceptedBeforeItsDay_Untouched()
    {
        var submitted = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));

        await _service.RevokeAsync(World.Revoked("2027-03-09"));
        await _service.ReassessAllAsync();

        Assert.Single((await _service.GetAsync(submitted.Revision.Identity.Mrn)).Revisions);
    }

    [Fact]
    public async Task Reassess_ProcessDiesInBetween_AnotherGoesOnAndNothingTwice()
    {
        const int Declarations = (ReassessDeclarations.StepDeclarationsMax * 2) + 50;
        await Task.WhenAll(Enumerable.Range(0, Declarations)
            .Select(number => _service.SubmitAsync(World.Dysprosium("DE", $"L-{number}", "254", "76200.00"))));
        await _service.RevokeAsync(World.Revoked("2027-03-08"));
        await _service.ReassessedThoughOneDiesAsync(Declarations);
    }

    [Fact]
    public async Task Reassess_StepByStep_ItsProgressIsSeen()
    {
        const int Declarations = ReassessDeclarations.StepDeclarationsMax + 20;
        await Task.WhenAll(Enumerable.Range(0, Declarations)
            .Select(number => _service.SubmitAsync(World.Dysprosium("DE", $"L-{number}", "254", "76200.00"))));
        await _service.RevokeAsync(World.Revoked("2027-03-08"));
        await AssertProgressAsync(found: 0, done: 0, remaining: 0, started: false, finished: false);

        await _service.StepAsync();
        await AssertProgressAsync(Declarations, 100, 20, started: true, finished: false);
        await using var another = await _service.JoinAsync();
        await another.ReassessAllAsync();

        await AssertProgressAsync(Declarations, Declarations, 0, started: true, finished: true);

        async Task AssertProgressAsync(int found, int done, int remaining, bool started, bool finished)
        {
            var one = Assert.Single(
                (await _service.Reassessments.HandleAsync(new() { PageSize = 5 }, default)).Reassessments);
            Assert.Equal("certificate C-MY-7 revoked from 2027-03-08", one.Cause);
            Assert.Equal(
                (found, done, remaining, done), (one.Found, one.Done, one.Remaining, one.Revised));
            Assert.Equal((started, finished), (one.StartedAt is not null, one.FinishedAt is not null));
            Assert.Equal(
                one, (await _service.Reassessments.GetAsync(new() { Number = one.Number }, default)).Reassessment);
        }
    }

    [Fact]
    public async Task Reassess_MeetsAnAmendmentInTheSameInstant_IsDoneAgainWithoutAWord()
    {
        var mrn = (await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"))).Revision.Identity.Mrn;
        await _service.RevokeAsync(World.Revoked("2027-03-08"));
        var cancel = TestContext.Current.CancellationToken;
        await using var connection = await _service.Database.OpenConnectionAsync(cancel);
        await using var amendment = await connection.BeginTransactionAsync(cancel);
        await using (var insert = new Npgsql.NpgsqlCommand(
            "INSERT INTO revision SELECT declaration, 2, document, decision, 'amended', 'x', entry_id, recorded_at "
            + "FROM revision", connection, amendment))
            await insert.ExecuteNonQueryAsync(cancel);

        var step = _service.StepAsync();
        await Eventually.HoldsAsync("the step waits for the amendment", async () =>
        {
            await using var waiting = _service.Database.CreateCommand(
                "SELECT count(*) FROM pg_stat_activity "
                + "WHERE datname = current_database() AND wait_event_type = 'Lock'");
            return (long)(await waiting.ExecuteScalarAsync(cancel))! > 0;
        }, TimeSpan.FromSeconds(10), cancel);
        await amendment.CommitAsync(cancel);

        Assert.True(await step);
        Assert.Empty((await _service.GetAsync(mrn)).Adjustments);
        await _service.ReassessAllAsync();
        var adjustment = Assert.Single((await _service.GetAsync(mrn)).Adjustments);
        Assert.Equal((2, 3), (adjustment.FromRevision, adjustment.ToRevision));
    }

    [Fact]
    public async Task Revoke_WhileDeclarationsCome_EachIsDecidedAnewOrReassessed()
    {
        await using var replica = await _service.JoinAsync();
        const int Declarations = 400;

        var submitting = Enumerable.Range(0, Declarations).Select(async number =>
        {
            await Task.Yield();
            return await (number % 2 == 0 ? _service : replica)
                .SubmitAsync(World.Dysprosium("DE", $"L-{number}", "254", "76200.00"));
        }).ToArray();
        await Task.WhenAny(submitting);
        // The other replica is not told: it must find out by itself that what it decided on is old.
        await _service.RevokeAsync(World.Revoked("2027-02-01"), refresh: false);
        await Task.WhenAll(submitting);
        for (var number = 0; number < 20; number++)
            await replica.SubmitAsync(World.Dysprosium("DE", $"M-{number}", "254", "76200.00"));
        await _service.ReassessAllAsync();

        var page = await _service.ListAsync(new ListDeclarationsRequest { PageSize = 500 }, TestService.Auditor);
        Assert.Equal(Declarations + 20, page.Declarations.Count);
        Assert.All(page.Declarations, declaration =>
        {
            Assert.Equal("19191.11", declaration.Duty.Amount);
            Assert.Equal(2, declaration.Versions.Certificates.Single().Version);
        });
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    private static void AssertAdjustment(Adjustment adjustment, string amount, string currency, string timeBar)
    {
        Assert.Equal(amount, adjustment.Difference.Amount);
        Assert.Equal(currency, adjustment.Difference.Currency);
        Assert.Equal(timeBar, adjustment.TimeBar);
        Assert.Equal(AdjustmentState.Proposed, adjustment.State);
        Assert.Equal((1, 2), (adjustment.FromRevision, adjustment.ToRevision));
    }
}
