using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Suppliers.Grievances;

/// <summary>What a case officer does: acknowledges, examines, answers.</summary>
internal sealed class HandleGrievance(Mutations mutations, TakeStep take)
{
    public Task<AcknowledgeGrievanceResponse> AcknowledgeAsync(
        AcknowledgeGrievanceRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            work.Faults.Paragraphs("summary", request.Summary);
            var grievance = await StandingAsync(work, request.Number, GrievanceState.Received);
            await take.RunAsync(work, grievance, Step(GrievanceStepKind.Acknowledged, request.Summary));
            return new AcknowledgeGrievanceResponse { Grievance = grievance };
        }, cancel);

    public Task<ExamineGrievanceResponse> ExamineAsync(
        ExamineGrievanceRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            work.Faults.Paragraphs("subject", request.Subject);
            var grievance = await StandingAsync(
                work, request.Number, GrievanceState.Acknowledged, GrievanceState.InExamination);
            await take.RunAsync(work, grievance, Step(GrievanceStepKind.ExaminationBegun, request.Subject));
            if (request.RequestAssessment)
                await take.RunAsync(work, grievance, Step(GrievanceStepKind.AssessmentRequested, request.Subject));
            return new ExamineGrievanceResponse { Grievance = grievance };
        }, cancel);

    public Task<AnswerGrievanceResponse> AnswerAsync(
        AnswerGrievanceRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            if (!Enum.IsDefined(request.Outcome) || request.Outcome == GrievanceOutcome.Unspecified)
            {
                work.Faults.Add(
                    "outcome", "", "OUTCOME", $"{request.Outcome}", "an outcome", "There is no such outcome.");
            }

            work.Faults.Paragraphs("answer", request.Answer);
            if (request.Language.Length > 0)
                work.Faults.Language("language", request.Language);
            var grievance = await StandingAsync(
                work, request.Number, GrievanceState.Acknowledged, GrievanceState.InExamination);
            var answer = Step(GrievanceStepKind.Answered, request.Answer);
            answer.Outcome = request.Outcome;
            answer.Language = request.Language.Length > 0
                ? Languages.Check(request.Language).Canonical
                : grievance.Language;
            await take.RunAsync(work, grievance, answer);
            return new AnswerGrievanceResponse { Grievance = grievance };
        }, cancel);

    private static async Task<Grievance> StandingAsync(Work work, string number, params GrievanceState[] states)
    {
        work.Faults.ThrowIfAny();
        var grievance = await TakeStep.LockAsync(work, number);
        return states.Contains(grievance.State)
            ? grievance
            : throw new ClubException(
                ErrorReason.StateForbids,
                $"The grievance is {grievance.State}, and has to be {string.Join(" or ", states)}.");
    }

    private static GrievanceStep Step(GrievanceStepKind kind, string text) =>
        new() { Kind = kind, Text = GrievanceRules.Lines(text) };
}
