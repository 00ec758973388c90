using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Errors;
using static CrmClub.Contracts.Suppliers.V1.GrievanceStepKind;
using static CrmClub.Suppliers.Tests.TestSuppliers;

namespace CrmClub.Suppliers.Tests.Grievances;

public sealed class HandlingTests(Postgres postgres)
{
    [Fact]
    public async Task Life_FromReceivedToAnswered_IsRecordedAndAudited()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var filed = await desk.FileAsync();

        await desk.ReadAsync(filed.Receipt);
        await desk.AcknowledgeAsync(filed.Receipt);
        await desk.ExamineAsync(filed.Receipt, assessment: true);
        var answered = await desk.AnswerAsync(filed.Receipt);
        var status = await desk.StatusAsync(filed.Receipt, filed.Secret);

        Assert.Equal([SubmissionRead, Acknowledged, ExaminationBegun, AssessmentRequested, Answered],
            answered.Steps.Select(step => step.Kind));
        Assert.All(answered.Steps, step => Assert.Equal("case-officer", step.By));
        Assert.Equal(
            (GrievanceState.Answered, GrievanceOutcome.Upheld, "Kilang itu mesti membaiki takungannya.", "ms"),
            (status.State, status.Outcome, status.Answer, status.AnswerLanguage));
        Assert.Equal(answered, await desk.FindAsync(filed.Receipt));
        Assert.Empty(await desk.Registry.AuditAsync());
        await desk.Registry.EditAsync("UPDATE grievance_step SET text = 'another' WHERE kind = 'Answered'");
        Assert.Equal("grievance_step grievance=G-2027-0001 place=5: Not as recorded: step.",
            Assert.Single(await desk.Registry.AuditAsync()));
    }

    [Fact]
    public async Task Assessment_AskedFor_IsLinkedBothWaysAndClosedByItsConclusion()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var (asked, other) = ((await desk.FileAsync()).Receipt, (await desk.FileAsync()).Receipt);
        foreach (var number in new[] { asked, other })
            await desk.AcknowledgeAsync(number);
        await desk.ExamineAsync(asked, assessment: true);
        await desk.ExamineAsync(other);
        var assessment = Sound.Assessment(
            desk.Certificate.Facility, (await desk.Registry.Assessments.SchemeAsync(new(), Cancel)).Scheme, 1);
        (assessment.Purpose, assessment.Grievance) = (AssessmentPurpose.Extraordinary, other);
        // A Saturday: the last day is the Monday.
        assessment.Findings[0].Action.DueOn = "2027-10-16";

        await NotAskedForAsync();
        assessment.Grievance = asked;
        var recorded = await desk.Registry.RecordAsync(assessment);
        Assert.Equal(AssessmentRequested, (await desk.FindAsync(asked)).Steps[^1].Kind);
        var concluded = await desk.Registry.ConcludeAsync(recorded.Number);

        var step = (await desk.FindAsync(asked)).Steps[^1];
        Assert.Equal((asked, "2027-10-18"), (concluded.Grievance, concluded.Findings[0].Action.DueOn));
        Assert.Equal((AssessmentConcluded, concluded.Number, Assessor.Id), (step.Kind, step.Assessment, step.By));
        Assert.Equal(ExaminationBegun, (await desk.FindAsync(other)).Steps[^1].Kind);
        await NotAskedForAsync();
        await desk.Registry.ConcludeAsync((await desk.Registry.RecordAsync(concluded)).Number);
        Assert.Equal(step, (await desk.FindAsync(asked)).Steps[^1]);
        Assert.Empty(await desk.Registry.AuditAsync());
        Assert.Empty(await LateAsync());
        desk.Registry.Time.Now = new(2027, 10, 19, 10, 0, 0, TimeSpan.Zero);
        Assert.Equal(concluded.Number, Assert.Single(await LateAsync()));

        async Task NotAskedForAsync() => Assert.Equal("GRIEVANCE", Assert.Single(
            (await Assert.ThrowsAsync<ClubException>(() => desk.Registry.RecordAsync(assessment))).Violations).Rule);

        async Task<string[]> LateAsync() => [.. (await desk.Registry.Assessments.ListAsync(
            new() { Overdue = true }, Officer, Cancel)).Assessments.Select(one => one.Number)];
    }

    [Fact]
    public async Task Step_OutOfItsOrder_IsRefused()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var number = (await desk.FileAsync()).Receipt;

        await RefusedAsync(() => desk.ExamineAsync(number));
        await RefusedAsync(() => desk.AnswerAsync(number));
        await desk.AcknowledgeAsync(number);
        await RefusedAsync(() => desk.AcknowledgeAsync(number));
        await desk.AnswerAsync(number);
        await RefusedAsync(() => desk.ExamineAsync(number));
        await RefusedAsync(() => desk.AnswerAsync(number));

        static async Task RefusedAsync(Func<Task> step) => Assert.Equal(
            ErrorReason.StateForbids, (await Assert.ThrowsAsync<ClubException>(step)).Reason);
    }

    [Theory]
    [InlineData("G-2027-0009")]
    [InlineData("")]
    [InlineData("G\0")]
    public async Task Step_OfNoGrievance_IsNotFound(string number)
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => desk.AcknowledgeAsync(number));

        Assert.Equal(ErrorReason.NotFound, refusal.Reason);
    }

    [Fact]
    public async Task Answer_ManyFaults_NamesEach()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);

        var refusal = await Assert.ThrowsAsync<ClubException>(() => desk.AnswerAsync(new AnswerGrievanceRequest
        {
            Number = "G-2027-0001",
            Outcome = (GrievanceOutcome)9,
            Answer = " ",
            Language = "english",
        }));

        Assert.Equal(["answer REQUIRED", "language LANGUAGE", "outcome OUTCOME", "request_id UUID"],
            refusal.Violations.Select(fault => $"{fault.Field} {fault.Rule}").Order());
    }

    [Fact]
    public async Task Acknowledge_ByTwoOfficersAtOnce_HappensOnce()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var number = (await desk.FileAsync()).Receipt;

        var tries = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            try
            {
                await desk.AcknowledgeAsync(number);
                return true;
            }
            catch (ClubException refusal) when (refusal.Reason == ErrorReason.StateForbids)
            {
                return false;
            }
        }));

        Assert.Single(tries, done => done);
    }

    [Fact]
    public async Task Deadline_Passed_EscalatesOnceByWhicheverReplica()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var late = (await desk.FileAsync()).Receipt;
        var answered = (await desk.FileAsync()).Receipt;
        await desk.AcknowledgeAsync(answered);
        await desk.AnswerAsync(answered);

        // The last second of the last day in Brussels, then the day after.
        desk.Registry.Time.Now = new(2027, 10, 20, 21, 59, 59, TimeSpan.Zero);
        await desk.Deadlines().EscalateDueAsync(Cancel);
        Assert.Empty(await desk.ListAsync(overdue: true));
        desk.Registry.Time.Now = new(2027, 10, 20, 22, 0, 0, TimeSpan.Zero);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => desk.Deadlines().EscalateDueAsync(Cancel)));
        await desk.Deadlines().EscalateDueAsync(Cancel);

        Assert.Equal([late], await desk.ListAsync(overdue: true));
        var step = Assert.Single((await desk.FindAsync(late)).Steps);
        Assert.Equal((Escalated, "club"), (step.Kind, step.By));
        Assert.False((await desk.FindAsync(answered)).Escalated);
        await desk.AcknowledgeAsync(late);
        await desk.AnswerAsync(late);
        Assert.Empty(await desk.ListAsync(overdue: true));
    }

    [Fact]
    public async Task List_ByState_ShowsThoseAlone()
    {
        await using var desk = await TestGrievances.CreateAsync(postgres);
        var (first, second) = ((await desk.FileAsync()).Receipt, (await desk.FileAsync()).Receipt);
        await desk.AcknowledgeAsync(second);

        Assert.Equal([first, second], await desk.ListAsync());
        Assert.Equal([first], await desk.ListAsync(GrievanceState.Received));
        Assert.Equal([second], await desk.ListAsync(GrievanceState.Acknowledged));
    }
}
