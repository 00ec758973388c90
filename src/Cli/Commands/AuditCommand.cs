using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Journal.V1;
using Grpc.Core;

namespace CrmClub.Cli.Commands;

/// <summary><c>audit verify</c>: whether what is stored is what was recorded, in each service.</summary>
internal static class AuditCommand
{
    private static readonly string[] Services = ["membership", "tariffs", "suppliers", "declarations"];

    public static Command Create()
    {
        var anchor = new Option<string?>("--anchor")
        {
            Description = "Kept tree heads: a file of `declaration watch --anchors`, a receipt, a case file, or "
                + "what /.well-known/crmclub/heads showed, as file or address",
            HelpName = "FILE|URL",
        };
        var keys = new Option<string?>("--keys")
        {
            Description = "Public keys (JWK set), one of which must have signed each of them",
            HelpName = "FILE",
        };
        return new Command("audit", "Proves that the records are whole.").With(new ClubCommand("verify",
            "Recomputes each service's journal and compares its rows with the entries that made them; with tree heads "
            + "that were kept, also whether the journal was cut, altered or made anew since.",
            """
            crmclub audit verify
            """).With(anchor, keys).Runs(async invocation => await VerifyAsync(
                invocation,
                invocation.Get(anchor) is not { } kept ? [] : await AuditAnchors.ReadAsync(
                    kept, invocation.Get(keys) is { } given ? Documents.Keys(given) : null, invocation.Cancel))),
            AuditEntries.Create());
    }

    private static async Task<int> VerifyAsync(Invocation invocation, IReadOnlyList<TreeHead> anchors)
    {
        using var client = invocation.Open(Identity.Reader);
        var found = await AuditAnchors.CheckAsync(invocation, client, anchors);
        var results = await Task.WhenAll(Services.Select(s => VerifyAsync(client, s, invocation.Cancel)));
        var holds = results.All(r => r.Faults.Count == 0) && found.All(one => one.Holds);
        if (invocation.Json)
        {
            invocation.Out.Values(new
            {
                holds,
                services = Services.Zip(results, (service, r) => new
                {
                    service,
                    holds = r.Faults.Count == 0,
                    entriesChecked = r.EntriesChecked,
                    rowsChecked = r.RowsChecked,
                    root = Convert.ToHexStringLower(r.Root.Span),
                    faults = r.Faults.Select(f => new { f.Table, f.Key, f.Fault }),
                }),
                anchors = found.Select(one => new
                {
                    one.Anchor.Service,
                    one.Anchor.Epoch,
                    one.Anchor.Size,
                    one.Anchor.Root,
                    verdict = one.Verdict.ToString(),
                }),
            });
        }
        else
        {
            var rows = Services.Zip(results, (s, r) => new[]
            {
                s, r.Faults.Count == 0 ? "holds" : "BROKEN", $"{r.EntriesChecked}", $"{r.RowsChecked}",
                Convert.ToHexStringLower(r.Root.Span),
            });
            invocation.Out.Table(["service", "audit", "entries", "rows", "root"], [.. rows], 2, 3);
            if (found.Count > 0)
                invocation.Out.Line($"Of {found.Count} kept tree heads {found.Count(one => one.Holds)} hold.");
            invocation.Out.Line(holds ? "The records are whole." : "The records are not whole.");
        }
        foreach (var (service, result) in Services.Zip(results))
        {
            foreach (var fault in result.Faults)
                Failures.Say($"{service}.{fault.Table} {fault.Key}: {fault.Fault}", "");
        }
        foreach (var one in found.Where(one => !one.Holds))
            Failures.Say(one.Sentence, "");
        return holds ? ExitCodes.Done : ExitCodes.No;
    }

    private static async Task<VerifyAuditResult> VerifyAsync(
        ClubClient client, string service, CancellationToken cancel)
    {
        VerifyAuditResult? result = null;
        var stream = client.StreamAsync(options =>
        {
            options.Headers!.Add("crmclub-service", service);
            return client.Audit.VerifyAudit(new VerifyAuditRequest(), options);
        }, cancel);
        await foreach (var message in stream) result = message.Result ?? result;
        return result ?? throw new RpcException(new Status(StatusCode.Unavailable, $"{service} broke off its audit."));
    }
}
