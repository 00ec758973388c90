using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Errors;
using Npgsql;
using static CrmClub.Declarations.Tests.Reports;

namespace CrmClub.Declarations.Tests;

public sealed class LifeTests(Servers servers) : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Prelodged_AcceptedLater_IsDecidedByTheDayOfAcceptanceUnderItsNumbers()
    {
        var declaration = Prelodged("L-1");
        var first = await _service.SubmitAsync(declaration);
        var before = (await _service.GetAsync(Mrn(first))).Answer;

        var accepted = await _service.ReportAsync(Mrn(first), Accepted("2027-03-08"), known: 1);

        Assert.Equal((DeclarationState.Prelodged, "", 1), (before.State, before.AcceptanceDay, before.Revision));
        // By today's rate of 1.2000 and by that of 1.1250.
        Assert.Equal("11641.67", before.Duty.Amount);
        Assert.Equal(
            (DeclarationState.Accepted, "2027-03-08", 2, "12417.77"),
            (accepted.Answer.State, accepted.Answer.AcceptanceDay, accepted.Answer.Revision,
                accepted.Difference.Amount));
        var read = await _service.GetAsync(Mrn(first));
        Assert.Equal([DeclarationState.Prelodged, DeclarationState.Accepted], read.Revisions.Select(one => one.State));
        Assert.Equal(["", "2027-03-08"], read.Revisions.Select(one => one.AcceptanceDay));
        Assert.Equal(declaration.Lrn, read.Answer.Lrn);
        // What it cites is found from now on.
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();
        Assert.Equal("19191.11", (await _service.GetAsync(Mrn(first))).Answer.Duty.Amount);
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Prelodged_RevokedMeanwhile_NothingIsProposed()
    {
        var first = await _service.SubmitAsync(Prelodged("L-1"));
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();

        Assert.Single((await _service.GetAsync(Mrn(first))).Revisions);
        var accepted = await _service.ReportAsync(Mrn(first), Accepted("2027-03-08"), known: 1);

        Assert.Equal("19191.11", accepted.Answer.Duty.Amount);
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Prelodged_ListedFirstAndByNoDay()
    {
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        var prelodged = await _service.SubmitAsync(Prelodged("L-2"));

        var all = await _service.ListAsync(new ListDeclarationsRequest { PageSize = 1 }, TestService.German);
        var rest = await _service.ListAsync(
            new ListDeclarationsRequest { PageSize = 1, PageToken = all.NextPageToken }, TestService.German);
        var ofDays = await _service.ListAsync(
            new ListDeclarationsRequest { AcceptedFrom = "2027-01-01" }, TestService.German);

        Assert.Equal(Mrn(prelodged), Assert.Single(all.Declarations).Mrn);
        Assert.Equal("L-1", Assert.Single(rest.Declarations).Lrn);
        Assert.Equal("L-1", Assert.Single(ofDays.Declarations).Lrn);
    }

    [Fact]
    public async Task Submit_NoDayAndNoTypeOfPrelodging_IsRefused()
    {
        var declaration = Prelodged("L-1");
        declaration.AdditionalDeclarationType = "A";

        var refusal = await Assert.ThrowsAsync<ClubException>(() => _service.SubmitAsync(declaration));

        Assert.Contains(refusal.Violations, one => one is { Field: "acceptance_day" });
        declaration.AdditionalDeclarationType = "T";
        refusal = await Assert.ThrowsAsync<ClubException>(() => _service.SubmitAsync(declaration));
        Assert.Contains(refusal.Violations, one => one.Rule == "ADDITIONAL_DECLARATION_TYPE");
    }

    [Fact]
    public async Task Amended_IsDecidedByTheDayOfAcceptanceAndTheDifferenceShown()
    {
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00");
        var first = await _service.SubmitAsync(declaration);
        var changed = declaration.Clone();
        (changed.Items[0].NetMassKg, changed.Items[0].GrossMassKg) = ("508", "508");
        changed.Items[0].CustomsValue.Amount = "152400.00";
        var request = Guid.NewGuid();

        var tried = await Amend(validateOnly: true);
        var amended = await Amend();
        var again = await Amend();

        // Twice the goods: 12,417.77 and 12,417.79.
        Assert.Equal(("24835.56", "12417.79"), (amended.Answer.Duty.Amount, amended.Difference.Amount));
        Assert.Equal((amended.Answer.Duty, 2), (tried.Answer.Duty, tried.Answer.Revision));
        Assert.True(again.Replayed);
        again.Replayed = false;
        Assert.Equal(amended, again);
        var read = await _service.GetAsync(Mrn(first));
        Assert.Equal(["12417.77", "24835.56"], read.Revisions.Select(one => one.Duty.Amount));
        Assert.Equal("amended: weighed again", read.Answer.Cause);
        Assert.Equal("508", read.Declaration.Items[0].NetMassKg);
        Assert.Empty(read.Adjustments);
        await _service.SoundAsync();

        Task<ReportDeclarationResponse> Amend(bool validateOnly = false) => _service.ReportAsync(
            Mrn(first), Amended("weighed again"), 1, changed, request, validateOnly: validateOnly);
    }

    [Fact]
    public async Task Amended_WhatStaysIsOther_EveryFaultAtOnce()
    {
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00");
        var first = await _service.SubmitAsync(declaration);
        var changed = declaration.Clone();
        (changed.Lrn, changed.AcceptanceDay, changed.Mrn, changed.Procedure) =
            ("L-2", "2027-03-10", "27DEAAAAAAAAAAAAR0", "");

        var refusal = await Assert.ThrowsAsync<ClubException>(
            () => _service.ReportAsync(Mrn(first), Amended("x"), 1, changed));

        Assert.Superset(
            new HashSet<string> { "lrn", "acceptance_day", "mrn", "procedure" },
            refusal.Violations.Select(one => one.Field).ToHashSet());
        Assert.Single((await _service.GetAsync(Mrn(first))).Revisions);
    }

    [Fact]
    public async Task Amended_AnotherCertificateAndOrigin_FoundByBothAndByTheFormerNoMore()
    {
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00");
        var first = await _service.SubmitAsync(declaration);
        var changed = declaration.Clone();
        changed.Items[0].Documents.Clear();
        await _service.ReportAsync(Mrn(first), Amended("no certificate"), 1, changed);

        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();

        var read = await _service.GetAsync(Mrn(first));
        Assert.Equal((2, "19191.11"), (read.Answer.Revision, read.Answer.Duty.Amount));
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Amended_OnAnOldRevision_IsRefused()
    {
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00");
        var first = await _service.SubmitAsync(declaration);
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();

        var refusal = await Assert.ThrowsAsync<ClubException>(
            () => _service.ReportAsync(Mrn(first), Amended("x"), 1, declaration));

        Assert.Equal(ErrorReason.ConcurrentChange, refusal.Reason);
    }

    [Fact]
    public async Task Invalidated_NothingIsDueAndNoReassessmentBringsItBack()
    {
        var first = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));

        var invalidated = await _service.ReportAsync(Mrn(first), Invalidated("sent twice"), 1);
        await _service.RevokeAsync(World.Revoked("2027-02-01"));
        await _service.ReassessAllAsync();

        Assert.Equal(("0.00", "-12417.77"), (invalidated.Answer.Duty.Amount, invalidated.Difference.Amount));
        var read = await _service.GetAsync(Mrn(first));
        Assert.Equal((DeclarationState.Invalidated, 2), (read.Answer.State, read.Revisions.Count));
        Assert.Equal(Contracts.Tariffs.V1.NoDuty.Invalidated, Assert.Single(read.Answer.Items).NoDuty);
        Assert.Equal(DeclarationState.Invalidated, Assert.Single((await _service.ListAsync(
            new ListDeclarationsRequest(), TestService.German)).Declarations).State);
        await _service.SoundAsync();
    }

    /// <summary>What each state allows, by its words.</summary>
    [Fact]
    public async Task Amended_WhileACertificateIsRevoked_EndsOnWhatIsKnown()
    {
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00");
        var first = await _service.SubmitAsync(declaration);
        await using var replica = await _service.JoinAsync();
        // The replica is not told: it must find out by itself that what it decides on is old.
        await _service.RevokeAsync(World.Revoked("2027-02-01"), refresh: false);

        var amended = await replica.ReportAsync(Mrn(first), Amended("x"), 1, declaration);
        await _service.ReassessAllAsync();

        Assert.Equal("19191.11", amended.Answer.Duty.Amount);
        Assert.Equal(2, (await _service.GetAsync(Mrn(first))).Revisions.Count);
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Suspended_AmendmentsAndReportsOfEarlierDays_GoThrough()
    {
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00", day: "2027-03-08");
        var first = await _service.SubmitAsync(declaration);
        var prelodged = await _service.SubmitAsync(Prelodged("L-2"));
        var suspended = PartyStepTests.Suspended("2027-05-01");
        (suspended.Code, suspended.Countries[0]) = ("EU", "DE");
        await _service.DecideAsync(suspended, 2);

        var amended = await _service.ReportAsync(Mrn(first), Amended("x"), 1, declaration);
        var released = await _service.ReportAsync(Mrn(first), Of("released"));
        var earlier = await _service.ReportAsync(
            Mrn(prelodged), Accepted("2027-03-08"), known: 1, validateOnly: true);
        var later = await Assert.ThrowsAsync<ClubException>(
            () => _service.ReportAsync(Mrn(prelodged), Accepted("2027-05-01"), known: 1));

        Assert.Equal(2, amended.Answer.Revision);
        Assert.Equal(DeclarationState.Released, released.Report.State);
        Assert.Equal(DeclarationState.Accepted, earlier.Report.State);
        Assert.Equal(ErrorReason.PartySuspended, later.Reason);
    }

    [Theory]
    [InlineData("acceptance_day = '2027-03-09'")]
    [InlineData("origins = '{}'")]
    public async Task Database_DayOfAcceptanceAndOrigins_StayOnceTheyAreSet(string change)
    {
        await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));

        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => _service.AsServiceAsync($"UPDATE declaration SET {change}"));

        Assert.Equal(PostgresErrorCodes.IntegrityConstraintViolation, refusal.SqlState);
    }
}
