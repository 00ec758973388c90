using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Errors;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests;

/// <summary>The club reminds of surveillances and suspends by itself, once, by the club's clock.</summary>
public sealed class SurveillanceTests(Postgres postgres)
{
    private const string Due = "2028-09-20";

    [Fact]
    public async Task Approve_ForThreeYears_SaysItsDaysFromTheDecision()
    {
        await using var suppliers = await CreateAsync(postgres);

        var issued = await suppliers.IssuedAsync();

        Assert.Equal([Due, "2029-09-20"], issued.SurveillanceDays);
        Assert.Equal([Due, "2029-09-20"], (await DaysAsync(suppliers, issued)).Select(one => one.DueOn));
        Assert.Empty((await suppliers.Assessments.SurveillanceAsync(new(), Cancel)).Surveillances);
    }

    [Fact]
    public async Task Look_DayByDay_WarnsOnEachDayOnceAndSuspendsTheDayAfter()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        var calendar = suppliers.Calendar();
        var told = new List<string>();

        for (var day = new DateOnly(2028, 7, 1); day < new DateOnly(2028, 10, 1); day = day.AddDays(1))
        {
            suppliers.Time.Now = new(day, new(9, 0), TimeSpan.Zero);
            var before = await suppliers.CountAsync("journal");
            await calendar.LookAsync(Cancel);
            if (await suppliers.CountAsync("journal") > before)
                told.Add($"{day:yyyy-MM-dd}");
        }

        Assert.Equal(["2028-07-22", "2028-08-21", "2028-09-13", "2028-09-21"], told);
        Assert.Equal([60, 30, 7], (await DaysAsync(suppliers, issued))[0].WarnedBefore);
        var shown = await suppliers.Register.CertificateAsync(new() { Number = issued.Number }, Cancel);
        Assert.Equal([60, 30, 7], shown.Surveillances[0].WarnedBefore);
        var suspended = (await suppliers.CertificateAsync(issued.Number)).Certificate;
        Assert.Equal((CertificateState.Suspended, 2), (suspended.State, suspended.Version));
        Assert.Equal(
            ("2028-09-21", SuspensionGround.MissedSurveillance),
            (suspended.Suspensions[0].From, suspended.Suspensions[0].Ground));
        Assert.Equal(
            CredentialFaultCode.Suspended,
            Assert.Single((await suppliers.VerifyAsync(await suppliers.CredentialAsync(issued.Number))).Faults).Code);
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Fact]
    public async Task Look_ManyReplicasAfterALongWhile_OneSuspensionFromTheDayAfter()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        suppliers.Time.Now = new(2028, 12, 24, 9, 0, 0, TimeSpan.Zero);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => suppliers.Calendar().LookAsync(Cancel)));
        await suppliers.Calendar().LookAsync(Cancel);

        var answer = await suppliers.CertificateAsync(issued.Number);
        Assert.Equal(2, answer.History.Count);
        Assert.Equal("2028-09-21", answer.Certificate.Suspensions.Single().From);
        Assert.Equal(0, await suppliers.CountAsync("surveillance_warning"));
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Fact]
    public async Task Look_AClockThatJumps_GivesTheNearestWarningAlone()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        suppliers.Time.Now = new(2028, 9, 10, 9, 0, 0, TimeSpan.Zero);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => suppliers.Calendar().LookAsync(Cancel)));

        Assert.Equal([30], (await DaysAsync(suppliers, issued))[0].WarnedBefore);
        Assert.Equal(
            [(issued.Number, Due)],
            (await suppliers.Assessments.SurveillanceAsync(new(), Cancel)).Surveillances
                .Select(one => (one.Certificate, one.DueOn)));
    }

    [Fact]
    public async Task Conclude_ASurveillanceInTime_PassesItsDayAndNothingIsSuspended()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        suppliers.Time.Now = new(2028, 8, 1, 9, 0, 0, TimeSpan.Zero);

        var passed = await SurveyAsync(suppliers, issued, "2028-07-30", minors: 5);
        suppliers.Time.Now = new(2028, 9, 21, 9, 0, 0, TimeSpan.Zero);
        await suppliers.Calendar().LookAsync(Cancel);

        var day = (await DaysAsync(suppliers, issued))[0];
        Assert.Equal(("2028-07-30", passed.Number), (day.PassedOn, day.Assessment));
        Assert.Equal("", (await DaysAsync(suppliers, issued))[1].PassedOn);
        Assert.Equal(CertificateState.Issued, (await suppliers.CertificateAsync(issued.Number)).Certificate.State);
        Assert.Empty(await suppliers.AuditAsync());
    }

    [Theory]
    [InlineData("2028-06-01", 0)] // Before the window of 90 days.
    [InlineData("2028-07-30", 7)] // Level C, and the certificate is of level B.
    public async Task Conclude_TooEarlyOrBelowTheLevel_PassesNothing(string day, int minors)
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        suppliers.Time.Now = new(2028, 8, 1, 9, 0, 0, TimeSpan.Zero);

        await SurveyAsync(suppliers, issued, day, minors);

        Assert.All(await DaysAsync(suppliers, issued), one => Assert.Equal("", one.PassedOn));
    }

    [Fact]
    public async Task Lift_WhatMissedItsSurveillance_IsForbiddenUntilOneIsPassed()
    {
        await using var suppliers = await CreateAsync(postgres);
        var issued = await suppliers.IssuedAsync();
        suppliers.Time.Now = new(2028, 10, 1, 9, 0, 0, TimeSpan.Zero);
        await suppliers.Calendar().LookAsync(Cancel);
        var lifting = Sound.Lifting(issued.Number, "2028-10-01");
        var refusal = await Assert.ThrowsAsync<ClubException>(() => suppliers.PrepareAsync(lifting));
        Assert.Equal(ErrorReason.StateForbids, refusal.Reason);

        await SurveyAsync(suppliers, issued, "2028-09-30", minors: 0);
        await suppliers.ApproveAsync(await suppliers.PrepareAsync(lifting));
        suppliers.Time.Now = suppliers.Time.Now.AddDays(1);
        await suppliers.Calendar().LookAsync(Cancel);

        Assert.Equal((CertificateState.Issued, true), await suppliers.OnAsync(issued.Number, "2028-10-02"));
        Assert.Equal((CertificateState.Suspended, false), await suppliers.OnAsync(issued.Number, "2028-09-30"));
        Assert.Equal(3, (await suppliers.CertificateAsync(issued.Number)).History.Count);
    }

    private static async Task<FacilityAssessment> SurveyAsync(
        TestSuppliers suppliers, Certificate certificate, string day, int minors)
    {
        await suppliers.AccreditAsync();
        var scheme = (await suppliers.Assessments.SchemeAsync(new(), Cancel)).Scheme;
        var assessment = Sound.Assessment(certificate.Facility, scheme, minors);
        (assessment.Purpose, assessment.Certificate) = (AssessmentPurpose.Surveillance, certificate.Number);
        assessment.AssessedOn = day;
        foreach (var finding in assessment.Findings.Where(one => one.Action is not null))
            finding.Action.DueOn = "2029-01-31";
        return await suppliers.ConcludeAsync((await suppliers.RecordAsync(assessment)).Number);
    }

    private static async Task<IReadOnlyList<Contracts.Suppliers.V1.Surveillance>> DaysAsync(
        TestSuppliers suppliers, Certificate certificate) => (await suppliers.Assessments.SurveillanceAsync(
        new ListSurveillanceRequest { Certificate = certificate.Number }, Cancel)).Surveillances;
}
