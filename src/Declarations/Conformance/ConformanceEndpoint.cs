using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;

namespace CrmClub.Declarations.Conformance;

/// <summary>Conformance runs, on the wire.</summary>
internal sealed class ConformanceEndpoint(ConformanceRuns runs) : ConformanceService.ConformanceServiceBase
{
    public override async Task<StartConformanceRunResponse> StartConformanceRun(
        StartConformanceRunRequest request, ServerCallContext context) =>
        new() { Run = await runs.StartAsync(request, context.Caller(), context.CancellationToken) };

    public override async Task<GetConformanceRunResponse> GetConformanceRun(
        GetConformanceRunRequest request, ServerCallContext context) =>
        new() { Run = await runs.GetAsync(request.ClientId, context.Caller(), context.CancellationToken) };

    public override Task<ListConformanceSystemsResponse> ListConformanceSystems(
        ListConformanceSystemsRequest request, ServerCallContext context) =>
        runs.SystemsAsync(context.Caller(), context.CancellationToken);

    public override Task<GetConformanceReportResponse> GetConformanceReport(
        GetConformanceReportRequest request, ServerCallContext context) =>
        runs.ReportAsync(request, context.Caller(), context.CancellationToken);
}
