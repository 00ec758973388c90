using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmClub.Web.Tests;

/// <summary>More notices than a feed shows at once; the newest corrects another.</summary>
internal sealed class StubNotices : NoticeService.NoticeServiceBase
{
    internal const int Count = 60;

    /// <summary>As if Membership were down.</summary>
    internal static bool IsDown { get; set; }

    /// <summary>The token of the last call.</summary>
    internal static string Token { get; private set; } = "";

    public override Task<ListNoticesResponse> ListNotices(ListNoticesRequest request, ServerCallContext context)
    {
        Token = context.RequestHeaders.GetValue("authorization") ?? "";
        if (IsDown)
            throw new RpcException(new Status(StatusCode.Internal, "Down."));
        var faults = new Violations();
        var page = Page.Read(request, faults);
        if (faults.Count > 0)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "No such page."));
        var from = page.After is null ? Count : int.Parse(page.After) - 1;
        var read = Enumerable.Range(0, from).Select(place => Of(from - place)).Take(page.Size + 1).ToList();
        var (notices, next) = page.Cut(read, notice => $"{int.Parse(notice.Number[^4..])}");
        return Task.FromResult(new ListNoticesResponse { Notices = { notices }, NextPageToken = next });
    }

    public override Task<GetNoticeResponse> GetNotice(GetNoticeRequest request, ServerCallContext context) =>
        request.Number == "N-2026-0003"
            ? Task.FromResult(new GetNoticeResponse { Notice = Of(3), CorrectedBy = { "N-2026-0060" } })
            : throw new RpcException(new Status(StatusCode.NotFound, "None."));

    private static Notice Of(int number) => new()
    {
        Number = $"N-2026-{number:0000}",
        Kind = NoticeKind.Outage,
        TitleEn = $"Outage <{number}> & \"more\"",
        TitleJa = $"障害{number}",
        TextEn = "First paragraph.\nSecond <b>paragraph</b>.",
        TextJa = "本文",
        Corrects = number == Count ? "N-2026-0003" : "",
        PublishedOn = "2026-02-01",
        RecordedAt = Timestamp.FromDateTime(new DateTime(2026, 2, 1, 9, 0, 0, DateTimeKind.Utc).AddMinutes(number)),
    };
}
