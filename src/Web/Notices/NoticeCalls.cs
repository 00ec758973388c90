using CrmClub.Contracts.Membership.V1;
using CrmClub.Web.Calls;

namespace CrmClub.Web.Notices;

/// <summary>What the pages of notices ask and do, in the name of who is signed in.</summary>
internal sealed class NoticeCalls(
    PersonsCalls calls, Members.MembershipCalls members, NoticeService.NoticeServiceClient notices,
    MembershipService.MembershipServiceClient membership)
{
    private const string Service = "membership";
    private const int PageMax = 500;
    private const int NewestMax = 50;

    /// <summary>Notices that a list takes at most, the newest.</summary>
    internal const int ListedMax = 2000;

    /// <summary>Newest first.</summary>
    public Task<Answer<List<Notice>>> ListAsync(NoticeKind kind) => AllPages.AllAsync(
        token => calls.AskAsync(Service, options => notices.ListNoticesAsync(
            new() { Kind = kind, PageSize = PageMax, PageToken = token }, options)),
        page => page.Notices, page => page.NextPageToken, ListedMax);

    /// <summary>The newest, on one page.</summary>
    public Task<Answer<ListNoticesResponse>> NewestAsync() => calls.AskAsync(Service,
        options => notices.ListNoticesAsync(new() { PageSize = NewestMax }, options));

    public Task<Answer<GetNoticeResponse>> GetAsync(string number) => calls.AskAsync(Service,
        options => notices.GetNoticeAsync(new() { Number = number }, options));

    /// <summary>Notices that wait to be published, oldest first.</summary>
    public async Task<Answer<List<Change>>> WaitingAsync() => (await members.ChangesAsync(ChangeState.Prepared))
        .Of(found => found.Where(one => one.Notice is not null).ToList());

    /// <summary>First pair of eyes: what is written waits to be published, once for the form's request id.</summary>
    public async Task<Answer<Change>> PrepareAsync(NoticeForm form) => (await calls.AskAsync(Service,
        options => membership.PrepareChangeAsync(
            new() { RequestId = form.RequestId ?? "", Change = form.Read() }, options)))
        .Of(done => done.Change);

    /// <summary>Second pair of eyes.</summary>
    public async Task<Answer<Change>> DecideAsync(string id, NoticeDecisionForm form) => form.Publish
        ? (await calls.AskAsync(Service, options => membership.ApproveChangeAsync(
            new() { RequestId = form.RequestId ?? "", ChangeId = id }, options))).Of(done => done.Change)
        : (await calls.AskAsync(Service, options => membership.RejectChangeAsync(
            new() { RequestId = form.RequestId ?? "", ChangeId = id, Reason = form.Reason?.Trim() ?? "" }, options)))
            .Of(done => done.Change);
}
