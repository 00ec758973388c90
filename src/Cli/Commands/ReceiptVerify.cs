using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Cli.Commands;

/// <summary><c>receipt verify FILE</c>: signatures, hashes, inclusion and the duty, without a club.</summary>
internal static class ReceiptVerify
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A receipt or a case file, as `receipt get` and `declaration case` write them",
        };
        var tariff = new Option<string[]>("--tariff")
        {
            Description = "The tariff version that it cites, as `tariff export` writes it; once for each version",
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
            "Checks receipts without a club: signatures, hashes, its place in the journal, and the duty, which the "
            + "engine in this program computes again.",
            "crmclub receipt verify data/examples/receipt.json --tariff data/examples/receipt.tariff.json "
            + "--keys data/examples/receipt.keys.json").With(file, tariff, keys, declaration).Runs(invocation => Run(
                invocation,
                ReadFile(invocation.Get(file)),
                [.. invocation.Get(tariff)!.Select(ReadTariff)],
                invocation.Get(keys) is { } given ? Documents.Keys(given) : null,
                invocation.Get(declaration) is { } own ? Documents.One(own).Read<Declaration>() : null));
    }

    private static int Run(
        Invocation invocation, CaseFile file, TariffDocument[] tariffs, PublicKeySet? keys, Declaration? own)
    {
        var verdicts = file.Revisions.Select(revision => Verdict.Of(file, revision, tariffs, keys, own)).ToList();
        var holds = verdicts.TrueForAll(one => one.Holds);
        if (invocation.Json)
        {
            invocation.Out.Values(new
            {
                holds,
                signatureChecked = keys is not null,
                receipts = verdicts.Select(one => new
                {
                    one.Receipt.Mrn,
                    one.Receipt.Revision,
                    one.Holds,
                    checks = one.Findings.Select(
                        found => new { found.Check, found.Field, found.Holds, found.Stated, found.Found }),
                }),
            });
        }
        else
        {
            foreach (var one in verdicts)
                Write(invocation, one);
            invocation.Out.Line(!holds ? "It does not hold."
                : keys is null ? "All agrees. The signature was not checked: give the club's public keys."
                : "It holds.");
        }

        foreach (var one in verdicts.SelectMany(one => one.Findings).Where(one => !one.Holds))
            Failures.Say($"{one.Check}: {one.Field} is '{one.Stated}' by the receipt, and '{one.Found}'.", "");
        return holds ? ExitCodes.Done : ExitCodes.No;
    }

    private static void Write(Invocation invocation, Verdict one)
    {
        invocation.Out.Line(invocation.Out.Bold($"{one.Receipt.Mrn}, revision {one.Receipt.Revision}"));
        invocation.Out.Table(["", "checked", "of"], [.. one.Findings.GroupBy(found => found.Check).Select(check => new[]
        {
            check.All(found => found.Holds) ? "holds" : "DIFFERS", check.Key, $"{check.Count()}",
        })], 2);
    }

    /// <summary>A receipt alone is a case file with nothing beside it.</summary>
    public static CaseFile ReadFile(string path)
    {
        var source = Documents.One(path);
        var file = StrictJson.Check(CaseFile.Descriptor, source.Utf8).Count == 0
            ? source.Read<CaseFile>()
            : new CaseFile { Revisions = { new CaseRevision { Receipt = source.Read<ReceiptDocument>() } } };
        try
        {
            if (file.Revisions.Count == 0)
                throw new FormatException("There is none in it.");
            foreach (var revision in file.Revisions)
                SignedReceipts.Unproven(revision.Receipt?.Receipt ?? "");
        }
        catch (Exception malformed) when (malformed is FormatException or StrictJsonException)
        {
            throw new CliException(ExitCodes.WrongInput, $"{path} has no receipt: {malformed.Message}",
                "Fetch it with: crmclub receipt get MRN --out FILE");
        }

        return file;
    }

    /// <summary>What was found of one revision's receipt.</summary>
    private sealed record Verdict(Receipt Receipt, IReadOnlyList<ReceiptFinding> Findings)
    {
        public bool Holds => Findings.All(found => found.Holds);

        public static Verdict Of(
            CaseFile file, CaseRevision revision, TariffDocument[] tariffs, PublicKeySet? keys, Declaration? own)
        {
            var receipt = SignedReceipts.Unproven(revision.Receipt.Receipt);
            if (own is not null)
                revision.Receipt.Declaration = own;
            var tariff = Array.Find(tariffs, one => ExportedVersion.HashOf(one) == receipt.TariffHash) ?? tariffs[0];
            var findings = ReceiptCheck.Of(revision.Receipt, tariff, keys);
            return new(receipt, revision.Answer is null && file.Mrn.Length == 0
                ? findings : [.. findings, .. CaseCheck.Of(file, revision, tariff)]);
        }
    }

    private static TariffDocument ReadTariff(string path)
    {
        var tariff = Documents.One(path).Read<TariffDocument>();
        var faults = TariffDocuments.Check(tariff);
        return faults.Count == 0 ? tariff : throw new StrictJsonException([.. faults]);
    }
}
