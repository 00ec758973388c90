using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>declaration show|list|arrivals|case|report|watch|recompute</c>.</summary>
internal static class DeclarationCommand
{
    private const int PageSize = 500;

    public static Command Create() => new Command(
        "declaration", "Shows and follows declarations, reports what becomes of them, and decides them again.")
        .With(Show(), List(), DeclarationArrivals.Create(), DeclarationCase.Create(), DeclarationReports.Create(),
            DeclarationWatching.Create(), Recompute());

    private static Command Show()
    {
        var mrn = new Argument<string?>("MRN")
        {
            Description = "Its master reference number (default: that of the newest)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var revision = new Option<int>("--revision") { Description = "Revision to explain (default: the newest)" };
        return new ClubCommand("show",
            "Shows a declaration with its derivation, its revisions and proposed adjustments.",
            """
            crmclub declaration show
            crmclub declaration show --revision 1
            """).With(mrn, revision).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetDeclarationRequest
                {
                    Mrn = invocation.Get(mrn) ?? await NewestAsync(invocation, client),
                    Revision = invocation.Get(revision),
                };
                var found = await invocation.CallAsync(
                    client, o => client.Declarations.GetDeclarationAsync(request, o));
                if (invocation.Json) invocation.Out.Document(found);
                else Write(invocation.Out, found);
                return ExitCodes.Done;
            });
    }

    public static async Task<string> NewestAsync(Invocation invocation, ClubClient client)
    {
        var request = new ListDeclarationsRequest { PageSize = 1 };
        var page = await invocation.CallAsync(client, o => client.Declarations.ListDeclarationsAsync(request, o));
        return page.Declarations.FirstOrDefault()?.Mrn
            ?? throw new CliException(ExitCodes.NotFound, "There is no declaration yet.",
                "Send one with: crmclub declare data/examples/declaration.json");
    }

    private static void Write(Printer output, GetDeclarationResponse found)
    {
        DerivationText.Write(output, found.Answer, found.Declaration);
        output.Line();
        output.Table(["revision", "duty", "decided", "cause"], [.. found.Revisions.Select(r => new[]
        {
            $"{r.Revision}", Figures.Of(r.Duty), $"{r.DecidedAt?.ToDateTime():yyyy-MM-dd HH:mm:ss}Z", r.Cause,
        })], 0, 1);
        foreach (var report in found.Reports) output.Line(DeclarationReports.Line(report));
        foreach (var adjustment in found.Adjustments)
            output.Line($"Adjustment: {AdjustmentCommand.Line(adjustment)}");
        if (found.Claimed?.Amount != found.Revisions[^1].Duty.Amount)
            output.Line($"Claimed: {Figures.Of(found.Claimed)}");
    }

    private static Command List()
    {
        var from = new Option<string?>("--from") { Description = "Accepted on or after this day", HelpName = "DAY" };
        var to = new Option<string?>("--to") { Description = "Accepted before this day", HelpName = "DAY" };
        var limit = new Option<int>("--limit")
        {
            Description = "At most so many (default: 100; 0: all)",
            DefaultValueFactory = _ => 100,
        };
        var administration = new Option<string?>("--administration")
        {
            Description = "Only this administration's",
            HelpName = "CODE",
        };
        return new ClubCommand("list",
            "Lists declarations, newest first.",
            """
            crmclub declaration list --limit 10
            """).With(from, to, administration, limit).Runs(async invocation =>
            {
                var max = invocation.Get(limit) is > 0 and var given ? given : int.MaxValue;
                using var client = invocation.Open(Identity.Reader);
                var request = new ListDeclarationsRequest
                {
                    Administration = invocation.Get(administration) ?? "",
                    AcceptedFrom = invocation.Get(from) ?? invocation.OnText,
                    AcceptedTo = invocation.Get(to) ?? DayAfter(invocation),
                    PageSize = Math.Min(max, PageSize),
                };
                var left = max;
                do
                {
                    var page = await invocation.CallAsync(
                        client, o => client.Declarations.ListDeclarationsAsync(request, o));
                    Write(invocation, page.Declarations.Take(left));
                    left -= page.Declarations.Count;
                    request.PageToken = page.NextPageToken;
                }
                while (left > 0 && request.PageToken.Length > 0);
                return ExitCodes.Done;
            });
    }

    private static string DayAfter(Invocation invocation) =>
        invocation.Get(GlobalOptions.On) is { } day ? Club.LegalDay.Text(day.AddDays(1)) : "";

    private static void Write(Invocation invocation, IEnumerable<DeclarationAnswer> declarations)
    {
        foreach (var declaration in declarations)
        {
            if (invocation.Json) invocation.Out.JsonLine(declaration);
            else
                invocation.Out.Line($"{declaration.Mrn,-Mrn.Length}  {declaration.AcceptanceDay,-10}  "
                    + $"{declaration.Lrn,-22}  revision {declaration.Revision}  {Figures.Of(declaration.Duty),20}  "
                    + $"{DeclarationReports.Name(declaration.State)}");
        }
    }

    private static Command Recompute() => new ClubCommand("recompute",
        "Decides every stored declaration again from what it cites, and counts what comes out otherwise.",
        """
        crmclub declaration recompute
        """).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new RecomputeDeclarationsRequest();
            var stream = client.StreamAsync(
                o => client.Declarations.RecomputeDeclarations(request, o), invocation.Cancel);
            RecomputeDeclarationsResponse? last = null;
            await foreach (var progress in stream) last = progress;
            if (last is not { Done: true })
                throw new CliException(ExitCodes.Unreachable, "The club broke off before it had decided all again.");
            if (invocation.Json)
                invocation.Out.Values(new { @checked = last.Checked, different = last.Different, last.Differing });
            else
                invocation.Out.Line($"checked {last.Checked}, different {last.Different}");
            if (last.Different == 0) return ExitCodes.Done;
            foreach (var differing in last.Differing) Failures.Say($"{differing} comes out otherwise.", "");
            return ExitCodes.No;
        });
}
