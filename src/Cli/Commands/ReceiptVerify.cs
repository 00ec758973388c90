using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Cli.Commands;

/// <summary><c>receipt verify FILE</c>: signature, hashes, inclusion and the duty, without a club.</summary>
internal static class ReceiptVerify
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A receipt as `receipt get` writes it" };
        var tariff = new Option<string>("--tariff")
        {
            Description = "The tariff version that it cites, as `tariff export` writes it",
            HelpName = "FILE",
            Required = true,
        };
        var keys = new Option<string?>("--keys")
        {
            Description = "The club's public keys (JWK set), as `receipt keys` writes them",
            HelpName = "FILE",
        };
        var declaration = new Option<string?>("--declaration")
        {
            Description = "Your own copy of the declaration, instead of the one in FILE",
            HelpName = "FILE",
        };
        return new ClubCommand("verify",
            "Checks a receipt without a club: signatures, hashes, its place in the journal, and the duty, which the "
            + "engine in this program computes again.",
            "crmclub receipt verify data/examples/receipt.json --tariff data/examples/receipt.tariff.json "
            + "--keys data/examples/receipt.keys.json").With(file, tariff, keys, declaration).Runs(invocation => Run(
                invocation,
                ReadReceipt(invocation.Get(file)),
                ReadTariff(invocation.Get(tariff)!),
                invocation.Get(keys) is { } given ? Documents.Keys(given) : null,
                invocation.Get(declaration) is { } own ? Documents.One(own).Read<Declaration>() : null));
    }

    private static int Run(
        Invocation invocation, ReceiptDocument document, TariffDocument tariff, PublicKeySet? keys, Declaration? own)
    {
        if (own is not null)
            document.Declaration = own;
        var receipt = SignedReceipts.Unproven(document.Receipt);
        var findings = ReceiptCheck.Of(document, tariff, keys);
        var holds = findings.All(finding => finding.Holds);
        if (invocation.Json)
        {
            invocation.Out.Values(new
            {
                holds,
                receipt.Mrn,
                receipt.Revision,
                signatureChecked = keys is not null,
                checks = findings.Select(one => new { one.Check, one.Field, one.Holds, one.Stated, one.Found }),
            });
        }
        else
        {
            invocation.Out.Line(invocation.Out.Bold($"{receipt.Mrn}, revision {receipt.Revision}"));
            invocation.Out.Table(["", "checked", "of"], [.. findings.GroupBy(one => one.Check).Select(check => new[]
            {
                check.All(one => one.Holds) ? "holds" : "DIFFERS", check.Key, $"{check.Count()}",
            })], 2);
            invocation.Out.Line(!holds ? "The receipt does not hold."
                : keys is null ? "All agrees. The signature was not checked: give the club's public keys."
                : "The receipt holds.");
        }

        foreach (var one in findings.Where(one => !one.Holds))
            Failures.Say($"{one.Check}: {one.Field} is '{one.Stated}' in the receipt, and '{one.Found}'.", "");
        return holds ? ExitCodes.Done : ExitCodes.No;
    }

    private static ReceiptDocument ReadReceipt(string path)
    {
        var document = Documents.One(path).Read<ReceiptDocument>();
        try
        {
            SignedReceipts.Unproven(document.Receipt);
        }
        catch (Exception malformed) when (malformed is FormatException or StrictJsonException)
        {
            throw new CliException(ExitCodes.WrongInput, $"{path} has no receipt: {malformed.Message}",
                "Fetch it with: crmclub receipt get MRN --out FILE");
        }

        return document;
    }

    private static TariffDocument ReadTariff(string path)
    {
        var tariff = Documents.One(path).Read<TariffDocument>();
        var faults = TariffDocuments.Check(tariff);
        return faults.Count == 0 ? tariff : throw new StrictJsonException([.. faults]);
    }
}
