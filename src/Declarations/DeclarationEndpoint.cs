using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Accounts;
using CrmClub.Declarations.Adjustments;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Conformance;
using CrmClub.Declarations.Life;
using CrmClub.Declarations.Reading;
using CrmClub.Declarations.Submission;
using CrmClub.Declarations.Watching;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;

namespace CrmClub.Declarations;

/// <summary>Maps the contract to the use cases.</summary>
internal sealed class DeclarationEndpoint(
    ICallerDirectory callers,
    SubmitDeclaration submit,
    ReportDeclaration report,
    SubmitMany many,
    StreamDeclarations stream,
    WatchDeclarations watch,
    Sandbox sandbox,
    GetDeclaration get,
    ListDeclarations list,
    CountArrivals arrivals,
    ListAdjustments adjustments,
    GetAccounts accounts,
    RecomputeDeclarations recompute,
    ServiceInfo info,
    StandingOfNow standing) : DeclarationService.DeclarationServiceBase
{
    public override async Task<SubmitDeclarationResponse> SubmitDeclaration(
        SubmitDeclarationRequest request, ServerCallContext context)
    {
        var caller = context.Caller();
        callers.Spend(caller, request.Declaration?.Items.Count ?? 0);
        if (Sandbox.Takes(request, caller))
            return new()
            {
                Answer = await sandbox.SubmitAsync(request, "SubmitDeclaration", caller, context.CancellationToken),
            };
        var submitted = await submit.HandleAsync(request, caller, context.CancellationToken);
        return new SubmitDeclarationResponse
        {
            Answer = Answers.Full(submitted.Revision, standing.Take(), submitted.Replayed, seesLocal: true),
        };
    }

    public override async Task<SubmitDeclarationsResponse> SubmitDeclarations(
        SubmitDeclarationsRequest request, ServerCallContext context)
    {
        var caller = context.Caller();
        callers.Spend(caller, SubmitMany.Count(request.Requests));
        return new()
        {
            Results = { await many.HandleAsync(request.Requests, caller, context.CancellationToken) },
        };
    }

    public override Task<ReportDeclarationResponse> ReportDeclaration(
        ReportDeclarationRequest request, ServerCallContext context)
    {
        callers.Spend(context.Caller(), Math.Max(request.Declaration?.Items.Count ?? 0, 1));
        return report.HandleAsync(request, context.Caller(), context.CancellationToken);
    }

    public override Task StreamDeclarations(
        IAsyncStreamReader<StreamDeclarationsRequest> requests,
        IServerStreamWriter<StreamDeclarationsResponse> responses, ServerCallContext context) =>
        stream.RunAsync(requests, responses, context.Caller(), context.CancellationToken);

    public override Task WatchDeclarations(
        WatchDeclarationsRequest request, IServerStreamWriter<WatchDeclarationsResponse> responses,
        ServerCallContext context) =>
        watch.RunAsync(request, responses, context.Caller(), context.CancellationToken);

    public override Task<GetDeclarationResponse> GetDeclaration(
        GetDeclarationRequest request, ServerCallContext context) =>
        Sandbox.IsFor(context.Caller())
            ? sandbox.GetAsync(request, context.Caller(), context.CancellationToken)
            : get.HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListDeclarationsResponse> ListDeclarations(
        ListDeclarationsRequest request, ServerCallContext context) =>
        Sandbox.IsFor(context.Caller())
            ? sandbox.ListAsync(request, context.Caller(), context.CancellationToken)
            : list.HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CountArrivalsResponse> CountArrivals(
        CountArrivalsRequest request, ServerCallContext context) =>
        arrivals.HandleAsync(context.Caller(), context.CancellationToken);

    public override Task<ListAdjustmentsResponse> ListAdjustments(
        ListAdjustmentsRequest request, ServerCallContext context) =>
        adjustments.HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetAccountsResponse> GetAccounts(GetAccountsRequest request, ServerCallContext context) =>
        accounts.HandleAsync(request, context.Caller(), context.CancellationToken);

    public override async Task RecomputeDeclarations(
        RecomputeDeclarationsRequest request, IServerStreamWriter<RecomputeDeclarationsResponse> responses,
        ServerCallContext context)
    {
        await foreach (var response in recompute.HandleAsync(context.CancellationToken))
            await responses.WriteAsync(response, context.CancellationToken);
    }

    public override Task<GetServiceInfoResponse> GetServiceInfo(
        GetServiceInfoRequest request, ServerCallContext context) => Task.FromResult(info.Read());
}
