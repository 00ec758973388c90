using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Grievances;

/// <summary>What the pages of grievances ask and do, in the name of who is signed in.</summary>
internal sealed class GrievanceCalls(PersonsCalls calls, GrievanceService.GrievanceServiceClient grievances)
{
    private const string Service = "suppliers";
    private const int PageMax = 500;

    /// <summary>Grievances that a list takes at most.</summary>
    internal const int ListedMax = 2000;

    /// <summary>Those without an answer first, by the day for which it is promised.</summary>
    public async Task<Answer<List<Grievance>>> ListAsync(GrievanceFilter filter) => (await AllPages.AllAsync(
        token => calls.AskAsync(Service, options => grievances.ListGrievancesAsync(
            new() { State = filter.State, Overdue = filter.Overdue, PageSize = PageMax, PageToken = token }, options)),
        page => page.Grievances, page => page.NextPageToken, ListedMax))
        .Of(all => all.OrderBy(one => one.State == GrievanceState.Answered)
            .ThenBy(one => one.DueOn, StringComparer.Ordinal)
            .ThenBy(one => one.Number, StringComparer.Ordinal).ToList());

    public async Task<Answer<Grievance>> GetAsync(string number) => (await calls.AskAsync(Service,
        options => grievances.GetGrievanceAsync(new() { Number = number }, options))).Of(found => found.Grievance);

    /// <summary>What the complainant wrote; that it was read is recorded.</summary>
    public Task<Answer<ReadSubmissionResponse>> ReadAsync(string number, string? requestId) => calls.AskAsync(Service,
        options => grievances.ReadSubmissionAsync(new() { RequestId = requestId ?? "", Number = number }, options));

    /// <summary>Takes the step that the form asks for, once for its request id.</summary>
    public async Task<Answer<Grievance>> TakeAsync(string number, GrievanceDeedForm form)
    {
        var (id, text) = (form.RequestId ?? "", form.Text ?? "");
        return form.Deed switch
        {
            GrievanceDeed.Acknowledge => (await calls.AskAsync(Service, options => grievances.AcknowledgeGrievanceAsync(
                new() { RequestId = id, Number = number, Summary = text }, options))).Of(done => done.Grievance),
            GrievanceDeed.Examine => (await calls.AskAsync(Service, options => grievances.ExamineGrievanceAsync(
                new()
                {
                    RequestId = id,
                    Number = number,
                    Subject = text,
                    RequestAssessment = form.RequestAssessment,
                }, options))).Of(done => done.Grievance),
            GrievanceDeed.Answer => (await calls.AskAsync(Service, options => grievances.AnswerGrievanceAsync(
                new()
                {
                    RequestId = id,
                    Number = number,
                    Answer = text,
                    Outcome = form.Outcome,
                    Language = form.Language?.Trim() ?? "",
                }, options))).Of(done => done.Grievance),
            _ => (await calls.AskAsync(Service, options => grievances.EraseSubmissionAsync(
                new() { RequestId = id, Number = number, Reason = text }, options))).Of(done => done.Grievance),
        };
    }
}
