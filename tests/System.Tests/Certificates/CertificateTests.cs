using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;
using Grpc.Core;
using Refusal = CrmClub.Client.Refusal;

namespace CrmClub.System.Tests.Certificates;

/// <summary>A certificate's life through the gateway: issued under four eyes, relied on, revoked, reassessed.</summary>
public sealed class CertificateTests(RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClubUnderTest Club => running.Club;

    [Fact]
    public async Task Revoke_ACertificateThatWasReliedOn_AddsTheDutyInASecondRevision()
    {
        var certificate = await Club.CertifyAsync(Cancel);
        var first = await Club.DeclareRelyingAsync(certificate, Cancel);
        var before = await GetAsync(first.Mrn, revision: 1);

        var revoked = await Club.RevokeAsync(certificate, Cancel);
        var now = await Club.ReassessedAsync(first.Mrn, Cancel);

        Assert.Equal(CertificateState.Revoked, revoked.State);
        Assert.Equal(MeasureType.CertifiedSupplier, Assert.Single(first.Items).Regime);
        Assert.Equal([certificate.Number], first.Versions.Certificates.Select(one => one.Number));
        Assert.NotEqual(MeasureType.CertifiedSupplier, Assert.Single(now.Answer.Items).Regime);
        Assert.Equal(2, now.Answer.Revision);
        var adjustment = Assert.Single(now.Adjustments);
        var additional = Amount(now.Answer.Duty) - Amount(first.Duty);
        Assert.True(additional > 0, $"{first.Duty} became {now.Answer.Duty}");
        Assert.Equal(additional, Amount(adjustment.Difference));
        Assert.Equal((1, 2), (adjustment.FromRevision, adjustment.ToRevision));
        Assert.Contains(certificate.Number, adjustment.Cause);
        var after = await GetAsync(first.Mrn, revision: 1);
        Assert.Equal(before.Answer, after.Answer);
        Assert.Equal(before.Declaration, after.Declaration);
        Assert.Equal(first.Duty, after.Answer.Duty);
    }

    [Fact]
    public async Task Revoke_ACertificateThatWasReliedOn_LeavesOtherDeclarationsAlone()
    {
        var certificate = await Club.CertifyAsync(Cancel);
        var other = await Club.CertifyAsync(Cancel);
        var untouched = await Club.DeclareRelyingAsync(other, Cancel);
        var touched = await Club.DeclareRelyingAsync(certificate, Cancel);

        await Club.RevokeAsync(certificate, Cancel);
        await Club.ReassessedAsync(touched.Mrn, Cancel);

        Assert.Equal(1, (await GetAsync(untouched.Mrn, revision: 0)).Answer.Revision);
    }

    [Fact]
    public async Task Approve_ByItsAuthor_IsRefusedAndNothingIsIssued()
    {
        var change = await Club.PrepareCertificateAsync("chief", Cancel);

        var refusal = await RefusedAsync(() => Club.ApproveAsync(change, "chief", Cancel));
        var issued = await Club.ApproveAsync(change, "approver", Cancel);

        Assert.Equal((StatusCode.FailedPrecondition, "FOUR_EYES"), (refusal.Code, refusal.Reason));
        Assert.Equal(CertificateState.Issued, issued.State);
    }

    [Theory]
    [InlineData("secretariat")]
    [InlineData("auditor")]
    [InlineData("customs-de")]
    public async Task Approve_ByWhoIsNoApprover_IsRefused(string other)
    {
        var change = await Club.PrepareCertificateAsync("chief", Cancel);

        var refusal = await RefusedAsync(() => Club.ApproveAsync(change, other, Cancel));

        Assert.Equal(StatusCode.PermissionDenied, refusal.Code);
    }

    [Fact]
    public async Task Declare_ByACertificateThatIsRevoked_GetsNoPreferenceAndSaysWhy()
    {
        var certificate = await Club.CertifyAsync(Cancel);
        var first = await Club.DeclareRelyingAsync(certificate, Cancel);
        await Club.RevokeAsync(certificate, Cancel);
        await Club.ReassessedAsync(first.Mrn, Cancel);

        var later = await Club.DeclareRelyingAsync(certificate, Cancel);

        var item = Assert.Single(later.Items);
        Assert.NotEqual(MeasureType.CertifiedSupplier, item.Regime);
        Assert.Contains(item.Measures, measure => measure.Type == MeasureType.CertifiedSupplier
            && !measure.Applied && measure.Reason.Contains("revoked", StringComparison.Ordinal));
    }

    private async Task<GetDeclarationResponse> GetAsync(string mrn, int revision)
    {
        using var customs = Club.SignedInAs("customs-de");
        return await customs.CallAsync(options => customs.Declarations.GetDeclarationAsync(
            new GetDeclarationRequest { Mrn = mrn, Revision = revision }, options), cancel: Cancel);
    }

    private static async Task<Refusal> RefusedAsync(Func<Task> call) =>
        Refusal.From(await Assert.ThrowsAsync<RpcException>(call));

    private static decimal Amount(Money money) => decimal.Parse(money.Amount, CultureInfo.InvariantCulture);
}
