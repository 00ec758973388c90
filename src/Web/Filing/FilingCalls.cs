using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Filing;

/// <summary>What suppliers and assessors ask and file, in the name of who is signed in.</summary>
internal sealed class FilingCalls(
    PersonsCalls calls, SupplierService.SupplierServiceClient suppliers,
    ApplicationService.ApplicationServiceClient applications, AssessmentService.AssessmentServiceClient assessments)
{
    private const string Service = "suppliers";
    private const int PageMax = 500;

    /// <summary>Applications or assessments that a list takes at most.</summary>
    private const int ListedMax = 2000;

    /// <summary>Facilities that are looked into one by one.</summary>
    private const int FacilitiesMax = 50;

    /// <summary>The facilities of the operators that the person may act for, each with operator and certificates.
    /// </summary>
    public async Task<Answer<List<GetFacilityResponse>>> FacilitiesAsync()
    {
        var own = await calls.AskAsync(Service,
            options => suppliers.ListFacilitiesAsync(new() { Own = true, PageSize = FacilitiesMax }, options));
        if (own.Value is not { } found)
            return own.Of<List<GetFacilityResponse>>(_ => []);
        var inside = await Task.WhenAll(found.Facilities.Select(one => FacilityAsync(one.Number)));
        return inside.FirstOrDefault(one => one.Value is null) is { } silent
            ? silent.Of<List<GetFacilityResponse>>(_ => [])
            : new(Service, Trouble.None, [.. inside.Select(one => one.Value!)]);
    }

    public Task<Answer<GetFacilityResponse>> FacilityAsync(string number) => calls.AskAsync(Service,
        options => suppliers.GetFacilityAsync(new() { Number = number }, options));

    /// <summary>Those that are the person's to see, oldest first.</summary>
    public Task<Answer<List<CertificationApplication>>> ApplicationsAsync() => AllPages.AllAsync(
        token => calls.AskAsync(Service, options => applications.ListApplicationsAsync(
            new() { PageSize = PageMax, PageToken = token }, options)),
        page => page.Applications, page => page.NextPageToken, ListedMax);

    public async Task<Answer<CertificationApplication>> ApplicationAsync(string number) => (await calls.AskAsync(
        Service, options => applications.GetApplicationAsync(new() { Number = number }, options)))
        .Of(found => found.Application);

    /// <summary>Those of the person's own operators or accredited bodies.</summary>
    public Task<Answer<List<FacilityAssessment>>> AssessmentsAsync() => AllPages.AllAsync(
        token => calls.AskAsync(Service, options => assessments.ListAssessmentsAsync(
            new() { Own = true, PageSize = PageMax, PageToken = token }, options)),
        page => page.Assessments, page => page.NextPageToken, ListedMax);

    public Task<Answer<GetAssessmentResponse>> AssessmentAsync(string number) => calls.AskAsync(Service,
        options => assessments.GetAssessmentAsync(new() { Number = number }, options));

    public async Task<Answer<AssessmentScheme>> SchemeAsync(string day) => (await calls.AskAsync(Service,
        options => assessments.GetSchemeAsync(new() { AsOf = day }, options))).Of(found => found.Scheme);

    /// <summary>Days of surveillance of the facilities' certificates that are issued or suspended.</summary>
    public async Task<List<(string Facility, Surveillance Day)>> SurveillancesAsync(
        IEnumerable<GetFacilityResponse> facilities)
    {
        var live = facilities.SelectMany(one => one.Certificates)
            .Where(one => one.State is CertificateState.Issued or CertificateState.Suspended);
        var answers = await Task.WhenAll(live.Select(async one => (one.Facility, Answer: await calls.AskAsync(Service,
            options => assessments.ListSurveillanceAsync(new() { Certificate = one.Number }, options)))));
        return
        [
            .. answers.SelectMany(one => (one.Answer.Value?.Surveillances ?? []).Select(day => (one.Facility, day))),
        ];
    }

    /// <summary>Facilities that were assessed, those of the newest assessments.</summary>
    public async Task<List<GetFacilityResponse>> AssessedAsync(IEnumerable<FacilityAssessment> assessed)
    {
        var facilities = await Task.WhenAll(assessed.Reverse().Select(one => one.Facility).Distinct()
            .Take(FacilitiesMax).Select(FacilityAsync));
        return [.. facilities.Select(one => one.Value).OfType<GetFacilityResponse>()];
    }

    /// <summary>Applies, once for the form's request id.</summary>
    public async Task<Answer<CertificationApplication>> FileAsync(ApplyForm form) => (await calls.AskAsync(Service,
        options => applications.FileApplicationAsync(form.Read(), options))).Of(done => done.Application);

    public async Task<Answer<CertificationApplication>> WithdrawAsync(string number, WithdrawForm form) =>
        (await calls.AskAsync(Service, options => applications.WithdrawApplicationAsync(
            new() { RequestId = form.RequestId ?? "", Number = number, Reason = form.Reason?.Trim() ?? "" }, options)))
        .Of(done => done.Application);

    /// <summary>Records what was found, once for the form's request id.</summary>
    public async Task<Answer<FacilityAssessment>> RecordAsync(AssessmentForm form) => (await calls.AskAsync(Service,
        options => assessments.RecordAssessmentAsync(form.Read(), options))).Of(done => done.Assessment);

    /// <summary>The level follows by the scheme's rule.</summary>
    public async Task<Answer<FacilityAssessment>> ConcludeAsync(string number, ConcludeForm form) =>
        (await calls.AskAsync(Service, options => assessments.ConcludeAssessmentAsync(
            new() { RequestId = form.RequestId ?? "", Number = number }, options))).Of(done => done.Assessment);
}
