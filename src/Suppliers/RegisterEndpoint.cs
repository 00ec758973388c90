using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Suppliers.Register;
using Google.Api;
using Grpc.Core;

namespace CrmClub.Suppliers;

/// <summary>The register on the wire, for everybody.</summary>
internal sealed class RegisterEndpoint(SearchRegister search, ReadRegister read, ExportRegister export)
    : RegisterService.RegisterServiceBase
{
    public override Task<SearchRegisterResponse> SearchRegister(
        SearchRegisterRequest request, ServerCallContext context) =>
        search.RunAsync(request, context.CancellationToken);

    public override Task<GetRegisteredFacilityResponse> GetRegisteredFacility(
        GetRegisteredFacilityRequest request, ServerCallContext context) =>
        read.FacilityAsync(request, context.CancellationToken);

    public override Task<GetRegisteredCertificateResponse> GetRegisteredCertificate(
        GetRegisteredCertificateRequest request, ServerCallContext context) =>
        read.CertificateAsync(request, context.CancellationToken);

    public override Task<HttpBody> ExportRegister(ExportRegisterRequest request, ServerCallContext context) =>
        export.RunAsync(request, context.CancellationToken);
}
