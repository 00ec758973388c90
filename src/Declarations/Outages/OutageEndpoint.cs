using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;
using Npgsql;

namespace CrmClub.Declarations.Outages;

/// <summary>Maps the contract to the use cases.</summary>
internal sealed class OutageEndpoint(RecordOutages record, NpgsqlDataSource database) : OutageService.OutageServiceBase
{
    public override Task<OpenOutageResponse> OpenOutage(OpenOutageRequest request, ServerCallContext context) =>
        record.OpenAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CloseOutageResponse> CloseOutage(CloseOutageRequest request, ServerCallContext context) =>
        record.CloseAsync(request, context.Caller(), context.CancellationToken);

    public override async Task<ListOutagesResponse> ListOutages(
        ListOutagesRequest request, ServerCallContext context) =>
        new() { Outages = { await OutageStore.AllAsync(database, context.CancellationToken) } };
}
