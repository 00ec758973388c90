using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Quotas;

/// <summary>What the pages of quotas ask and do, in the name of who is signed in.</summary>
internal sealed class QuotaCalls(PersonsCalls calls, QuotaService.QuotaServiceClient quotas)
{
    private const string Service = "tariffs";
    private const int PageMax = 500;

    public Task<Answer<ListQuotasResponse>> ListAsync(string? after) => calls.AskAsync(Service,
        options => quotas.ListQuotasAsync(new() { PageSize = PageMax, PageToken = after ?? "" }, options));

    public Task<Answer<GetQuotaResponse>> GetAsync(string orderNumber) => calls.AskAsync(Service,
        options => quotas.GetQuotaAsync(new GetQuotaRequest { OrderNumber = orderNumber }, options));

    /// <summary>Blocks, suspends or opens a quota, once for the form's request id.</summary>
    public Task<Answer<ChangeQuotaStateResponse>> ChangeAsync(string orderNumber, QuotaStateForm form) =>
        calls.AskAsync(Service, options => quotas.ChangeQuotaStateAsync(new ChangeQuotaStateRequest
        {
            RequestId = form.RequestId ?? "",
            OrderNumber = orderNumber,
            State = form.State,
            Reason = form.Reason?.Trim() ?? "",
        }, options));
}

/// <summary>Another state of a quota, as it is asked for on a page.</summary>
internal sealed class QuotaStateForm
{
    /// <summary>Given with the page, so that a form that is sent twice has one effect.</summary>
    public string? RequestId { get; set; }

    public QuotaState State { get; set; }

    public string? Reason { get; set; }
}
