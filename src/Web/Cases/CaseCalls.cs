using CrmClub.Contracts.Declarations.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Cases;

/// <summary>What the pages of cases ask, in the name of who is signed in.</summary>
internal sealed class CaseCalls(
    PersonsCalls calls, DeclarationService.DeclarationServiceClient declarations,
    AdjustmentService.AdjustmentServiceClient adjustments)
{
    /// <summary>Cases that a page takes at most; what is beyond is found by a filter.</summary>
    internal const int ListedMax = 2000;

    private const string Service = "declarations";
    private const int PageMax = 500;

    /// <summary>The newest of which the filter may hold.</summary>
    public Task<Answer<List<Adjustment>>> ListAsync(CaseFilter filter, int max = ListedMax) => AllPages.AllAsync(
        token => calls.AskAsync(Service,
            options => declarations.ListAdjustmentsAsync(filter.Request(token, PageMax), options)),
        page => page.Adjustments, page => page.NextPageToken, max);

    public Task<Answer<GetAdjustmentResponse>> GetAsync(string id) => calls.AskAsync(Service,
        options => adjustments.GetAdjustmentAsync(new GetAdjustmentRequest { Id = id }, options));

    /// <summary>Takes the step that the form asks for, once for its request id.</summary>
    public async Task<Answer<Adjustment>> TakeAsync(Adjustment adjustment, CaseForm form) => (await calls.AskAsync(
        Service, options => adjustments.ReportAdjustmentAsync(
            new() { RequestId = form.RequestId ?? "", Id = adjustment.Id, Step = form.Read(adjustment.Difference) },
            options))).Of(done => done.Adjustment);

    /// <summary>The newest reassessments.</summary>
    public Task<Answer<ListReassessmentsResponse>> ReassessmentsAsync() => calls.AskAsync(Service,
        options => adjustments.ListReassessmentsAsync(new() { PageSize = PageMax }, options));
}
