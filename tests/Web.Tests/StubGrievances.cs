using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>Takes one grievance and refuses what has an escape; knows one receipt.</summary>
internal sealed class StubGrievances : GrievanceService.GrievanceServiceBase
{
    internal const string Secret = "0000-1111-2222-3333-4444-5555-6666-7777";

    /// <summary>One that nobody has taken up.</summary>
    internal const string Received = "G-2026-0002";

    /// <summary>What was asked to be done last.</summary>
    internal static IMessage? Done { get; private set; }

    internal static FileGrievanceRequest Filed { get; private set; } = new();

    /// <summary>The token of the last call; nobody's.</summary>
    internal static string? Token { get; private set; }

    public override Task<ListGrievancesResponse> ListGrievances(
        ListGrievancesRequest request, ServerCallContext context) => Task.FromResult(new ListGrievancesResponse
        {
            Grievances =
            {
                new[]
                {
                    new Grievance { Number = "G-2026-0001", State = GrievanceState.Answered },
                    new Grievance
                    {
                        Number = Received, Facility = "F-MY-0001", FiledOn = "2026-10-01", DueOn = "2026-10-31",
                        State = GrievanceState.Received,
                    },
                    new Grievance
                    {
                        Number = "G-2026-0003", Facility = "F-MY-0001", FiledOn = "2099-10-01", DueOn = "2099-10-31",
                        State = GrievanceState.InExamination,
                    },
                }.Where(one => request.State == default || one.State == request.State),
            },
        });

    public override Task<GetGrievanceResponse> GetGrievance(GetGrievanceRequest request, ServerCallContext context) =>
        request.Number == "none"
            ? throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "None."))
            : Task.FromResult(new GetGrievanceResponse { Grievance = One(request.Number) });

    public override Task<ReadSubmissionResponse> ReadSubmission(
        ReadSubmissionRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new ReadSubmissionResponse
        {
            Grievance = One(request.Number),
            Submission = new Submission { Text = $"Dust {StubServices.Markup}", Name = "A neighbour" },
        });
    }

    public override Task<AcknowledgeGrievanceResponse> AcknowledgeGrievance(
        AcknowledgeGrievanceRequest request, ServerCallContext context)
    {
        Done = request;
        return request.Summary.Length > 0
            ? Task.FromResult(new AcknowledgeGrievanceResponse { Grievance = One(request.Number) })
            : throw Refused(new Violation { Field = "summary", Rule = "TEXT_LENGTH", Message = "It is empty." });
    }

    public override Task<ExamineGrievanceResponse> ExamineGrievance(
        ExamineGrievanceRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new ExamineGrievanceResponse { Grievance = One(request.Number) });
    }

    public override Task<AnswerGrievanceResponse> AnswerGrievance(
        AnswerGrievanceRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new AnswerGrievanceResponse { Grievance = One(request.Number) });
    }

    private static Grievance One(string number) => new()
    {
        Number = number,
        Facility = "F-MY-0001",
        Language = "ms",
        FiledOn = "2026-10-01",
        DueOn = "2026-10-31",
        State = number == Received ? GrievanceState.Received : GrievanceState.Acknowledged,
        Steps =
        {
            new GrievanceStep
            {
                Place = 1, Kind = GrievanceStepKind.Escalated, By = "club", RecordedAt = new Timestamp(),
                Text = StubServices.Markup,
            },
        },
    };

    public override Task<FileGrievanceResponse> FileGrievance(FileGrievanceRequest request, ServerCallContext context)
    {
        (Filed, Token) = (request, context.RequestHeaders.GetValue("authorization"));
        if (!request.Text.Contains('\u001b'))
            return Task.FromResult(
                new FileGrievanceResponse { Receipt = "G-2027-0001", Secret = Secret, DueOn = "2027-10-20" });
        throw Refused(
            new Violation { Field = "text", Rule = "TEXT_CHARACTERS" },
            new Violation { Field = "facility", Rule = "FACILITY" });
    }

    private static RpcException Refused(params Violation[] faults) => new Google.Rpc.Status
    {
        Code = (int)Code.InvalidArgument,
        Message = $"{faults.Length} rules are broken.",
        Details = { Any.Pack(new ViolationList { Violations = { faults } }) },
    }.ToRpcException();

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
