using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>A register with one facility, whose name is what an attacker would register.</summary>
internal sealed class StubRegister : RegisterService.RegisterServiceBase
{
    internal const string Facility = "F-MY-0001";
    internal const string Certificate = "CRM-2026-000001";

    // By which it is found.
    private static readonly string[] Words = ["Lynas", "0001"];

    internal static SearchRegisterRequest Searched { get; private set; } = new();

    public override Task<SearchRegisterResponse> SearchRegister(
        SearchRegisterRequest request, ServerCallContext context)
    {
        Searched = request;
        if (request.Text.Length > 0 && !Words.Any(request.Text.Contains))
            return Task.FromResult(new SearchRegisterResponse());
        return request.Country.Length is 0 or 2
            ? Task.FromResult(new SearchRegisterResponse { Facilities = { One() }, NextPageToken = "a+b", Total = 51 })
            : throw new RpcException(new Status(StatusCode.InvalidArgument, "1 rule is broken."));
    }

    public override Task<GetRegisteredFacilityResponse> GetRegisteredFacility(
        GetRegisteredFacilityRequest request, ServerCallContext context) => request.Number == Facility
        ? Task.FromResult(new GetRegisteredFacilityResponse { Facility = One() })
        : throw new RpcException(new Status(StatusCode.NotFound, "None."));

    public override Task<GetRegisteredCertificateResponse> GetRegisteredCertificate(
        GetRegisteredCertificateRequest request, ServerCallContext context) => request.Number == Certificate
        ? Task.FromResult(new GetRegisteredCertificateResponse
        {
            Certificate = Version(2, RegisterState.Revoked),
            History = { Version(1, RegisterState.Valid), Version(2, RegisterState.Revoked) },
            Facility = One(),
            Assessment = Assessment(),
            Surveillances =
            {
                new Surveillance { Certificate = Certificate, DueOn = "2027-01-05", WarnedBefore = { 60, 30 } },
            },
        })
        : throw new RpcException(new Status(StatusCode.NotFound, "None."));

    private static RegisteredFacility One() => new()
    {
        Number = Facility,
        Name = StubServices.Markup,
        Country = "MY",
        Kind = FacilityKind.Separation,
        OperatorName = StubServices.Markup,
        Scopes = { Scope() },
        Certificates = { Version(2, RegisterState.Revoked) },
    };

    private static RegisteredCertificate Version(int version, RegisterState state) => new()
    {
        Number = Certificate,
        Version = version,
        Facility = Facility,
        Level = CertificateLevel.B,
        State = state,
        ValidFrom = "2026-01-05",
        ValidTo = "2029-01-05",
        RevokedFrom = state == RegisterState.Revoked ? "2026-11-25" : "",
        RevocationGround = state == RegisterState.Revoked ? RevocationGround.Fraud : default,
        RecordedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
        Scopes = { Scope() },
        Suspensions =
        {
            new CertificateSuspension { From = "2026-03-02", Until = "2026-03-09", Ground = SuspensionGround.Inquiry },
        },
    };

    private static RegisteredAssessment Assessment() => new()
    {
        Number = "A-2026-0001",
        Body = StubServices.Markup,
        AssessedOn = "2026-01-03",
        Findings =
        {
            new RegisteredFinding { Criterion = "E1", Result = FindingResult.Conforms, Note = "as it should be" },
            new RegisteredFinding
            {
                Criterion = "E5",
                Result = FindingResult.Minor,
                Note = StubServices.Markup,
                Action = new CorrectiveAction { Text = "publish it", DueOn = "2026-06-30" },
            },
        },
    };

    private static Scope Scope() =>
        new() { Material = "Dy", Stage = Stage.SeparatedCompound, CapacityTonsPerYear = "1200" };

    internal sealed class Credentials : CredentialService.CredentialServiceBase
    {
        public override Task<HttpBody> GetCredential(GetCredentialRequest request, ServerCallContext context) =>
            request.Certificate == Certificate
                ? Task.FromResult(new HttpBody { Data = ByteString.CopyFromUtf8("good") })
                : throw new RpcException(new Status(StatusCode.NotFound, "None."));

        public override Task<VerifyCredentialResponse> VerifyCredential(
            VerifyCredentialRequest request, ServerCallContext context) => Task.FromResult(new VerifyCredentialResponse
            {
                Verdict = request.Credential == "good"
                    ? new CredentialVerdict { Holds = true, Certificate = Certificate, Facility = Facility }
                    : new CredentialVerdict
                    {
                        Issuer = StubServices.Markup,
                        Certificate = StubServices.Markup,
                        Faults = { new CredentialFault { Code = CredentialFaultCode.Signature, Message = "No." } },
                    },
            });
    }
}
