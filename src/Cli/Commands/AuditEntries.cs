using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Journal.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>audit entries</c>: who did what to what, in a service's journal.</summary>
internal static class AuditEntries
{
    private const int PageMax = 500;

    public static Command Create()
    {
        var service = new Option<string>("--service")
        {
            Description = "The service whose journal is read",
            DefaultValueFactory = _ => "declarations",
        };
        service.AcceptOnlyFromAmong("membership", "tariffs", "suppliers", "declarations");
        var actor = new Option<string?>("--actor") { Description = "Only by this person or system", HelpName = "ID" };
        var subject = new Option<string?>("--subject")
        {
            Description = "Only about this, for instance a certificate's number",
            HelpName = "NAME",
        };
        var limit = new Option<int>("--limit")
        {
            Description = "At most so many, the newest",
            DefaultValueFactory = _ => 50,
            HelpName = "N",
        };
        return new ClubCommand("entries",
            "Lists who did what to what and when, newest first, without what was said.",
            "crmclub audit entries --service suppliers --subject CRM-2026-000001").With(service, actor, subject, limit)
            .Runs(async invocation =>
            {
                var (named, max) = (invocation.Get(service)!, invocation.Get(limit));
                var request = new ListEntriesRequest
                {
                    Actor = invocation.Get(actor) ?? "",
                    Subject = invocation.Get(subject) ?? "",
                    PageSize = PageMax,
                };
                using var client = invocation.Open(Identity.Reader);
                var entries = new List<EntryHead>();
                do
                {
                    var page = await invocation.CallAsync(client, options =>
                    {
                        options.Headers!.Add("crmclub-service", named);
                        return client.Audit.ListEntriesAsync(request, options);
                    });
                    entries.AddRange(page.Entries);
                    request.PageToken = page.NextPageToken;
                }
                while (request.PageToken.Length > 0 && entries.Count < max);
                Write(invocation, entries.Take(max));
                return ExitCodes.Done;
            });
    }

    private static void Write(Invocation invocation, IEnumerable<EntryHead> entries)
    {
        if (invocation.Json)
        {
            foreach (var entry in entries) invocation.Out.JsonLine(entry);
            return;
        }

        invocation.Out.Table(["seq", "at", "actor", "kind", "subject", "day"], [.. entries.Select(entry => new[]
        {
            $"{entry.Seq}", $"{entry.At.ToDateTime():yyyy-MM-dd HH:mm:ss}Z", entry.Actor,
            entry.Kind[(entry.Kind.LastIndexOf('.') + 1)..], entry.Subject, entry.EffectiveDay,
        })], 0);
    }
}
