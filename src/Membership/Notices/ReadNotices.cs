using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Membership.Notices;

/// <summary>Notices as they were published. Pure.</summary>
internal static class ReadNotices
{
    public static GetNoticeResponse Answer(IReadOnlyList<Notice> all, GetNoticeRequest request) => new()
    {
        Notice = all.FirstOrDefault(notice => notice.Number == request.Number)
            ?? throw new ClubException(ErrorReason.NotFound, "There is no such notice."),
        CorrectedBy =
        {
            all.Where(notice => notice.Corrects.Length > 0 && notice.Corrects == request.Number)
                .Select(notice => notice.Number),
        },
    };

    public static ListNoticesResponse Answer(IReadOnlyList<Notice> all, ListNoticesRequest request)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var read = all.Reverse()
            .Where(notice => request.Kind == NoticeKind.Unspecified || notice.Kind == request.Kind)
            .SkipWhile(notice => page.After is not null && notice.Number != page.After)
            .Skip(page.After is null ? 0 : 1)
            .Take(page.Size + 1).ToList();
        var (notices, next) = page.Cut(read, notice => notice.Number);
        return new ListNoticesResponse { Notices = { notices }, NextPageToken = next };
    }
}
