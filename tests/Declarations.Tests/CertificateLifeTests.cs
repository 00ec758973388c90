using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Declarations.Tests;

/// <summary>Certificates suspended, lifted and superseded, in decisions and in what was decided before.</summary>
public sealed class CertificateLifeTests(Servers servers) : IAsyncLifetime
{
    private const string WithPreference = "12417.77";
    private const string Without = "19191.11";

    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.FoundAsync(servers.Postgres);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Submit_WithASuspendedCertificate_HasNoPreferenceOnItsDaysAlone()
    {
        await SuspendAsync("2027-03-08");
        await LiftAsync("2027-03-08", "2027-03-10");

        var before = await DeclareAsync("L-1", "2027-03-05");
        var during = await DeclareAsync("L-2", "2027-03-09");
        var after = await DeclareAsync("L-3", "2027-03-10");

        Assert.Equal(MeasureType.CertifiedSupplier, before.Items[0].Regime);
        Assert.NotEqual(MeasureType.CertifiedSupplier, during.Items[0].Regime);
        Assert.Contains(during.Items[0].Measures, measure => measure.Reason.Contains(
            "certificate C-MY-7 was suspended from 2027-03-08 until before 2027-03-10", StringComparison.Ordinal));
        Assert.Equal(MeasureType.CertifiedSupplier, after.Items[0].Regime);
    }

    [Fact]
    public async Task Submit_WithASupersededCertificate_NamesTheOneThatCounts()
    {
        var superseded = World.Superseded("2027-03-08");
        await _service.ChangeAsync(superseded, new CertificateSuperseded { Certificate = superseded });

        var before = await DeclareAsync("L-1", "2027-03-05");
        var after = await DeclareAsync("L-2", "2027-03-08");

        Assert.Equal(MeasureType.CertifiedSupplier, before.Items[0].Regime);
        Assert.NotEqual(MeasureType.CertifiedSupplier, after.Items[0].Regime);
        Assert.Contains(after.Items[0].Measures, measure => measure.Reason.Contains(
            "C-MY-8 replaces certificate C-MY-7 from 2027-03-08", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Suspend_FromADayPast_ReassessesAndLiftedFromItGivesBack()
    {
        var declared = await DeclareAsync("L-1", "2027-03-08");
        var earlier = await DeclareAsync("L-2", "2027-03-05");
        Assert.Equal(WithPreference, declared.Duty.Amount);

        await SuspendAsync("2027-03-08");
        await _service.ReassessAllAsync();
        var suspended = (await _service.GetAsync(declared.Mrn)).Answer;
        await LiftAsync("2027-03-08", "2027-03-08");
        await _service.ReassessAllAsync();

        var after = await _service.GetAsync(declared.Mrn);
        Assert.Equal(
            (Without, "certificate C-MY-7 suspended from 2027-03-08"), (suspended.Duty.Amount, suspended.Cause));
        Assert.Equal((WithPreference, 3), (after.Answer.Duty.Amount, after.Answer.Revision));
        Assert.Equal("certificate C-MY-7 counts again from 2027-03-08", after.Answer.Cause);
        Assert.Equal(["6773.34", "-6773.34"], after.Adjustments.Select(one => one.Difference.Amount));
        Assert.Single((await _service.GetAsync(earlier.Mrn)).Revisions);
        Assert.All(await _service.AuditAsync(), Assert.Null);
    }

    [Fact]
    public async Task Suspend_ReassessedAfterItWasLifted_LeavesWhatWasDecidedByTheNewerVersion()
    {
        var declared = await DeclareAsync("L-1", "2027-03-08");
        await SuspendAsync("2027-03-08");
        await LiftAsync("2027-03-08", "2027-03-10");
        var later = await DeclareAsync("L-2", "2027-03-10");

        await _service.ReassessAllAsync();

        Assert.Equal(Without, (await _service.GetAsync(declared.Mrn)).Answer.Duty.Amount);
        var untouched = await _service.GetAsync(later.Mrn);
        Assert.Equal((WithPreference, 1), (untouched.Answer.Duty.Amount, untouched.Revisions.Count));
        Assert.Equal(0, (await _service.RecomputeAsync()).Different);
    }

    private Task SuspendAsync(string from)
    {
        var suspended = World.Suspended(from);
        return _service.ChangeAsync(suspended, new CertificateSuspended { Certificate = suspended });
    }

    private Task LiftAsync(string from, string until)
    {
        var lifted = World.Suspended(from, until);
        return _service.ChangeAsync(lifted, new CertificateSuspensionLifted { Certificate = lifted });
    }

    private async Task<DeclarationAnswer> DeclareAsync(string lrn, string day)
    {
        var stored = await _service.SubmitAsync(World.Dysprosium("DE", lrn, "254", "76200.00", day));
        return (await _service.GetAsync(stored.Revision.Identity.Mrn)).Answer;
    }
}
