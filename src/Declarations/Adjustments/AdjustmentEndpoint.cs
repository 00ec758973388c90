using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Reassessment;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;

namespace CrmClub.Declarations.Adjustments;

/// <summary>Maps the contract to the use cases.</summary>
internal sealed class AdjustmentEndpoint(
    ListAdjustments adjustments, ReportAdjustment report, ListReassessments reassessments)
    : AdjustmentService.AdjustmentServiceBase
{
    public override Task<GetAdjustmentResponse> GetAdjustment(
        GetAdjustmentRequest request, ServerCallContext context) =>
        adjustments.GetAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ReportAdjustmentResponse> ReportAdjustment(
        ReportAdjustmentRequest request, ServerCallContext context) =>
        report.HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListReassessmentsResponse> ListReassessments(
        ListReassessmentsRequest request, ServerCallContext context) =>
        reassessments.HandleAsync(request, context.CancellationToken);

    public override Task<GetReassessmentResponse> GetReassessment(
        GetReassessmentRequest request, ServerCallContext context) =>
        reassessments.GetAsync(request, context.CancellationToken);
}
