using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>Takes one grievance and refuses what has an escape; knows one receipt.</summary>
internal sealed class StubGrievances : GrievanceService.GrievanceServiceBase
{
    internal const string Secret = "0000-1111-2222-3333-4444-5555-6666-7777";

    internal static FileGrievanceRequest Filed { get; private set; } = new();

    /// <summary>The token of the last call; nobody's.</summary>
    internal static string? Token { get; private set; }

    public override Task<ListGrievancesResponse> ListGrievances(
        ListGrievancesRequest request, ServerCallContext context) => Task.FromResult(new ListGrievancesResponse
        {
            Grievances =
            {
                new Grievance { Number = "G-2026-0002", Facility = "F-MY-0001", DueOn = "2027-02-01" },
                new Grievance { Number = "G-2026-0001", State = GrievanceState.Answered },
            },
        });

    public override Task<FileGrievanceResponse> FileGrievance(FileGrievanceRequest request, ServerCallContext context)
    {
        (Filed, Token) = (request, context.RequestHeaders.GetValue("authorization"));
        if (!request.Text.Contains('\u001b'))
            return Task.FromResult(
                new FileGrievanceResponse { Receipt = "G-2027-0001", Secret = Secret, DueOn = "2027-10-20" });
        var faults = new ViolationList
        {
            Violations =
            {
                new Violation { Field = "text", Rule = "TEXT_CHARACTERS" },
                new Violation { Field = "facility", Rule = "FACILITY" },
            },
        };
        throw new Google.Rpc.Status
        {
            Code = (int)Code.InvalidArgument,
            Message = "2 rules are broken.",
            Details = { Any.Pack(faults) },
        }.ToRpcException();
    }

    public override Task<GetGrievanceStatusResponse> GetGrievanceStatus(
        GetGrievanceStatusRequest request, ServerCallContext context) => request.Secret == Secret
        ? Task.FromResult(new GetGrievanceStatusResponse
        {
            Receipt = request.Receipt,
            State = GrievanceState.Answered,
            Outcome = GrievanceOutcome.Upheld,
            Answer = StubServices.Markup,
            AnswerLanguage = "ms",
            Facility = "F-MY-0001",
        })
        : throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "None."));
}
