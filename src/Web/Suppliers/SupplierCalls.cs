using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Suppliers;

/// <summary>What the secretariat's pages of suppliers ask and do, in the name of who is signed in.</summary>
internal sealed class SupplierCalls(
    PersonsCalls calls, SupplierService.SupplierServiceClient suppliers,
    AssessmentService.AssessmentServiceClient assessments, BalanceService.BalanceServiceClient balances)
{
    private const string Service = "suppliers";
    private const int PageMax = 500;

    /// <summary>Facilities and certificates that a list takes at most; what is beyond is found by a filter.</summary>
    internal const int ListedMax = 2000;

    public Task<Answer<GetFacilityResponse>> FacilityAsync(string number, string day) => calls.AskAsync(Service,
        options => suppliers.GetFacilityAsync(new GetFacilityRequest { Number = number, AsOf = day }, options));

    public Task<Answer<GetCertificateResponse>> CertificateAsync(string number, string day) => calls.AskAsync(Service,
        options => suppliers.GetCertificateAsync(new GetCertificateRequest { Number = number, AsOf = day }, options));

    /// <summary>The newest version of every certificate.</summary>
    public Task<Answer<List<Certificate>>> CertificatesAsync() => AllPages.AllAsync(
        token => calls.AskAsync(Service, options => suppliers.ListCertificatesAsync(
            new() { PageSize = PageMax, PageToken = token }, options)),
        page => page.Certificates, page => page.NextPageToken, ListedMax);

    public Task<Answer<List<Facility>>> FacilitiesAsync() => AllPages.AllAsync(
        token => calls.AskAsync(Service, options => suppliers.ListFacilitiesAsync(
            new() { PageSize = PageMax, PageToken = token }, options)),
        page => page.Facilities, page => page.NextPageToken, ListedMax);

    /// <summary>Changes that wait for their second pair of eyes, newest first.</summary>
    public Task<Answer<ListCertificateChangesResponse>> WaitingAsync() => ChangesAsync("", waiting: true);

    /// <summary>Changes of a certificate, newest first: who prepared each, and who approved it.</summary>
    public Task<Answer<ListCertificateChangesResponse>> ChangesAsync(string certificate, bool waiting) =>
        calls.AskAsync(Service, options => suppliers.ListCertificateChangesAsync(
            new() { Certificate = certificate, Waiting = waiting, PageSize = PageMax }, options));

    public Task<Answer<GetBalanceResponse>> BalanceAsync(string facility) => calls.AskAsync(Service,
        options => balances.GetBalanceAsync(new GetBalanceRequest { Facility = facility }, options));

    /// <summary>Claims of this year.</summary>
    public Task<Answer<ListClaimsResponse>> ClaimsAsync(string facility) => calls.AskAsync(Service,
        options => balances.ListClaimsAsync(new() { Facility = facility, PageSize = PageMax }, options));

    public Task<Answer<ListAssessmentsResponse>> AssessmentsAsync(string facility) => calls.AskAsync(Service,
        options => assessments.ListAssessmentsAsync(new() { Facility = facility, PageSize = PageMax }, options));

    /// <summary>Surveillances of a certificate; of all that are due soon where none is named.</summary>
    public Task<Answer<ListSurveillanceResponse>> SurveillanceAsync(string certificate) => calls.AskAsync(Service,
        options => assessments.ListSurveillanceAsync(new() { Certificate = certificate, PageSize = PageMax }, options));

    /// <summary>First pair of eyes: what the form asks for is drafted, once for its request id.</summary>
    public Task<Answer<CertificateChange>> PrepareAsync(string certificate, CertificateForm form)
    {
        var (id, day, reason) = (form.RequestId ?? "", form.Day?.Trim() ?? "", form.Reason?.Trim() ?? "");
        return form.Deed switch
        {
            CertificateDeed.Suspend => ChangeOf(options => suppliers.PrepareSuspensionAsync(new()
            {
                RequestId = id,
                Certificate = certificate,
                EffectiveDay = day,
                Reason = reason,
                Ground = Enum.TryParse<SuspensionGround>(form.Ground, out var ground) ? ground : default,
            }, options), done => done.Change),
            CertificateDeed.Lift => ChangeOf(options => suppliers.PrepareLiftingAsync(new()
            {
                RequestId = id,
                Certificate = certificate,
                EffectiveDay = day,
                Reason = reason,
            }, options), done => done.Change),
            _ => ChangeOf(options => suppliers.PrepareRevocationAsync(new()
            {
                RequestId = id,
                Certificate = certificate,
                EffectiveDay = day,
                Reason = reason,
                Ground = Enum.TryParse<RevocationGround>(form.Ground, out var ground) ? ground : default,
            }, options), done => done.Change),
        };
    }

    /// <summary>First pair of eyes: a certificate by an assessment, with its level and its scope.</summary>
    public Task<Answer<CertificateChange>> IssueAsync(FacilityAssessment assessment, IssueForm form) =>
        ChangeOf(options => suppliers.PrepareCertificateAsync(new PrepareCertificateRequest
        {
            RequestId = form.RequestId ?? "",
            Facility = assessment.Facility,
            Level = assessment.Level,
            Scopes = { assessment.Scopes.Select(one => new Scope { Material = one.Material, Stage = one.Stage }) },
            ValidFrom = form.Day?.Trim() ?? "",
            Reason = form.Reason?.Trim() ?? "",
            Replaces = form.Replaces ?? "",
            Assessment = assessment.Number,
        }, options), done => done.Change);

    /// <summary>Second pair of eyes: the change takes effect.</summary>
    public Task<Answer<CertificateChange>> ApproveAsync(string change, string requestId) =>
        ChangeOf(options => suppliers.ApproveChangeAsync(
            new ApproveChangeRequest { RequestId = requestId, ChangeId = change }, options), done => done.Change);

    private async Task<Answer<CertificateChange>> ChangeOf<T>(
        Func<Grpc.Core.CallOptions, Grpc.Core.AsyncUnaryCall<T>> call, Func<T, CertificateChange> take)
        where T : class => (await calls.AskAsync(Service, call)).Of(take);
}
