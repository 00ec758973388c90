using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Controls;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Declarations.Tests;

/// <summary>How profiles come into force, and whose they are.</summary>
public sealed class ProfileTests(Servers servers) : IAsyncLifetime
{
    private static readonly Caller Secretary = Person(
        "secretary", World.SecretariatTenant, ClubRoles.SecretariatOfficer, ClubRoles.SecretariatApprover);

    private static readonly Caller Approver = Person(
        "approver", World.SecretariatTenant, ClubRoles.SecretariatApprover);

    private static readonly Caller German = Person("german", World.GermanTenant, ClubRoles.CustomsOfficer);
    private static readonly Caller OtherGerman = Person("german-2", World.GermanTenant, ClubRoles.CustomsOfficer);
    private static readonly Caller Japanese = Person("japanese", World.JapaneseTenant, ClubRoles.CustomsOfficer);

    private TestService _service = null!;
    private ProfileDesk _desk = null!;
    private ProfileSight _sight = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.FoundAsync(servers.Postgres);
        await _service.ProfileRefresh.NowAsync(Cancel);
        _sight = new ProfileSight(_service.Callers, _service.Database);
        _desk = new ProfileDesk(new Mutations(_service.Database, new JournalSignal()), _sight,
            new ProfileTrial(_service.Database, _service.Standing), TimeProvider.System);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Profile_ProposedTriedAndApprovedByAnother_ScoresFromThenOn()
    {
        var before = await _service.SubmitAsync(World.Dysprosium("DE", "L-1", "254", "76200.00"));
        var proposed = await ProposeAsync("X1", Secretary);
        Assert.Equal((1, RiskProfileState.Proposed), (proposed.Version, proposed.State));
        await RefusedAsync(ErrorReason.StateForbids, () => ApproveAsync(proposed, Approver));
        var tried = await TryAsync("X1", Secretary);
        Assert.Equal(proposed.ContentHash, tried.ContentHash);
        await RefusedAsync(ErrorReason.FourEyes, () => ApproveAsync(tried, Secretary));
        var approved = await ApproveAsync(tried, Approver);
        Assert.Equal((RiskProfileState.InForce, "approver"), (approved.State, approved.ApprovedBy));

        await _service.ProfileRefresh.NowAsync(Cancel);
        var after = await _service.SubmitAsync(World.Dysprosium("DE", "L-2", "254", "76200.00"));

        Assert.DoesNotContain(before.Revision.Decision.Items[0].Control?.Hits ?? [], hit => hit.Profile == "X1");
        Assert.Contains(after.Revision.Decision.Items[0].Control.Hits, hit => hit.Profile == "X1");
        await RefusedAsync(ErrorReason.StateForbids, () => ApproveAsync(tried, Approver));
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Profile_ChangedAfterItsTrial_IsToBeTriedAndApprovedAnew()
    {
        await ProposeAsync("X1", Secretary);
        var tried = await TryAsync("X1", Secretary);
        var changed = await ProposeAsync("X1", Secretary, points: 50);

        Assert.Equal(2, changed.Version);
        await RefusedAsync(ErrorReason.ConcurrentChange, () => ApproveAsync(tried, Approver));
        await RefusedAsync(ErrorReason.StateForbids, () => ApproveAsync(changed, Approver));
        await ApproveAsync(await TryAsync("X1", Secretary), Approver);
        await _service.ProfileRefresh.NowAsync(Cancel);

        // The next version leaves this one in force until it is approved.
        await ProposeAsync("X1", Secretary, points: 60);
        await _service.ProfileRefresh.NowAsync(Cancel);
        Assert.Equal(50, InForce("X1")!.Points);
        Assert.Equal([(2, RiskProfileState.InForce), (3, RiskProfileState.Proposed)],
            (await _sight.ListAsync(TestService.Auditor, Cancel)).Profiles.Where(one => one.Id == "X1")
            .Select(one => (one.Version, one.State)));
        Assert.Equal([3, 2, 1], (await _sight.GetAsync("X1", Secretary, Cancel)).Versions.Select(one => one.Version));
    }

    [Fact]
    public async Task Profile_Ended_IsOutOfForceWhenAnotherApproved_AndDecisionsStay()
    {
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00");
        declaration.RelatedParties = true;
        await _service.SubmitAsync(declaration);
        var ends = (await _desk.EndAsync(
            new EndRiskProfileRequest { RequestId = NewId(), Id = "R10" }, Secretary, Cancel)).Profile;
        await _service.ProfileRefresh.NowAsync(Cancel);
        Assert.NotNull(InForce("R10"));

        await RefusedAsync(ErrorReason.FourEyes, () => ApproveAsync(ends, Secretary));
        await ApproveAsync(ends, Approver);
        await _service.ProfileRefresh.NowAsync(Cancel);

        Assert.Null(InForce("R10"));
        await RefusedAsync(ErrorReason.StateForbids, () => _desk.EndAsync(
            new EndRiskProfileRequest { RequestId = NewId(), Id = "R10" }, Secretary, Cancel));
        await _service.SoundAsync();
    }

    [Fact]
    public async Task LocalProfile_IsOfItsAdministrationsOfficersAlone()
    {
        await ProposeAsync("DE-1", German);
        var tried = await TryAsync("DE-1", German);

        foreach (var stranger in new[] { Japanese, Secretary })
        {
            await RefusedAsync(ErrorReason.NotFound, () => _sight.GetAsync("DE-1", stranger, Cancel));
            await RefusedAsync(ErrorReason.NotFound, () => ApproveAsync(tried, stranger));
            await RefusedAsync(ErrorReason.NotFound, () => TryAsync("DE-1", stranger));
            Assert.DoesNotContain((await _sight.ListAsync(stranger, Cancel)).Profiles, one => one.Id == "DE-1");
        }

        await RefusedAsync(ErrorReason.FourEyes, () => ApproveAsync(tried, German));
        await ApproveAsync(tried, OtherGerman);
        foreach (var seer in new[] { German, OtherGerman, TestService.Auditor })
            Assert.Contains((await _sight.ListAsync(seer, Cancel)).Profiles, one => one.Id == "DE-1");
        // An officer sees the club's, and changes none of them.
        await RefusedAsync(ErrorReason.NotFound, () => _desk.EndAsync(
            new EndRiskProfileRequest { RequestId = NewId(), Id = "R2" }, German, Cancel));
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Try_OverDays_SaysWhatWouldHaveChangedAndWhatControlsFound()
    {
        var mrns = new List<string>();
        foreach (var (lrn, administration, day) in new[]
        {
            ("L-1", "DE", "2027-03-08"), ("L-2", "DE", "2027-03-09"), ("L-3", "DE", "2027-03-10"),
            ("L-4", "JP", "2027-03-08"), ("L-5", "DE", "2027-03-31"),
        })
            mrns.Add(Reports.Mrn(await _service.SubmitAsync(
                World.Dysprosium(administration, lrn, "254", "76200.00", day))));
        await ControlAsync(mrns[0], ControlOutcome.Discrepancy);
        await ControlAsync(mrns[1], ControlOutcome.Satisfactory);
        await ProposeAsync("X1", Secretary, points: 100, holds: true);
        await ProposeAsync("DE-1", German);

        var club = (await TryAsync("X1", Secretary, "2027-03-08", "2027-03-31")).Trial;
        var local = (await TryAsync("DE-1", German, "2027-03-09", "2027-04-01")).Trial;

        // Whoever was drawn by chance beside changes less.
        Assert.Equal((4L, 4L, 4L, 4L, 1L, 1L, false), (
            club.Declarations, club.Items, club.Hits, club.Held, club.Confirmed, club.Unconfirmed, club.Cut));
        Assert.InRange(club.Changed, 3, 4);
        Assert.Equal(4, club.Scores[10]);
        Assert.Equal((3L, 3L, 0L, 1L), (local.Declarations, local.Hits, local.Confirmed, local.Unconfirmed));
        // Trying stored nothing but the trial: the declarations are as they were.
        Assert.Equal(5, await _service.CountAsync("revision"));
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Propose_WithEverythingWrong_NamesEachFieldAtOnce()
    {
        var refusal = await Assert.ThrowsAsync<ClubException>(() => _desk.ProposeAsync(new ProposeRiskProfileRequest
        {
            RequestId = "no",
            Draft = new()
            {
                Id = "de-1",
                Rule = new() { Goods = new() { GoodsCodes = { "2846x" }, Origins = { "XX" } } },
                Points = 101,
                DocumentCheckFrom = -1,
                PhysicalControlFrom = 1001,
            },
        }, Secretary, Cancel));

        Assert.Equal(
            [
                "request_id", "draft.id", "draft.title_en", "draft.points", "draft.document_check_from",
                "draft.physical_control_from", "draft.rule.goods.goods_codes[0]", "draft.rule.goods.origins[0]",
            ],
            refusal.Violations.Select(one => one.Field));
        Assert.Equal(11, await _service.CountAsync("risk_profile"));
    }

    [Theory]
    [InlineData("2027-03-08", "2027-03-08", "to_day")]
    [InlineData("2027-03-08", "2027-04-09", "to_day")]
    [InlineData("", "x", "from_day to_day")]
    public async Task Try_OverNoPeriod_IsRefused(string from, string to, string fields)
    {
        await ProposeAsync("X1", Secretary);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => TryAsync("X1", Secretary, from, to));

        Assert.Equal(fields, string.Join(' ', refusal.Violations.Select(one => one.Field)));
    }

    [Fact]
    public async Task Propose_WhatSaysNothingNewOrOneTooMany_IsRefused()
    {
        await ProposeAsync("DE-1", German);
        await RefusedAsync(ErrorReason.ValidationFailed, () => ProposeAsync("DE-1", German));
        for (var number = 2; number <= ProfileDesk.ProfilesMax; number++)
            await ProposeAsync($"DE-{number}", German);

        await RefusedAsync(ErrorReason.ValidationFailed, () => ProposeAsync("DE-99", German));

        Assert.Equal("JP-1", (await ProposeAsync("JP-1", Japanese)).Id);
    }

    [Fact]
    public async Task Approval_ByWhoProposed_IsRefusedByTheDatabaseToo()
    {
        await ProposeAsync("X1", Secretary);

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _service.AsServiceAsync(
            """
            INSERT INTO risk_profile (id, version, state, proposed_by, approved_by, entry_id, document)
            VALUES ('X1', 1, 2, 'secretary', 'secretary', 1, '')
            """));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _service.AsServiceAsync(
            "UPDATE risk_profile SET state = 2"));
    }

    [Fact]
    public async Task Rates_OfAMonth_AreWhatWasRecommendedControlledAndFound()
    {
        await ApproveAsync((await ProposedAndTriedAsync("X1", Secretary)), Approver);
        await ApproveAsync((await ProposedAndTriedAsync("DE-1", German)), OtherGerman);
        await _service.ProfileRefresh.NowAsync(Cancel);
        var mrns = new List<string>();
        foreach (var (lrn, administration, day) in new[]
        {
            ("L-1", "DE", "2027-03-08"), ("L-2", "DE", "2027-03-09"), ("L-3", "DE", "2027-03-31"),
            ("L-4", "JP", "2027-03-08"), ("L-5", "DE", "2027-06-01"),
        })
            mrns.Add(Reports.Mrn(await _service.SubmitAsync(
                World.Dysprosium(administration, lrn, "254", "76200.00", day))));
        await ControlAsync(mrns[0], ControlOutcome.Discrepancy);
        await ControlAsync(mrns[1], ControlOutcome.Satisfactory);
        // A revision more, and the declaration is counted once.
        await _service.RevokeAsync(World.Revoked("2027-03-31"));
        await _service.ReassessAllAsync();

        var all = await RatesAsync(TestService.Auditor);
        var german = await RatesAsync(German);
        var secretariat = await RatesAsync(Secretary);

        ControlRate[] expected =
        [
            Rate("DE", "2027-03", 3, 3, 2, 1), Rate("DE", "2027-06", 1, 1, 0, 0), Rate("JP", "2027-03", 1, 1, 0, 0),
        ];
        Assert.Equal(expected, all.Rates);
        Assert.Equal(expected[..2], german.Rates);
        Assert.Equal(expected, secretariat.Rates);
        ProfileRate local = new()
        {
            Administration = "DE",
            Month = "2027-03",
            Profile = "DE-1",
            Hits = 3,
            Confirmed = 1,
            Unconfirmed = 1,
        };
        Assert.Contains(local, all.Profiles);
        Assert.Contains(local, german.Profiles);
        Assert.DoesNotContain(secretariat.Profiles, one => one.Profile == "DE-1");
        Assert.Contains(secretariat.Profiles, one => one is { Profile: "X1", Administration: "JP", Hits: 1 });
        await _service.SoundAsync();

        await _service.AsSuperuserAsync("UPDATE control_score SET recommendation = 1 WHERE administration = 'JP'");
        Assert.Contains(await _service.AuditAsync(), fault => fault?.Table == "revision");
    }

    [Theory]
    [InlineData("2027-13", "", "from_month")]
    [InlineData("2027-03", "2027-02", "from_month")]
    [InlineData("2025-03", "2027-03", "from_month")]
    [InlineData("0001-01", "x", "to_month from_month")]
    public async Task Rates_OfNoPeriod_AreRefused(string from, string to, string fields)
    {
        var refusal = await Assert.ThrowsAsync<ClubException>(() => RatesAsync(TestService.Auditor, from, to));

        Assert.Equal(fields, string.Join(' ', refusal.Violations.Select(one => one.Field).Distinct()));
    }

    private static ControlRate Rate(
        string administration, string month, int declarations, int recommended, int controlled, int irregular) => new()
        {
            Administration = administration,
            Month = month,
            Declarations = declarations,
            Recommended = recommended,
            Controlled = controlled,
            Irregular = irregular,
        };

    private Task<GetControlRatesResponse> RatesAsync(Caller caller, string from = "2027-01", string to = "2027-12") =>
        new ControlRates(_service.Database, _service.Sight, new StandingDay(World.Today)).HandleAsync(
            new GetControlRatesRequest { FromMonth = from, ToMonth = to }, caller, Cancel);

    private async Task<RiskProfile> ProposedAndTriedAsync(string id, Caller caller)
    {
        await ProposeAsync(id, caller);
        return await TryAsync(id, caller);
    }

    private static Caller Person(string id, string tenant, params string[] roles) =>
        new(id, "web", tenant, true, roles.ToHashSet());

    private static string NewId() => $"{Guid.NewGuid()}";

    private static async Task RefusedAsync(ErrorReason reason, Func<Task> work) =>
        Assert.Equal(reason, (await Assert.ThrowsAsync<ClubException>(work)).Reason);

    private RiskProfile? InForce(string id) =>
        _service.Profiles.Book!.Current.For("DE").SingleOrDefault(one => one.Id == id);

    private async Task ControlAsync(string mrn, ControlOutcome outcome)
    {
        await _service.ReportAsync(mrn, Reports.Of("under_control"));
        await _service.ReportAsync(mrn, new Report
        {
            ControlResult = new() { Outcome = outcome, Findings = "Neodymium", Day = "2027-03-09" },
        });
    }

    // Hits all of it that is of Malaysian origin.
    private async Task<RiskProfile> ProposeAsync(string id, Caller caller, int points = 45, bool holds = false) =>
        (await _desk.ProposeAsync(new ProposeRiskProfileRequest
        {
            RequestId = NewId(),
            Draft = new()
            {
                Id = id,
                TitleEn = "Malaysian goods",
                Rule = new() { Goods = new() { Origins = { "MY" } } },
                Points = points,
                DocumentCheckFrom = 40,
                PhysicalControlFrom = 70,
                Holds = holds,
            },
        }, caller, Cancel)).Profile;

    private async Task<RiskProfile> TryAsync(
        string id, Caller caller, string from = "2027-03-08", string to = "2027-03-09") =>
        (await _desk.TryAsync(new TryRiskProfileRequest
        {
            RequestId = NewId(),
            Id = id,
            FromDay = from,
            ToDay = to,
        }, caller, Cancel)).Profile;

    private async Task<RiskProfile> ApproveAsync(RiskProfile profile, Caller caller) =>
        (await _desk.ApproveAsync(new ApproveRiskProfileRequest
        {
            RequestId = NewId(),
            Id = profile.Id,
            ContentHash = profile.ContentHash,
        }, caller, Cancel)).Profile;
}
