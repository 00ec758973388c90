using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>declaration watch</c>.</summary>
internal static class DeclarationWatching
{
    public static Command Create()
    {
        var cursor = new Option<string>("--cursor")
        {
            Description = "Go on behind this one (default: from the first)",
            DefaultValueFactory = _ => "",
        };
        var fromNow = new Option<bool>("--from-now") { Description = "Without a cursor: only what comes from now on" };
        var count = new Option<int>("--count") { Description = "End after so many (default: never)" };
        var anchors = new Option<string?>("--anchors")
        {
            Description = "File to which signed tree heads are added, for `audit verify --anchor`",
            HelpName = "FILE",
        };
        return new ClubCommand("watch",
            "Follows what is recorded: decisions, reports, adjustments, outages, notices of the club, with cursors.",
            """
            crmclub declaration watch --count 3
            """).With(cursor, fromNow, count, anchors).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var left = invocation.Get(count) is > 0 and var given ? given : int.MaxValue;
                var watch = client.WatchDeclarationsAsync(
                    invocation.Get(cursor)!, invocation.Get(fromNow),
                    invocation.Get(anchors) is { } file ? new AnchorFile(file).Keep : null, invocation.Cancel);
                await foreach (var message in watch)
                {
                    if (invocation.Json) invocation.Out.JsonLine(message);
                    else invocation.Out.Line($"{message.Cursor}  {What(message)}");
                    if (--left == 0) break;
                }
                return ExitCodes.Done;
            });
    }

    private static string What(WatchDeclarationsResponse message) => message switch
    {
        { Declaration: { } decided } =>
            $"{decided.Mrn}  revision {decided.Revision}  {Figures.Of(decided.Duty)}  {decided.Cause}",
        { Report: { } report } => $"{report.Mrn}  {report.Report.KindCase}, {report.State}",
        { Adjustment: { } adjustment } =>
            $"{adjustment.Mrn}  adjustment of {Figures.Of(adjustment.Difference)}  {adjustment.Cause}",
        { AdjustmentReport: { } report } => $"{report.Mrn}  adjustment, step {AdjustmentCommand.Line(report)}",
        { Outage: { EndedAt: null } outage } => $"outage {outage.Number} of {Whose(outage)}: {outage.Reason}",
        { Outage: { } outage } => $"outage {outage.Number} of {Whose(outage)} is over",
        { Notice: { } notice } => $"notice {notice.Number} of {notice.PublishedOn}: {notice.TitleEn}",
        _ => "",
    };

    private static string Whose(Outage outage) => outage.Administration is { Length: > 0 } code ? code : "the club";
}
