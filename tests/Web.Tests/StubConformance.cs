using CrmClub.Contracts.Declarations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>A system whose newest run lacks a step, and one without a run.</summary>
internal sealed class StubConformance : ConformanceService.ConformanceServiceBase
{
    internal const string Client = "5e000000-0000-4000-8000-0000000000a1";

    /// <summary>Of which system a run was begun last.</summary>
    internal static string Started { get; private set; } = "";

    public override Task<ListConformanceSystemsResponse> ListConformanceSystems(
        ListConformanceSystemsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListConformanceSystemsResponse
        {
            Systems =
            {
                new ConformanceSystem { ClientId = Client, Name = StubServices.Markup, Run = Run() },
                new ConformanceSystem { ClientId = "second", Name = "Reserve" },
            },
        });

    public override Task<StartConformanceRunResponse> StartConformanceRun(
        StartConformanceRunRequest request, ServerCallContext context)
    {
        Started = request.ClientId;
        return Task.FromResult(new StartConformanceRunResponse { Run = Run() });
    }

    public override Task<GetConformanceReportResponse> GetConformanceReport(
        GetConformanceReportRequest request, ServerCallContext context) => request.ClientId == Client
        ? Task.FromResult(new GetConformanceReportResponse { Report = "a.b.c", Keys = StubServices.Keys })
        : throw new RpcException(new Status(StatusCode.NotFound, "None."));

    private static ConformanceRun Run() => new()
    {
        Id = "0198f0e2-0000-7000-8000-00000000f001",
        Party = "AU",
        ClientId = Client,
        StartedAt = new Timestamp(),
        Calls = 3,
        Results =
        {
            new ConformanceResult
            {
                Id = "accepted", TitleEn = "Declare", TitleJa = "申告する", Passed = true, Calls = { 1 },
            },
            new ConformanceResult
            {
                Id = "same-lrn", TitleEn = "Send again", TitleJa = "再送する",
                Missing =
                {
                    new ConformanceStep { Rpc = "SubmitDeclaration", Outcome = "REPLAYED", Same = { "lrn" } },
                },
            },
        },
    };
}
