using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>declaration case</c>.</summary>
internal static class DeclarationCase
{
    public static Command Create()
    {
        var mrn = new Argument<string?>("MRN")
        {
            Description = "Its master reference number (default: that of the newest)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var to = ReceiptCommand.Out();
        return new ClubCommand("case",
            "Fetches all that is kept about a declaration: revisions with derivations and receipts, reports, "
            + "adjustments, outages, and the measures in their wording.",
            "crmclub declaration case").With(mrn, to).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetCaseFileRequest
                {
                    Mrn = invocation.Get(mrn) ?? await DeclarationCommand.NewestAsync(invocation, client),
                };
                var answer = await invocation.CallAsync(client, o => client.Cases.GetCaseFileAsync(request, o));
                await ReceiptCommand.WriteAsync(invocation, invocation.Get(to), answer.CaseFile);
                return ExitCodes.Done;
            });
    }
}
