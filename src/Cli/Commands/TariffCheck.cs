using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Cli.Commands;

/// <summary><c>tariff check FILE</c>: the faults of a tariff document, with line and field.</summary>
internal static class TariffCheck
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A tariff document; - is standard input" };
        return new ClubCommand("check",
            "Names the faults of a tariff document, with line and field. Needs no club.",
            """
            crmclub tariff check data/examples/tariff.json
            """).With(file).Runs(invocation => Run(invocation, Documents.One(invocation.Get(file))));
    }

    private static int Run(Invocation invocation, Source source)
    {
        var faults = Faults(source, out var document);
        if (invocation.Json)
        {
            invocation.Out.Values(new
            {
                valid = faults.Count == 0,
                faults = faults.Select(f => new { f.Field, f.Rule, f.Value, f.Accepted, f.Message }),
            });
        }
        else if (document is not null && faults.Count == 0)
        {
            invocation.Out.Line($"{source.File} is sound: {document.Measures.Count} measures on "
                + $"{document.Lines.Count} lines.");
        }
        Failures.Say(faults);
        return faults.Count == 0 ? ExitCodes.Done : ExitCodes.No;
    }

    private static IReadOnlyList<Violation> Faults(Source source, out TariffDocument? document)
    {
        document = null;
        var malformed = StrictJson.Check(TariffDocument.Descriptor, source.Utf8);
        if (malformed.Count > 0) return malformed;
        document = source.Read<TariffDocument>();
        var lines = new JsonPlaces(source.Utf8);
        var faults = TariffDocuments.Check(document);
        foreach (var fault in faults)
        {
            if (lines.LineOf(fault.Field) is { } line) fault.Message = $"Line {line}: {fault.Message}";
        }
        return faults;
    }
}
