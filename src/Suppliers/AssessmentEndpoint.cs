using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Assessments;
using Grpc.Core;

namespace CrmClub.Suppliers;

/// <summary>Changes of who assesses, and by what, on the wire.</summary>
internal sealed class AccreditationEndpoint(ChangeAccreditation change)
    : AccreditationService.AccreditationServiceBase
{
    public override Task<PrepareAccreditationChangeResponse> PrepareAccreditationChange(
        PrepareAccreditationChangeRequest request, ServerCallContext context) =>
        change.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ApproveAccreditationChangeResponse> ApproveAccreditationChange(
        ApproveAccreditationChangeRequest request, ServerCallContext context) =>
        change.RunAsync(request, context.Caller(), context.CancellationToken);
}

/// <summary>Assessments on the wire.</summary>
internal sealed class AssessmentEndpoint(RegisterBody register, RecordAssessment record, ReadAssessments read)
    : AssessmentService.AssessmentServiceBase
{
    public override Task<GetSchemeResponse> GetScheme(GetSchemeRequest request, ServerCallContext context) =>
        read.SchemeAsync(request, context.CancellationToken);

    public override Task<RegisterBodyResponse> RegisterBody(RegisterBodyRequest request, ServerCallContext context) =>
        register.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RegisterAssessorResponse> RegisterAssessor(
        RegisterAssessorRequest request, ServerCallContext context) =>
        register.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListBodiesResponse> ListBodies(ListBodiesRequest request, ServerCallContext context) =>
        read.BodiesAsync(request, context.CancellationToken);

    public override Task<RecordAssessmentResponse> RecordAssessment(
        RecordAssessmentRequest request, ServerCallContext context) =>
        record.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ConcludeAssessmentResponse> ConcludeAssessment(
        ConcludeAssessmentRequest request, ServerCallContext context) =>
        record.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetAssessmentResponse> GetAssessment(
        GetAssessmentRequest request, ServerCallContext context) =>
        read.GetAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListSurveillanceResponse> ListSurveillance(
        ListSurveillanceRequest request, ServerCallContext context) =>
        read.SurveillanceAsync(request, context.CancellationToken);

    public override Task<ListAssessmentsResponse> ListAssessments(
        ListAssessmentsRequest request, ServerCallContext context) =>
        read.ListAsync(request, context.Caller(), context.CancellationToken);
}
