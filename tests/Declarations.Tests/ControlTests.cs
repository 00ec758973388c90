using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Reading;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Testing;

namespace CrmClub.Declarations.Tests;

/// <summary>What risk profiles do to declarations on a real database.</summary>
public sealed class ControlTests(Servers servers) : IAsyncLifetime
{
    private static readonly Caller Secretary = new(
        "secretary", "web", World.SecretariatTenant, true, new HashSet<string> { ClubRoles.SecretariatOfficer });

    private TestService _service = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.FoundAsync(servers.Postgres);
        await _service.ProfileRefresh.NowAsync(Cancel);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Submit_OneByOneTriedAndInChunks_IsScoredEachTime()
    {
        var declaration = Slipped("L-1");
        var tried = await _service.SubmitAsync(declaration.Clone(), validateOnly: true);
        var stored = await _service.SubmitAsync(declaration.Clone());
        var many = await _service.Many.HandleAsync(
            [new() { RequestId = $"{Guid.NewGuid()}", Declaration = Slipped("L-2") }], TestService.German, Cancel);

        foreach (var control in new[]
        {
            Answers.Full(tried.Revision, _service.Standing.Take()).Items[0].Control,
            Answers.Brief(stored.Revision, _service.Standing.Take()).Items[0].Control,
            many[0].Answer.Items[0].Control,
            (await _service.GetAsync(stored.Revision.Identity.Mrn)).Answer.Items[0].Control,
        })
        {
            Assert.Equal(ControlRecommendation.DocumentCheck, control.Recommendation);
            var reason = control.Reasons.Single(one => one.Code == "GROSS_MASS");
            Assert.Equal(("R7", 1, "The gross mass is high beside the net mass."),
                (reason.Profile, reason.Version, reason.TextEn));
            Assert.Contains("総重量", reason.TextJa);
            Assert.False(control.Holds);
        }

        Assert.Equal(DeclarationState.Accepted, stored.Revision.State);
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Recompute_AfterProfilesChanged_GoesByThoseThatScored()
    {
        await _service.SubmitAsync(Slipped("L-1"));
        await PutAsync(Profile("R7", "", version: 2, above: 1000));
        var after = await _service.SubmitAsync(Slipped("L-2"));

        Assert.DoesNotContain(Reasons(after), reason => reason.Code == "GROSS_MASS");
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Profile_NewInTheTable_ScoresInEveryReplicaWithinSeconds()
    {
        await using var another = await _service.JoinAsync();
        await another.ProfileRefresh.StartAsync(Cancel);
        await HasNewestAsync();

        await PutAsync(Profile("X1", "", points: 100));

        await HasNewestAsync();
        var scored = await another.SubmitAsync(Slipped("L-1"));
        Assert.Contains(Reasons(scored), reason => reason.Profile == "X1");
        await _service.SoundAsync();

        Task HasNewestAsync() => Eventually.HoldsAsync("the other replica has the newest profiles",
            () => Task.FromResult(another.Profiles.Book!.Newest == _service.Profiles.Book!.Newest),
            TimeSpan.FromSeconds(5), Cancel);
    }

    [Fact]
    public async Task Hold_ByAProfileThatSaysSo_LastsUntilTheResultIsReported()
    {
        await PutAsync(Profile("X1", "", points: 100, holds: true));
        var held = await _service.SubmitAsync(Slipped("L-1"));
        var mrn = held.Revision.Identity.Mrn;
        Assert.Equal(DeclarationState.UnderControl, held.Revision.State);

        var release = new Report { Released = new() { Day = "2027-03-09" } };
        var refusal = await Assert.ThrowsAsync<ClubException>(() => _service.ReportAsync(mrn, release));
        Assert.Equal(ErrorReason.StateForbids, refusal.Reason);
        var result = await _service.ReportAsync(mrn, new Report
        {
            ControlResult = new() { Outcome = ControlOutcome.Satisfactory, Day = "2027-03-09" },
        });
        Assert.Equal(DeclarationState.UnderControl, result.Report.State);
        var released = await _service.ReportAsync(mrn, release);

        Assert.Equal(DeclarationState.Released, released.Report.State);
        await _service.SoundAsync();
    }

    [Fact]
    public async Task Hold_OfWhatIsPrelodged_BeginsWithTheAcceptance()
    {
        await PutAsync(Profile("X1", "", points: 100, holds: true));
        var declaration = Slipped("L-1");
        (declaration.AcceptanceDay, declaration.AdditionalDeclarationType) = ("", "D");
        declaration.InvoiceCurrency = declaration.Items[0].CustomsValue.Currency = "EUR";
        var sent = await _service.SubmitAsync(declaration);
        Assert.Equal(DeclarationState.Prelodged, sent.Revision.State);

        var accepted = await _service.ReportAsync(
            sent.Revision.Identity.Mrn, new Report { Accepted = new() { AcceptanceDay = "2027-03-08" } }, known: 1);

        Assert.Equal(DeclarationState.UnderControl, accepted.Report.State);
        await _service.SoundAsync();
    }

    [Fact]
    public async Task LocalProfile_ScoresItsAdministrationAlone_AndTheSecretariatSeesNothingOfIt()
    {
        await PutAsync(Profile("DE-1", "DE", points: 100));
        var german = await _service.SubmitAsync(Slipped("L-1"));
        var japanese = await _service.SubmitAsync(Slipped("L-2", "JP"));

        Assert.Contains(Reasons(german), reason => reason.Profile == "DE-1");
        Assert.DoesNotContain(Reasons(japanese), reason => reason.Profile == "DE-1");
        var mrn = german.Revision.Identity.Mrn;
        using var receipts = new TestReceipts(_service);
        await receipts.SealAsync();
        foreach (var (caller, sees) in new[]
            { (TestService.German, true), (TestService.Auditor, true), (Secretary, false) })
        {
            var record = await _service.GetAsync(mrn, caller: caller);
            var listed = (await _service.ListAsync(new(), caller)).Declarations.Single(one => one.Mrn == mrn);
            var file = (await receipts.CaseAsync(mrn, caller)).Revisions.Single().Answer;
            foreach (var answer in new[] { record.Answer, record.Revisions[0], listed, file })
            {
                var control = answer.Items[0].Control;
                Assert.Equal(sees, control.Reasons.Any(reason => reason.Profile == "DE-1"));
                Assert.Equal(sees ? ControlRecommendation.PhysicalControl : ControlRecommendation.DocumentCheck,
                    control.Recommendation);
            }
        }
    }

    [Fact]
    public async Task Profiles_FoundedByTwoReplicasAtOnce_AreFoundedOnce()
    {
        await using var fresh = await TestService.FoundAsync(servers.Postgres);
        await using var another = await fresh.JoinAsync();

        await Task.WhenAll(fresh.ProfileRefresh.NowAsync(Cancel), another.ProfileRefresh.NowAsync(Cancel));

        Assert.Equal(11, await fresh.CountAsync("risk_profile"));
        Assert.Equal(11, await fresh.CountAsync("journal"));
        await fresh.AsSuperuserAsync("UPDATE risk_profile SET state = 3 WHERE id = 'R2'");
        Assert.Contains(await fresh.AuditAsync(), fault => fault?.Table == "risk_profile");
    }

    private IEnumerable<ControlReason> Reasons(Submission.Submitted submitted) =>
        Answers.Brief(submitted.Revision, _service.Standing.Take(), seesLocal: true).Items[0].Control.Reasons;

    // Gross mass twice the net mass.
    private static Declaration Slipped(string lrn, string administration = "DE")
    {
        var declaration = World.Dysprosium(administration, lrn, "254", "76200.00");
        declaration.Items[0].GrossMassKg = "508";
        return declaration;
    }

    private static RiskProfile Profile(
        string id, string administration, int version = 1, int points = 40, bool holds = false, int above = 150) =>
        new()
        {
            Id = id,
            Version = version,
            Administration = administration,
            TitleEn = "A profile",
            Rule = new() { GrossMass = new() { AbovePercent = above } },
            Points = points,
            DocumentCheckFrom = 40,
            PhysicalControlFrom = 70,
            Holds = holds,
            State = RiskProfileState.InForce,
            ProposedBy = "one",
            ApprovedBy = "another",
        };

    private async Task PutAsync(RiskProfile profile)
    {
        await using (var connection = await _service.Database.OpenConnectionAsync(Cancel))
        await using (var transaction = await connection.BeginTransactionAsync(Cancel))
        {
            await ProfileStore.LockAsync(transaction, Cancel);
            await ProfileStore.StoreAsync(transaction, "one", profile, Cancel);
            await transaction.CommitAsync(Cancel);
        }

        await _service.ProfileRefresh.NowAsync(Cancel);
    }
}
