using CrmClub.Contracts.Declarations.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Risk;

/// <summary>What the pages of risk profiles ask and do, in the name of who is signed in.</summary>
internal sealed class RiskCalls(PersonsCalls calls, ControlService.ControlServiceClient controls)
{
    private const string Service = "declarations";

    public Task<Answer<ListRiskProfilesResponse>> ListAsync() =>
        calls.AskAsync(Service, options => controls.ListRiskProfilesAsync(new(), options));

    public Task<Answer<GetRiskProfileResponse>> GetAsync(string id) =>
        calls.AskAsync(Service, options => controls.GetRiskProfileAsync(new() { Id = id }, options));

    /// <param name="from">First month, YYYY-MM; empty means eleven before the last.</param>
    /// <param name="to">Last month; empty means this one.</param>
    public Task<Answer<GetControlRatesResponse>> RatesAsync(string? from, string? to) => calls.AskAsync(Service,
        options => controls.GetControlRatesAsync(new() { FromMonth = from ?? "", ToMonth = to ?? "" }, options));

    public async Task<Answer<RiskProfile>> ProposeAsync(string? requestId, RiskProfileDraft draft) =>
        (await calls.AskAsync(Service, options => controls.ProposeRiskProfileAsync(
            new() { RequestId = requestId ?? "", Draft = draft }, options))).Of(done => done.Profile);

    /// <summary>Takes the step that the form asks for, once for its request id.</summary>
    public async Task<Answer<RiskProfile>> TakeAsync(string id, RiskDeedForm form)
    {
        var request = form.RequestId ?? "";
        return form.Deed switch
        {
            RiskDeed.Try => (await calls.AskAsync(Service, options => controls.TryRiskProfileAsync(
                new()
                {
                    RequestId = request,
                    Id = id,
                    FromDay = form.From?.Trim() ?? "",
                    ToDay = form.To?.Trim() ?? "",
                }, options))).Of(done => done.Profile),
            RiskDeed.Approve => (await calls.AskAsync(Service, options => controls.ApproveRiskProfileAsync(
                new() { RequestId = request, Id = id, ContentHash = form.ContentHash ?? "" }, options)))
                .Of(done => done.Profile),
            _ => (await calls.AskAsync(Service, options => controls.EndRiskProfileAsync(
                new() { RequestId = request, Id = id }, options))).Of(done => done.Profile),
        };
    }
}
