using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>
/// A concluded assessment, and an open one with a corrective action that is late; an application that is assigned, and
/// one that ended.
/// </summary>
internal sealed class StubAssessments : AssessmentService.AssessmentServiceBase
{
    internal const string Open = "A-2026-0002";
    internal const string Assigned = "AP-2026-0001";

    /// <summary>What was asked to be done last.</summary>
    internal static IMessage? Done { get; private set; }

    /// <summary>Whether one's own were asked for last, and no other.</summary>
    internal static bool WasOwn { get; private set; }

    public override Task<ListAssessmentsResponse> ListAssessments(
        ListAssessmentsRequest request, ServerCallContext context)
    {
        WasOwn = request.Own;
        return Task.FromResult(new ListAssessmentsResponse
        {
            Assessments =
            {
                new FacilityAssessment
                {
                    Number = "A-2026-0001", Facility = StubRegister.Facility, State = AssessmentState.Concluded,
                    Purpose = AssessmentPurpose.Certification, Level = CertificateLevel.A,
                    AssessedOn = "2026-01-03",
                    Scopes = { new Scope { Material = "Dy", Stage = Stage.SeparatedCompound } },
                },
                OpenOne(),
            },
        });
    }

    public override Task<GetAssessmentResponse> GetAssessment(
        GetAssessmentRequest request, ServerCallContext context) => request.Number == Open
        ? Task.FromResult(new GetAssessmentResponse { Assessment = OpenOne(), History = { OpenOne() } })
        : throw new RpcException(new Status(StatusCode.NotFound, "None."));

    public override Task<GetSchemeResponse> GetScheme(GetSchemeRequest request, ServerCallContext context) =>
        Task.FromResult(new GetSchemeResponse
        {
            Scheme = new AssessmentScheme
            {
                Number = 1,
                Title = "Scheme of the club",
                Criteria =
                {
                    new SchemeCriterion { Id = "E1", Text = "Water is kept clean.", MajorBlocksEveryLevel = true },
                    new SchemeCriterion { Id = "E2", Text = "Dust is held back." },
                },
                Recognised = { new RecognisedScheme { Id = "IRMA", Title = "IRMA Standard", Criteria = { "E2" } } },
            },
        });

    public override Task<RecordAssessmentResponse> RecordAssessment(
        RecordAssessmentRequest request, ServerCallContext context)
    {
        Done = request;
        var wrong = request.Assessment.Findings.Index().FirstOrDefault(one => one.Item.Note == "wrong");
        return wrong.Item is null
            ? Task.FromResult(new RecordAssessmentResponse { Assessment = OpenOne() })
            : throw Refusal($"assessment.findings[{wrong.Index}].action.due_on", "DAY", "A day is missing.");
    }

    public override Task<ConcludeAssessmentResponse> ConcludeAssessment(
        ConcludeAssessmentRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new ConcludeAssessmentResponse { Assessment = OpenOne() });
    }

    public override Task<ListSurveillanceResponse> ListSurveillance(
        ListSurveillanceRequest request, ServerCallContext context) => Task.FromResult(new ListSurveillanceResponse
        {
            Surveillances = { new Surveillance { Certificate = StubSuppliers.Ends, DueOn = "2099-01-05" } },
        });

    private static FacilityAssessment OpenOne() => new()
    {
        Number = Open,
        Version = 1,
        Facility = StubRegister.Facility,
        State = AssessmentState.Open,
        Purpose = AssessmentPurpose.Certification,
        Application = Assigned,
        AssessedOn = "2026-02-03",
        Body = "AB-0001",
        Assessor = "AS-0001",
        Scopes = { new Scope { Material = "Dy", Stage = Stage.SeparatedCompound } },
        Findings =
        {
            new CriterionFinding
            {
                Criterion = "E1", Result = FindingResult.Minor, Note = StubServices.Markup,
                Evidence =
                {
                    new FindingEvidence { Sha256 = new string('a', 64), Reference = "vault/1" },
                    new FindingEvidence { Sha256 = new string('b', 64), Reference = "vault/2" },
                },
                Action = new CorrectiveAction { Text = "New basin", DueOn = "2026-03-02" },
            },
        },
        RecordedAt = new Timestamp(),
    };

    private static RpcException Refusal(string field, string rule, string message) => new Google.Rpc.Status
    {
        Code = (int)StatusCode.InvalidArgument,
        Message = "1 rule is broken.",
        Details =
        {
            Any.Pack(new ViolationList
            {
                Violations = { new Violation { Field = field, Rule = rule, Message = message } },
            }),
        },
    }.ToRpcException();

    internal sealed class Applications : ApplicationService.ApplicationServiceBase
    {
        public override Task<ListApplicationsResponse> ListApplications(
            ListApplicationsRequest request, ServerCallContext context) => Task.FromResult(new ListApplicationsResponse
            {
                Applications = { One(Assigned, ApplicationState.Assigned) },
            });

        public override Task<GetApplicationResponse> GetApplication(
            GetApplicationRequest request, ServerCallContext context) => request.Number == Assigned
            ? Task.FromResult(new GetApplicationResponse { Application = One(Assigned, ApplicationState.Assigned) })
            : throw new RpcException(new Status(StatusCode.NotFound, "None."));

        public override Task<FileApplicationResponse> FileApplication(
            FileApplicationRequest request, ServerCallContext context)
        {
            Done = request;
            return request.Application.Scopes.Count > 0
                ? Task.FromResult(new FileApplicationResponse { Application = One(Assigned, ApplicationState.Filed) })
                : throw Refusal("application.scopes", "SCOPES", "It has to cover something.");
        }

        public override Task<WithdrawApplicationResponse> WithdrawApplication(
            WithdrawApplicationRequest request, ServerCallContext context)
        {
            Done = request;
            return Task.FromResult(new WithdrawApplicationResponse
            {
                Application = One(request.Number, ApplicationState.Withdrawn),
            });
        }

        private static CertificationApplication One(string number, ApplicationState state) => new()
        {
            Number = number,
            Operator = "O-0001",
            Facility = StubRegister.Facility,
            Scopes = { new Scope { Material = "Dy", Stage = Stage.SeparatedCompound } },
            Statement = StubServices.Markup,
            FiledOn = "2026-02-01",
            Body = "AB-0001",
            State = state,
        };
    }
}
