using System.Globalization;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.System.Tests.Clubs;
using CrmClub.Testing.Clubs;

namespace CrmClub.System.Tests.Certificates;

/// <summary>A certificate that nobody surveys, on a club with a moved clock.</summary>
[Collection<StoryClub>]
public sealed class SurveillanceStoryTests(StoryClub story)
{
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Surveillance_Missed_WarnsAndSuspendsByTheClubsClock()
    {
        var certificate = await story.Club.CertifyAsync(Cancel);
        var credential = (await story.Club.CommandAsync("certificate", "credential", certificate.Number)).Output.Trim();
        using var reader = story.Club.SignedInAs("auditor");
        var due = DateOnly.ParseExact(certificate.SurveillanceDays[0], "yyyy-MM-dd", CultureInfo.InvariantCulture);

        foreach (var days in new[] { 60, 30, 7 })
        {
            await story.Club.CommandAsync("club", "move-clock", $"{due.AddDays(-days):yyyy-MM-dd}");
            await Testing.Eventually.HoldsAsync(
                $"it warns {days} days before", async () => (await WarnedAsync()).Contains(days), KnownWithin, Cancel);
        }

        await story.Club.CommandAsync("club", "move-clock", $"{due:yyyy-MM-dd}");
        Assert.Equal(CertificateState.Issued, (await GetAsync()).Certificate.State);
        await story.Club.CommandAsync("club", "move-clock", $"{due.AddDays(1):yyyy-MM-dd}");
        await Testing.Eventually.HoldsAsync(
            "it is suspended", async () => (await GetAsync()).StateOnDay == CertificateState.Suspended, KnownWithin,
            Cancel);
        await Testing.Eventually.HoldsAsync("a notice tells of it", IsMadeKnownAsync, KnownWithin, Cancel);

        var suspension = Assert.Single((await GetAsync()).Certificate.Suspensions);
        var verdict = (await reader.CallAsync(o => reader.Credentials.VerifyCredentialAsync(
            new VerifyCredentialRequest { Credential = credential }, o), cancel: Cancel)).Verdict;
        await story.Club.CommandAsync("club", "move-clock");
        Assert.Equal(
            ($"{due.AddDays(1):yyyy-MM-dd}", SuspensionGround.MissedSurveillance),
            (suspension.From, suspension.Ground));
        Assert.Equal([CredentialFaultCode.Suspended], verdict.Faults.Select(fault => fault.Code));

        async Task<GetCertificateResponse> GetAsync() => await reader.CallAsync(o => reader.Suppliers
            .GetCertificateAsync(new GetCertificateRequest { Number = certificate.Number }, o), cancel: Cancel);

        async Task<bool> IsMadeKnownAsync() => (await reader.CallAsync(o => reader.Notices.ListNoticesAsync(
            new ListNoticesRequest { Kind = NoticeKind.Certificate }, o), cancel: Cancel)).Notices
            .Any(notice => notice.Certificate == certificate.Number
                && notice.TextEn.Contains("missed surveillance", StringComparison.Ordinal));

        async Task<IEnumerable<int>> WarnedAsync() => (await reader.CallAsync(o => reader.Assessments
            .ListSurveillanceAsync(new ListSurveillanceRequest { Certificate = certificate.Number }, o),
            cancel: Cancel)).Surveillances[0].WarnedBefore;
    }
}
