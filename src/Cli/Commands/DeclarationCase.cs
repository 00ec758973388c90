using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Wording;

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
        var html = new Option<string?>("--html")
        {
            Description = "File to write it to as a page to read and to print",
            HelpName = "FILE",
        };
        var language = new Option<string>("--language")
        {
            Description = "Language of the page",
            DefaultValueFactory = _ => "en",
        };
        language.AcceptOnlyFromAmong("en", "ja");
        return new ClubCommand("case",
            "Fetches all that is kept about a declaration: revisions with derivations and receipts, reports, "
            + "adjustments, outages, the measures in their wording, and who approved them.",
            """
            crmclub declaration case
            crmclub declaration case --html case.html --language ja
            """).With(mrn, to, html, language).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetCaseFileRequest
                {
                    Mrn = invocation.Get(mrn) ?? await DeclarationCommand.NewestAsync(invocation, client),
                };
                var answer = await invocation.CallAsync(client, o => client.Cases.GetCaseFileAsync(request, o));
                if (invocation.Get(html) is { } page)
                {
                    await File.WriteAllTextAsync(
                        page, Words.In(invocation.Get(language)!, () => CasePage.Html(answer.CaseFile)),
                        invocation.Cancel);
                    if (invocation.Get(to) is null && !invocation.Json)
                    {
                        invocation.Out.Line($"Written to {page}");
                        return ExitCodes.Done;
                    }
                }

                await ReceiptCommand.WriteAsync(invocation, invocation.Get(to), answer.CaseFile);
                return ExitCodes.Done;
            });
    }
}
