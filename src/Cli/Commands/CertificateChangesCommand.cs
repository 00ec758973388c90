using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>certificate changes</c>: what was prepared by whom, and what waits for a second person.</summary>
internal static class CertificateChangesCommand
{
    public static Command Create()
    {
        var number = new Option<string?>("--certificate") { Description = "Only of this one", HelpName = "NUMBER" };
        var waiting = new Option<bool>("--waiting") { Description = "Only those that wait for their approval" };
        return new ClubCommand("changes", "Lists changes of certificates: who prepared each, and who approved it.",
            "crmclub certificate changes --waiting").With(number, waiting).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new ListCertificateChangesRequest
                {
                    Certificate = invocation.Get(number) ?? "",
                    Waiting = invocation.Get(waiting),
                    PageSize = 500,
                };
                var changes = new List<CertificateChange>();
                do
                {
                    var page = await invocation.CallAsync(
                        client, o => client.Suppliers.ListCertificateChangesAsync(request, o));
                    changes.AddRange(page.Changes);
                    request.PageToken = page.NextPageToken;
                }
                while (request.PageToken.Length > 0);
                if (invocation.Json)
                    foreach (var change in changes) invocation.Out.JsonLine(change);
                else
                    invocation.Out.Table(["change", "certificate", "state", "author", "approver"],
                        [.. changes.Select(change => new[]
                        {
                            change.Id, change.Certificate.Number, Figures.Words(change.Certificate.State),
                            change.Author, change.Approver,
                        })]);
                return ExitCodes.Done;
            });
    }
}
