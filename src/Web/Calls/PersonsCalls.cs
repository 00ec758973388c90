using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;

namespace CrmClub.Web.Calls;

/// <summary>What the pages ask of the services, in the name of who is signed in.</summary>
internal sealed partial class PersonsCalls(
    IHttpContextAccessor current, MembershipService.MembershipServiceClient membership,
    TariffService.TariffServiceClient tariffs, DeclarationService.DeclarationServiceClient declarations,
    CaseService.CaseServiceClient cases, ILogger<PersonsCalls> log)
{
    /// <summary>How long a page waits for one answer.</summary>
    internal static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(3);

    public Task<Answer<ListPartiesResponse>> PartiesAsync(ListPartiesRequest request) =>
        AskAsync("membership", options => membership.ListPartiesAsync(request, options));

    public Task<Answer<GetPartyResponse>> PartyAsync(GetPartyRequest request) =>
        AskAsync("membership", options => membership.GetPartyAsync(request, options));

    public Task<Answer<CalculateDutyResponse>> DutyAsync(Consignment consignment) => AskAsync("tariffs",
        options => tariffs.CalculateDutyAsync(new CalculateDutyRequest { Consignment = consignment }, options));

    public Task<Answer<CompareDutiesResponse>> CompareAsync(CompareDutiesRequest request) =>
        AskAsync("tariffs", options => tariffs.CompareDutiesAsync(request, options));

    public Task<Answer<ListTariffVersionsResponse>> TariffVersionsAsync(ListTariffVersionsRequest request) =>
        AskAsync("tariffs", options => tariffs.ListTariffVersionsAsync(request, options));

    public Task<Answer<GetTariffVersionResponse>> TariffVersionAsync(GetTariffVersionRequest request) =>
        AskAsync("tariffs", options => tariffs.GetTariffVersionAsync(request, options));

    public Task<Answer<GetTariffDocumentResponse>> TariffDocumentAsync(int number) => AskAsync("tariffs",
        options => tariffs.GetTariffDocumentAsync(new GetTariffDocumentRequest { Number = number }, options));

    public Task<Answer<CompareTariffVersionsResponse>> CompareVersionsAsync(CompareTariffVersionsRequest request) =>
        AskAsync("tariffs", options => tariffs.CompareTariffVersionsAsync(request, options));

    public Task<Answer<ListDeclarationsResponse>> DeclarationsAsync(ListDeclarationsRequest request) =>
        AskAsync("declarations", options => declarations.ListDeclarationsAsync(request, options));

    /// <summary>What came in during the last hour.</summary>
    public Task<Answer<CountArrivalsResponse>> ArrivalsAsync() => AskAsync("declarations",
        options => declarations.CountArrivalsAsync(new CountArrivalsRequest(), options));

    /// <summary>The newest that are neither settled nor dropped.</summary>
    public Task<Answer<ListAdjustmentsResponse>> AdjustmentsAsync(int pageSize) => AskAsync("declarations",
        options => declarations.ListAdjustmentsAsync(new() { PageSize = pageSize, Open = true }, options));

    public Task<Answer<GetDeclarationResponse>> DeclarationAsync(GetDeclarationRequest request) =>
        AskAsync("declarations", options => declarations.GetDeclarationAsync(request, options));

    public Task<Answer<GetCaseFileResponse>> CaseFileAsync(GetCaseFileRequest request) =>
        AskAsync("declarations", options => cases.GetCaseFileAsync(request, options));

    public Task<Answer<GetServiceInfoResponse>> ServiceInfoAsync() =>
        AskAsync("declarations", options => declarations.GetServiceInfoAsync(new GetServiceInfoRequest(), options));

    /// <summary>Asks a service, with the person's token and a deadline.</summary>
    public async Task<Answer<T>> AskAsync<T>(string service, Func<CallOptions, AsyncUnaryCall<T>> call)
        where T : class
    {
        var context = current.HttpContext ?? throw new InvalidOperationException("A page is asked for by a request.");
        try
        {
            var token = await context.GetTokenAsync("access_token");
            var options = new CallOptions(
                new Metadata { { "authorization", $"Bearer {token}" } },
                DateTime.UtcNow + AnswerMax, context.RequestAborted);
            return new(service, Trouble.None, await call(options));
        }
        catch (RpcException failure)
        {
            LogFailure(service, failure.StatusCode, failure.Status.Detail);
            var trouble = TroubleOf(failure.StatusCode);
            return new(service, trouble, null)
            {
                Refusal = trouble is Trouble.Refused or Trouble.NotAllowed ? failure.Status.Detail : "",
                Faults = failure.GetRpcStatus()?.GetDetail<ViolationList>()?.Violations ?? [],
            };
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            LogFailure(service, StatusCode.DeadlineExceeded, "");
            return new(service, Trouble.Down, null);
        }
    }

    private static Trouble TroubleOf(StatusCode code) => code switch
    {
        StatusCode.NotFound => Trouble.NotFound,
        StatusCode.PermissionDenied or StatusCode.Unauthenticated => Trouble.NotAllowed,
        StatusCode.InvalidArgument or StatusCode.OutOfRange or StatusCode.FailedPrecondition or StatusCode.Aborted
            or StatusCode.AlreadyExists => Trouble.Refused,
        _ => Trouble.Down,
    };

    [LoggerMessage(1, LogLevel.Warning, "{Service} answered {Code}: {Detail}")]
    private partial void LogFailure(string service, StatusCode code, string detail);
}

internal static class CallsHosting
{
    internal static void AddCalls(this WebApplicationBuilder builder)
    {
        builder.AddPersonsClient<MembershipService.MembershipServiceClient>("membership");
        builder.AddPersonsClient<TariffService.TariffServiceClient>("tariffs");
        builder.AddPersonsClient<DeclarationService.DeclarationServiceClient>("declarations");
        builder.AddPersonsClient<CaseService.CaseServiceClient>("declarations");
        builder.AddPersonsClient<ProposalService.ProposalServiceClient>("tariffs");
        builder.AddPersonsClient<QuotaService.QuotaServiceClient>("tariffs");
        builder.AddPersonsClient<SupplierService.SupplierServiceClient>("suppliers");
        builder.AddPersonsClient<AssessmentService.AssessmentServiceClient>("suppliers");
        builder.AddPersonsClient<ApplicationService.ApplicationServiceClient>("suppliers");
        builder.AddPersonsClient<BalanceService.BalanceServiceClient>("suppliers");
        builder.AddPersonsClient<ControlService.ControlServiceClient>("declarations");
        builder.AddPersonsClient<ConformanceService.ConformanceServiceClient>("declarations");
        builder.AddPersonsClient<OutageService.OutageServiceClient>("declarations");
        builder.AddPersonsClient<AdjustmentService.AdjustmentServiceClient>("declarations");
        builder.AddPersonsClient<SupplyService.SupplyServiceClient>("declarations");
        builder.AddPersonsClient<RateService.RateServiceClient>("tariffs");
        builder.AddPersonsClient<VotingService.VotingServiceClient>("membership");
        builder.AddPersonsClient<NomenclatureService.NomenclatureServiceClient>("tariffs");
        builder.Services.AddScoped<PersonsCalls>();
        builder.Services.AddScoped<Members.MembershipCalls>();
        builder.Services.AddScoped<Proposals.ProposalCalls>();
        builder.Services.AddScoped<Quotas.QuotaCalls>();
        builder.Services.AddScoped<Suppliers.SupplierCalls>();
        builder.Services.AddScoped<Filing.FilingCalls>();
        builder.Services.AddScoped<Filing.FilingReader>();
        builder.Services.AddScoped<Sandbox.SandboxCalls>();
        builder.Services.AddScoped<Cases.CaseCalls>();
        builder.Services.AddScoped<Supply.SupplyCalls>();
        builder.Services.AddScoped<Rates.RateCalls>();
        builder.Services.AddScoped<Accounts.AccountCalls>();
        builder.Services.AddScoped<Grievances.GrievanceCalls>();
        builder.Services.AddScoped<Risk.RiskCalls>();
        builder.Services.AddScoped<Notices.NoticeCalls>();
        builder.Services.AddScoped<Codes.CodeLists>();
        builder.Services.AddScoped<Agenda.AgendaReader>();
        builder.Services.AddScoped<Search.Searcher>();
        builder.Services.AddScoped<Tariff.TariffDocuments>();
        builder.Services.AddScoped<Compare.DeclaredDuties>();
        builder.Services.AddSingleton<Tariff.KeptDocument>();
        builder.Services.AddSingleton<Parts.KeptStanding>();
    }
}
