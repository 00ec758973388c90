using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults;
using CrmClub.Web.Calls;
using Grpc.Core;

namespace CrmClub.Web.Register;

/// <summary>What was answered to anybody; of what was refused, each broken rule.</summary>
/// <param name="Answer">The answer, or why there is none.</param>
/// <param name="Faults">Broken rules by the field's name.</param>
internal sealed record PublicAnswer<T>(Answer<T> Answer, IReadOnlyDictionary<string, string> Faults)
    where T : class;

/// <summary>What the public pages ask: in nobody's name, and written into no log.</summary>
internal sealed class PublicCalls(
    IHttpContextAccessor current,
    GrievanceService.GrievanceServiceClient grievances,
    RegisterService.RegisterServiceClient register,
    CredentialService.CredentialServiceClient credentials,
    DutyFinderService.DutyFinderServiceClient duties)
{
    private const string Suppliers = "suppliers";
    private const string Tariffs = "tariffs";

    public Task<PublicAnswer<FileGrievanceResponse>> FileAsync(FileGrievanceRequest request) =>
        AskAsync(Suppliers, options => grievances.FileGrievanceAsync(request, options));

    public Task<PublicAnswer<GetGrievanceStatusResponse>> StatusAsync(GetGrievanceStatusRequest request) =>
        AskAsync(Suppliers, options => grievances.GetGrievanceStatusAsync(request, options));

    public Task<PublicAnswer<SearchRegisterResponse>> SearchAsync(SearchRegisterRequest request) =>
        AskAsync(Suppliers, options => register.SearchRegisterAsync(request, options));

    public Task<PublicAnswer<GetRegisteredFacilityResponse>> FacilityAsync(string number) =>
        AskAsync(Suppliers, options => register.GetRegisteredFacilityAsync(
            new GetRegisteredFacilityRequest { Number = number }, options));

    public Task<PublicAnswer<GetRegisteredCertificateResponse>> CertificateAsync(string number) =>
        AskAsync(Suppliers, options => register.GetRegisteredCertificateAsync(
            new GetRegisteredCertificateRequest { Number = number }, options));

    public Task<PublicAnswer<VerifyCredentialResponse>> VerifyAsync(string credential) =>
        AskAsync(Suppliers, options => credentials.VerifyCredentialAsync(
            new VerifyCredentialRequest { Credential = credential }, options));

    /// <summary>Verifies the newest credential of a certificate.</summary>
    public async Task<PublicAnswer<VerifyCredentialResponse>> VerifyNewestAsync(string certificate)
    {
        var newest = await AskAsync(Suppliers, options => credentials.GetCredentialAsync(
            new GetCredentialRequest { Certificate = certificate }, options));
        return newest.Answer.Value is { } credential
            ? await VerifyAsync(credential.Data.ToStringUtf8())
            : new(new(newest.Answer.Service, newest.Answer.Trouble, null), newest.Faults);
    }

    public Task<PublicAnswer<FindDutyResponse>> FindDutyAsync(FindDutyRequest request) =>
        AskAsync(Tariffs, options => duties.FindDutyAsync(request, options));

    private async Task<PublicAnswer<T>> AskAsync<T>(string service, Func<CallOptions, AsyncUnaryCall<T>> call)
        where T : class
    {
        var aborted = current.HttpContext?.RequestAborted ?? CancellationToken.None;
        try
        {
            var options = new CallOptions(
                deadline: DateTime.UtcNow + PersonsCalls.AnswerMax, cancellationToken: aborted);
            return new(new(service, Trouble.None, await call(options)), new Dictionary<string, string>());
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.InvalidArgument)
        {
            IReadOnlyList<Violation> faults = refusal.GetRpcStatus()?.GetDetail<ViolationList>()?.Violations ?? [];
            return new(
                new(service, Trouble.Refused, null) { Refusal = refusal.Status.Detail, Faults = faults },
                faults.DistinctBy(fault => fault.Field).ToDictionary(fault => fault.Field, fault => fault.Rule));
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.NotFound)
        {
            return new(new(service, Trouble.NotFound, null), new Dictionary<string, string>());
        }
        catch (Exception failure) when (!aborted.IsCancellationRequested
            && failure is RpcException or HttpRequestException or OperationCanceledException)
        {
            return new(new(service, Trouble.Down, null), new Dictionary<string, string>());
        }
    }
}

internal static class PublicHosting
{
    internal static void AddPublicCalls(this WebApplicationBuilder builder)
    {
        builder.AddPersonsClient<GrievanceService.GrievanceServiceClient>("suppliers");
        builder.AddPersonsClient<RegisterService.RegisterServiceClient>("suppliers");
        builder.AddPersonsClient<CredentialService.CredentialServiceClient>("suppliers");
        builder.AddPersonsClient<DutyFinderService.DutyFinderServiceClient>("tariffs");
        builder.Services.AddScoped<PublicCalls>();
    }
}
