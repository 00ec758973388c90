using CrmClub.Contracts.Membership.V1;
using Grpc.Core;

namespace CrmClub.Membership.Notices;

/// <summary>What the club makes known, on the wire.</summary>
internal sealed class NoticeEndpoint(PublishedNotices notices) : NoticeService.NoticeServiceBase
{
    public override Task<ListNoticesResponse> ListNotices(ListNoticesRequest request, ServerCallContext context) =>
        Task.FromResult(ReadNotices.Answer(notices.All, request));

    public override Task<GetNoticeResponse> GetNotice(GetNoticeRequest request, ServerCallContext context) =>
        Task.FromResult(ReadNotices.Answer(notices.All, request));
}
