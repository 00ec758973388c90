using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>
/// A facility with a certificate that counts and ends soon, and one that was revoked; two changes wait, one of them by
/// the officer who signs in.
/// </summary>
internal sealed class StubSuppliers : SupplierService.SupplierServiceBase
{
    internal const string Officer = "0b000000-0000-4000-8000-000000000001";
    internal const string Ends = "CRM-2026-000002";
    internal const string Revoked = "CRM-2026-000001";
    internal const string OfOfficer = "0198f0e2-0000-7000-8000-00000000c001";
    internal const string OfAnother = "0198f0e2-0000-7000-8000-00000000c002";

    /// <summary>What was asked to be done last.</summary>
    internal static IMessage? Done { get; private set; }

    /// <summary>Whether one's own facilities were asked for last, and no other.</summary>
    internal static bool WasOwn { get; private set; }

    public override Task<ListFacilitiesResponse> ListFacilities(
        ListFacilitiesRequest request, ServerCallContext context)
    {
        WasOwn = request.Own;
        return Task.FromResult(new ListFacilitiesResponse { Facilities = { Facility() } });
    }

    public override Task<GetFacilityResponse> GetFacility(GetFacilityRequest request, ServerCallContext context) =>
        request.Number == StubRegister.Facility
            ? Task.FromResult(new GetFacilityResponse
            {
                Facility = Facility(),
                Operator = new Operator { Number = "O-0001", Name = StubServices.Markup },
                Certificates = { One(Ends, 1), One(Revoked, 2) },
            })
            : throw new RpcException(new Status(StatusCode.NotFound, "None."));

    public override Task<ListCertificatesResponse> ListCertificates(
        ListCertificatesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListCertificatesResponse { Certificates = { One(Revoked, 2), One(Ends, 1) } });

    public override Task<GetCertificateResponse> GetCertificate(
        GetCertificateRequest request, ServerCallContext context) => request.Number switch
        {
            Ends => Task.FromResult(new GetCertificateResponse
            {
                Certificate = One(Ends, 1),
                History = { One(Ends, 1) },
            }),
            Revoked => Task.FromResult(new GetCertificateResponse
            {
                Certificate = One(Revoked, 2),
                History = { One(Revoked, 1), One(Revoked, 2) },
            }),
            _ => throw new RpcException(new Status(StatusCode.NotFound, "None.")),
        };

    public override Task<ListCertificateChangesResponse> ListCertificateChanges(
        ListCertificateChangesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListCertificateChangesResponse
        {
            Changes = { Change(OfOfficer, Officer), Change(OfAnother, "oid-other") },
        });

    public override Task<PrepareSuspensionResponse> PrepareSuspension(
        PrepareSuspensionRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new PrepareSuspensionResponse { Change = Change(OfOfficer, Officer) });
    }

    public override Task<PrepareCertificateResponse> PrepareCertificate(
        PrepareCertificateRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new PrepareCertificateResponse { Change = Change(OfOfficer, Officer) });
    }

    public override Task<ApproveChangeResponse> ApproveChange(ApproveChangeRequest request, ServerCallContext context)
    {
        Done = request;
        return Task.FromResult(new ApproveChangeResponse { Change = Change(request.ChangeId, "oid-other") });
    }

    private static Facility Facility() => new()
    {
        Number = StubRegister.Facility,
        Operator = "O-0001",
        Name = StubServices.Markup,
        Country = "MY",
        Kind = FacilityKind.Separation,
        Scopes =
        {
            new Scope { Material = "Dy", Stage = Stage.SeparatedCompound },
            new Scope { Material = "Tb", Stage = Stage.SeparatedCompound },
        },
    };

    private static Certificate One(string number, int version) => new()
    {
        Number = number,
        Version = version,
        Facility = StubRegister.Facility,
        Country = "MY",
        Level = CertificateLevel.B,
        State = version == 2 ? CertificateState.Revoked : CertificateState.Issued,
        Scopes = { new Scope { Material = "Dy", Stage = Stage.SeparatedCompound } },
        ValidFrom = "2026-01-05",
        ValidTo = number == Ends ? $"{DateTime.UtcNow.AddDays(30):yyyy-MM-dd}" : "2029-01-05",
        RevokedFrom = version == 2 ? "2026-03-01" : "",
        RevocationGround = version == 2 ? RevocationGround.Fraud : default,
        RecordedAt = new Timestamp(),
    };

    private static CertificateChange Change(string id, string author)
    {
        var suspended = One(Ends, 1);
        (suspended.Version, suspended.State) = (2, CertificateState.Suspended);
        suspended.Suspensions.Add(new CertificateSuspension { From = "2026-12-01", Ground = SuspensionGround.Inquiry });
        return new CertificateChange
        {
            Id = id,
            Certificate = suspended,
            Author = author,
            Reason = StubServices.Markup,
        };
    }

    internal sealed class Balances : BalanceService.BalanceServiceBase
    {
        public override Task<GetBalanceResponse> GetBalance(GetBalanceRequest request, ServerCallContext context) =>
            Task.FromResult(new GetBalanceResponse
            {
                Balances =
                {
                    new Balance
                    {
                        Material = "Dy", Stage = Stage.SeparatedCompound, Year = 2026, UsedKg = "1104", Percent = "92",
                        CapacityKg = "1200",
                    },
                },
            });

        public override Task<ListClaimsResponse> ListClaims(ListClaimsRequest request, ServerCallContext context) =>
            Task.FromResult(new ListClaimsResponse
            {
                Claims =
                {
                    new CountedClaim { Mrn = StubServices.Mrn, Certificate = Ends, Material = "Dy", Kg = "92" },
                },
            });
    }
}
