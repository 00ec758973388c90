using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Grievances;
using Grpc.Core;

namespace CrmClub.Suppliers;

/// <summary>Grievances on the wire.</summary>
internal sealed class GrievanceEndpoint(
    FileGrievance file, AskForStatus ask, ReadGrievances read, HandleGrievance handle, Submissions submissions)
    : GrievanceService.GrievanceServiceBase
{
    public override Task<FileGrievanceResponse> FileGrievance(
        FileGrievanceRequest request, ServerCallContext context) => file.RunAsync(request, context.CancellationToken);

    public override Task<GetGrievanceStatusResponse> GetGrievanceStatus(
        GetGrievanceStatusRequest request, ServerCallContext context) =>
        ask.RunAsync(request, context.CancellationToken);

    public override Task<ListGrievancesResponse> ListGrievances(
        ListGrievancesRequest request, ServerCallContext context) => read.ListAsync(request, context.CancellationToken);

    public override Task<GetGrievanceResponse> GetGrievance(GetGrievanceRequest request, ServerCallContext context) =>
        read.GetAsync(request, context.CancellationToken);

    public override Task<ReadSubmissionResponse> ReadSubmission(
        ReadSubmissionRequest request, ServerCallContext context) =>
        submissions.ReadAsync(request, context.Caller(), context.CancellationToken);

    public override Task<AcknowledgeGrievanceResponse> AcknowledgeGrievance(
        AcknowledgeGrievanceRequest request, ServerCallContext context) =>
        handle.AcknowledgeAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ExamineGrievanceResponse> ExamineGrievance(
        ExamineGrievanceRequest request, ServerCallContext context) =>
        handle.ExamineAsync(request, context.Caller(), context.CancellationToken);

    public override Task<AnswerGrievanceResponse> AnswerGrievance(
        AnswerGrievanceRequest request, ServerCallContext context) =>
        handle.AnswerAsync(request, context.Caller(), context.CancellationToken);

    public override Task<EraseSubmissionResponse> EraseSubmission(
        EraseSubmissionRequest request, ServerCallContext context) =>
        submissions.EraseAsync(request, context.Caller(), context.CancellationToken);
}
