using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Accounts;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Conformance;
using CrmClub.Declarations.Life;
using CrmClub.Declarations.Reading;
using CrmClub.Declarations.Submission;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Grpc.Core;
using Refusal = CrmClub.Contracts.Declarations.V1.Refusal;

namespace CrmClub.Declarations;

/// <summary>Maps the contract to the use cases.</summary>
internal sealed class DeclarationEndpoint(
    ICallerDirectory callers,
    SubmitDeclaration submit,
    ReportDeclaration report,
    Sandbox sandbox,
    GetDeclaration get,
    ListDeclarations list,
    ListAdjustments adjustments,
    GetAccounts accounts,
    RecomputeDeclarations recompute,
    ServiceInfo info,
    StandingOfNow standing) : DeclarationService.DeclarationServiceBase
{
    private const int RequestsMax = 100;

    public override async Task<SubmitDeclarationResponse> SubmitDeclaration(
        SubmitDeclarationRequest request, ServerCallContext context)
    {
        var caller = context.Caller();
        callers.Spend(caller, Items(request));
        if (Sandbox.Takes(request, caller))
            return new()
            {
                Answer = await sandbox.SubmitAsync(request, "SubmitDeclaration", caller, context.CancellationToken),
            };
        var submitted = await submit.HandleAsync(request, caller, context.CancellationToken);
        return new SubmitDeclarationResponse
        {
            Answer = Answers.Full(submitted.Revision, standing.Take(), submitted.Replayed),
        };
    }

    public override async Task<SubmitDeclarationsResponse> SubmitDeclarations(
        SubmitDeclarationsRequest request, ServerCallContext context)
    {
        if (request.Requests.Count is 0 or > RequestsMax)
        {
            var faults = new Violations();
            faults.Add("requests", "", "REQUEST_COUNT", $"{request.Requests.Count} requests", $"1 to {RequestsMax}",
                "A call has at least one request and not too many.");
            faults.ThrowIfAny();
        }

        var caller = context.Caller();
        callers.Spend(caller, request.Requests.Sum(Items));
        var response = new SubmitDeclarationsResponse();
        if (Sandbox.IsFor(caller))
        {
            // A run takes one after the other.
            foreach (var one in request.Requests)
                response.Results.Add(await ResultAsync(one, caller, context.CancellationToken));
            return response;
        }

        response.Results.Add(await Task.WhenAll(
            request.Requests.Select(one => ResultAsync(one, caller, context.CancellationToken))));
        return response;
    }

    public override Task<ReportDeclarationResponse> ReportDeclaration(
        ReportDeclarationRequest request, ServerCallContext context)
    {
        callers.Spend(context.Caller(), Math.Max(request.Declaration?.Items.Count ?? 0, 1));
        return report.HandleAsync(request, context.Caller(), context.CancellationToken);
    }

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

    /// <summary>One of many: without derivation, so that a hundred fit a message; its refusal is its own.</summary>
    private static int Items(SubmitDeclarationRequest request) => request.Declaration?.Items.Count ?? 0;

    private async Task<SubmitDeclarationResult> ResultAsync(
        SubmitDeclarationRequest request, Caller caller, CancellationToken cancel)
    {
        try
        {
            if (Sandbox.Takes(request, caller))
                return new()
                {
                    Answer = await sandbox.SubmitAsync(request, "SubmitDeclarations", caller, cancel),
                };
            var submitted = await submit.HandleAsync(request, caller, cancel);
            return new SubmitDeclarationResult
            {
                Answer = Answers.Brief(submitted.Revision, standing.Take(), submitted.Replayed),
            };
        }
        catch (ClubException refusal)
        {
            return new SubmitDeclarationResult
            {
                Refusal = new Refusal
                {
                    Reason = ErrorCodes.NameOf(refusal.Reason),
                    Message = refusal.Message,
                    Violations = { refusal.Violations },
                },
            };
        }
    }
}
