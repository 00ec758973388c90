using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>notice list|show|prepare|publish</c>: what the club makes known to everybody.</summary>
internal static class NoticeCommand
{
    public static Command Create() => new Command("notice", "Reads what the club makes known, and publishes it.")
        .With(List(), Show(), Prepare(), Publish());

    private static Command List()
    {
        var kind = new Option<string?>("--kind") { Description = "Only those of this kind" };
        kind.AcceptOnlyFromAmong([.. Choices.Of<NoticeKind>()]);
        return new ClubCommand("list",
            "Lists the notices, newest first.", "crmclub notice list --kind membership").With(kind)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new ListNoticesRequest { PageSize = 500 };
                if (invocation.Get(kind) is { } asked) request.Kind = Choices.Parse<NoticeKind>(asked);
                var notices = new List<Notice>();
                do
                {
                    var page = await invocation.CallAsync(client, o => client.Notices.ListNoticesAsync(request, o));
                    notices.AddRange(page.Notices);
                    request.PageToken = page.NextPageToken;
                }
                while (request.PageToken.Length > 0);
                if (invocation.Json)
                {
                    foreach (var notice in notices) invocation.Out.JsonLine(notice);
                    return ExitCodes.Done;
                }

                invocation.Out.Table(["number", "day", "kind", "title", "corrects"], [.. notices.Select(notice => new[]
                {
                    notice.Number, notice.PublishedOn, Figures.Words(notice.Kind), notice.TitleEn, notice.Corrects,
                })]);
                return ExitCodes.Done;
            });
    }

    private static Command Show()
    {
        var number = new Argument<string>("NOTICE") { Description = "The notice's number" };
        return new ClubCommand("show",
            "Shows a notice in both languages, and what corrects it.", "crmclub notice show N-2026-0001").With(number)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetNoticeRequest { Number = invocation.Get(number) };
                var response = await invocation.CallAsync(client, o => client.Notices.GetNoticeAsync(request, o));
                if (invocation.Json) invocation.Out.Document(response);
                else Write(invocation, response);
                return ExitCodes.Done;
            });
    }

    private static Command Prepare()
    {
        var kind = new Option<string>("--kind") { Description = "What it is about", Required = true };
        kind.AcceptOnlyFromAmong([.. Choices.Of<NoticeKind>()]);
        var titleEn = Needed("--title", "Title in English");
        var titleJa = Needed("--title-ja", "Title in Japanese");
        var textEn = Needed("--text", "Text in English");
        var textJa = Needed("--text-ja", "Text in Japanese");
        var corrects = new Option<string?>("--corrects")
        {
            Description = "Number of the notice that it corrects",
            HelpName = "NOTICE",
        };
        var reason = Needed("--reason", "Why, in a sentence");
        return new ClubCommand("prepare",
            "Prepares a notice; another person publishes it.",
            "crmclub notice prepare --kind general --title \"Office hours\" --title-ja 執務時間 "
            + "--text \"The secretariat is closed on 4 January.\" --text-ja 事務局は1月4日は休業します。 "
            + "--reason \"Calendar\"")
            .With(kind, titleEn, titleJa, textEn, textJa, corrects, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new PrepareChangeRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Change = new Change
                    {
                        Notice = new Notice
                        {
                            Kind = Choices.Parse<NoticeKind>(invocation.Get(kind)!),
                            TitleEn = invocation.Get(titleEn)!,
                            TitleJa = invocation.Get(titleJa)!,
                            TextEn = invocation.Get(textEn)!,
                            TextJa = invocation.Get(textJa)!,
                            Corrects = invocation.Get(corrects) ?? "",
                        },
                        Reason = invocation.Get(reason)!,
                    },
                };
                var response = await invocation.CallAsync(
                    client, o => client.Membership.PrepareChangeAsync(request, o));
                if (invocation.Json) invocation.Out.Document(response.Change);
                else invocation.Out.Line(
                    $"Waits for a second pair of eyes: crmclub notice publish {response.Change.Id}");
                return ExitCodes.Done;
            });
    }

    private static Command Publish()
    {
        var change = new Argument<string>("CHANGE") { Description = "Id of the prepared notice" };
        return new ClubCommand("publish",
            "Publishes a prepared notice. Its author is refused; once published it is never changed.",
            "crmclub notice publish 0193e5c1-7a4e-7c7a-9d53-0e8a4b1c2d3e").With(change).Runs(async invocation =>
            {
                var published = await MemberChanges.ApproveAsync(invocation, invocation.Get(change)!);
                if (invocation.Json) invocation.Out.Document(published);
                else invocation.Out.Line($"Published: {published.Notice?.Number}");
                return ExitCodes.Done;
            });
    }

    private static void Write(Invocation invocation, GetNoticeResponse response)
    {
        var (notice, output) = (response.Notice, invocation.Out);
        output.Line(output.Bold($"{notice.Number} · {notice.PublishedOn} · {Figures.Words(notice.Kind)}"));
        if (notice.Corrects.Length > 0)
            output.Line($"Corrects {notice.Corrects}");
        if (response.CorrectedBy.Count > 0)
            output.Line(output.Bad($"Corrected by {string.Join(", ", response.CorrectedBy)}"));
        foreach (var (title, text) in new[] { (notice.TitleEn, notice.TextEn), (notice.TitleJa, notice.TextJa) })
        {
            output.Line();
            output.Line(output.Bold(title));
            output.Line(text);
        }
    }

    private static Option<string> Needed(string name, string description) =>
        new(name) { Description = description, Required = true, HelpName = "TEXT" };
}
