using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Credentials;
using CrmClub.Suppliers.Facilities;
using CrmClub.Suppliers.Operators;
using Grpc.Core;

namespace CrmClub.Suppliers;

/// <summary>The registry of certified suppliers on the wire.</summary>
internal sealed class SupplierEndpoint(
    RegisterOperator registerOperator,
    ReadPairs pairs,
    RegisterFacility registerFacility,
    ChangeCapacity changeCapacity,
    ReadFacilities facilities,
    PrepareCertificate prepareCertificate,
    PrepareRevocation prepareRevocation,
    PrepareSuspension prepareSuspension,
    PrepareLifting prepareLifting,
    ApproveChange approveChange,
    ReadCertificates certificates,
    RotateKeys rotateKeys,
    ApproveKeys approveKeys)
    : SupplierService.SupplierServiceBase
{
    public override Task<RegisterOperatorResponse> RegisterOperator(
        RegisterOperatorRequest request, ServerCallContext context) =>
        registerOperator.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RegisterFacilityResponse> RegisterFacility(
        RegisterFacilityRequest request, ServerCallContext context) =>
        registerFacility.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ChangeCapacityResponse> ChangeCapacity(
        ChangeCapacityRequest request, ServerCallContext context) =>
        changeCapacity.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListSupplierPairsResponse> ListSupplierPairs(
        ListSupplierPairsRequest request, ServerCallContext context) =>
        pairs.ListAsync(request, context.CancellationToken);

    public override Task<GetFacilityResponse> GetFacility(GetFacilityRequest request, ServerCallContext context) =>
        facilities.GetAsync(request, context.CancellationToken);

    public override Task<ListFacilitiesResponse> ListFacilities(
        ListFacilitiesRequest request, ServerCallContext context) =>
        facilities.ListAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PrepareCertificateResponse> PrepareCertificate(
        PrepareCertificateRequest request, ServerCallContext context) =>
        prepareCertificate.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PrepareRevocationResponse> PrepareRevocation(
        PrepareRevocationRequest request, ServerCallContext context) =>
        prepareRevocation.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PrepareSuspensionResponse> PrepareSuspension(
        PrepareSuspensionRequest request, ServerCallContext context) =>
        prepareSuspension.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PrepareLiftingResponse> PrepareLifting(
        PrepareLiftingRequest request, ServerCallContext context) =>
        prepareLifting.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ApproveChangeResponse> ApproveChange(
        ApproveChangeRequest request, ServerCallContext context) =>
        approveChange.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListCertificateChangesResponse> ListCertificateChanges(
        ListCertificateChangesRequest request, ServerCallContext context) =>
        certificates.ListChangesAsync(request, context.CancellationToken);

    public override Task<GetCertificateResponse> GetCertificate(
        GetCertificateRequest request, ServerCallContext context) =>
        certificates.GetAsync(request, context.CancellationToken);

    public override Task<ListCertificatesResponse> ListCertificates(
        ListCertificatesRequest request, ServerCallContext context) =>
        certificates.ListAsync(request, context.CancellationToken);

    public override Task<RotateCredentialKeysResponse> RotateCredentialKeys(
        RotateCredentialKeysRequest request, ServerCallContext context) =>
        rotateKeys.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CompromiseCredentialKeyResponse> CompromiseCredentialKey(
        CompromiseCredentialKeyRequest request, ServerCallContext context) =>
        rotateKeys.CompromiseAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ApproveCredentialKeysResponse> ApproveCredentialKeys(
        ApproveCredentialKeysRequest request, ServerCallContext context) =>
        approveKeys.RunAsync(request, context.Caller(), context.CancellationToken);
}
