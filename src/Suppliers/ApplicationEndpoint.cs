using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Applications;
using Grpc.Core;

namespace CrmClub.Suppliers;

/// <summary>Applications on the wire.</summary>
internal sealed class ApplicationEndpoint(
    RegisterRepresentative register, FileApplication file, HandleApplication handle, ReadApplications read)
    : ApplicationService.ApplicationServiceBase
{
    public override Task<RegisterRepresentativeResponse> RegisterRepresentative(
        RegisterRepresentativeRequest request, ServerCallContext context) =>
        register.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListRepresentativesResponse> ListRepresentatives(
        ListRepresentativesRequest request, ServerCallContext context) =>
        read.RepresentativesAsync(request, context.CancellationToken);

    public override Task<FileApplicationResponse> FileApplication(
        FileApplicationRequest request, ServerCallContext context) =>
        file.RunAsync(request, context.Caller(), context.CancellationToken);

    public override Task<WithdrawApplicationResponse> WithdrawApplication(
        WithdrawApplicationRequest request, ServerCallContext context) =>
        handle.WithdrawAsync(request, context.Caller(), context.CancellationToken);

    public override Task<AssignApplicationResponse> AssignApplication(
        AssignApplicationRequest request, ServerCallContext context) =>
        handle.AssignAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RefuseApplicationResponse> RefuseApplication(
        RefuseApplicationRequest request, ServerCallContext context) =>
        handle.RefuseAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetApplicationResponse> GetApplication(
        GetApplicationRequest request, ServerCallContext context) =>
        read.GetAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListApplicationsResponse> ListApplications(
        ListApplicationsRequest request, ServerCallContext context) =>
        read.ListAsync(request, context.Caller(), context.CancellationToken);
}
