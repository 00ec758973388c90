using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Cli.Commands;

/// <summary><c>tariff check FILE</c>: the faults of a tariff document, with line and field.</summary>
internal static class TariffCheck
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A tariff document; - is standard input" };
        var keys = new Option<string?>("--keys")
        {
            Description = "Public keys (JWK set), one of which must have signed the version that a club wrote out",
            HelpName = "FILE",
        };
        return new ClubCommand("check",
            "Names the faults of a tariff document, with line and field; of one that a club wrote out also whether it "
            + "is the one that was published and signed. Needs no club.",
            """
            crmclub tariff check data/examples/tariff.json
            """).With(file, keys).Runs(invocation => Run(
                invocation, Documents.One(invocation.Get(file)),
                invocation.Get(keys) is { } given ? Documents.Keys(given) : null));
    }

    private static int Run(Invocation invocation, Source source, PublicKeySet? keys)
    {
        var faults = Faults(source, keys, out var document);
        if (keys is not null && document is { Version: null })
            throw new CliException(ExitCodes.WrongInput, $"{source.File} names no version that could be signed.",
                "Only what `crmclub tariff export` writes does.");
        if (invocation.Json)
        {
            invocation.Out.Values(new
            {
                valid = faults.Count == 0,
                version = document?.Version?.Number,
                signatureChecked = document?.Version is null ? (bool?)null : keys is not null,
                faults = faults.Select(f => new { f.Field, f.Rule, f.Value, f.Accepted, f.Message }),
            });
        }
        else if (document is not null && faults.Count == 0)
        {
            invocation.Out.Line($"{source.File} is sound: {document.Measures.Count} measures on "
                + $"{document.Lines.Count} lines.");
            if (document.Version is { Number: var number })
                invocation.Out.Line(keys is null
                    ? $"It is version {number} by its hash. Its signature was not checked: give the club's public keys."
                    : $"It is version {number}, and its signature holds.");
        }
        Failures.Say(faults);
        return faults.Count == 0 ? ExitCodes.Done : ExitCodes.No;
    }

    private static IReadOnlyList<Violation> Faults(Source source, PublicKeySet? keys, out TariffDocument? document)
    {
        document = source.ReadKnown<TariffDocument>(out var malformed);
        if (document is null) return malformed;
        var lines = new JsonPlaces(source.Utf8);
        List<Violation> faults =
        [
            .. TariffDocuments.Check(document),
            .. document.Version is null ? [] : ExportedVersion.Check(document, keys),
        ];
        foreach (var fault in faults)
        {
            if (lines.LineOf(fault.Field) is { } line) fault.Message = $"Line {line}: {fault.Message}";
        }

        return [.. malformed, .. faults];
    }
}
