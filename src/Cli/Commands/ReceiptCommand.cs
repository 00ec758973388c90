using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;

namespace CrmClub.Cli.Commands;

/// <summary><c>receipt get|keys|verify</c>: what was decided, signed.</summary>
internal static class ReceiptCommand
{
    public static Command Create() => new Command(
        "receipt", "Fetches signed receipts of decisions, and checks them without the club.")
        .With(Get(), Keys(), ReceiptVerify.Create());

    private static Command Get()
    {
        var mrn = new Argument<string?>("MRN")
        {
            Description = "The declaration's number (default: that of the newest)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var revision = new Option<int>("--revision") { Description = "Revision (default: the newest)" };
        var to = Out();
        return new ClubCommand("get",
            "Fetches the receipt of a revision, with the declaration and all that its decision rests on.",
            """
            crmclub receipt get
            crmclub receipt get --revision 1
            """).With(mrn, revision, to).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetReceiptRequest
                {
                    Mrn = invocation.Get(mrn) ?? await DeclarationCommand.NewestAsync(invocation, client),
                    Revision = invocation.Get(revision),
                };
                var answer = await invocation.CallAsync(client, o => client.Receipts.GetReceiptAsync(request, o));
                await WriteAsync(invocation, invocation.Get(to), answer.Document);
                return ExitCodes.Done;
            });
    }

    private static Command Keys()
    {
        var to = Out();
        return new ClubCommand("keys",
            "Fetches the club's public keys (JWK set), by which receipts, tree heads and tariff versions are checked.",
            "crmclub receipt keys").With(to).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var keys = await invocation.CallAsync(client, o => client.Receipts.GetPublicKeysAsync(new(), o));
                await WriteAsync(invocation, invocation.Get(to), keys);
                return ExitCodes.Done;
            });
    }

    /// <summary>To a file, or as the answer.</summary>
    public static async Task WriteAsync(Invocation invocation, string? file, Google.Protobuf.IMessage document)
    {
        if (file is not null)
            await File.WriteAllTextAsync(file, StrictJson.Write(document, indented: true), invocation.Cancel);
        if (file is null || invocation.Json)
            invocation.Out.Document(document);
        else
            invocation.Out.Line($"Written to {file}");
    }

    public static Option<string?> Out() => new("--out") { Description = "File to write it to", HelpName = "FILE" };
}
