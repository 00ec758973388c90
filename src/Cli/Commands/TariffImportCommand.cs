using System.CommandLine;
using System.Text;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents.Import;

namespace CrmClub.Cli.Commands;

/// <summary><c>tariff import FILE</c>: a tariff document from a public table.</summary>
internal static class TariffImportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A table of comma-separated values" };
        var format = new Option<TableFormat>("--format")
        {
            Description = "The EU's tables, or the US tariff schedule's",
            HelpName = "taric|hts",
            Required = true,
        };
        var from = new Option<DateOnly?>("--valid-from")
        {
            Description = "First day of the duties, where the table gives none",
            HelpName = "YYYY-MM-DD",
            CustomParser = Days.Parse,
        };
        var title = new Option<string?>("--title")
        {
            Description = "Title of the tariff (default: the file's name)",
            HelpName = "TEXT",
        };
        var with = new Option<string?>("--with")
        {
            Description = "A tariff document whose groups, exchange rates and administrations are taken over",
            HelpName = "FILE",
        };
        return new ClubCommand("import",
            "Makes a tariff document of a public table, and says on stderr what it left out, by line. Needs no club.",
            """
            crmclub tariff import --format hts --valid-from 2024-11-01 data/examples/hts.csv > tariff.json
            """).With(file, format, from, title, with).Runs(invocation =>
            {
                var path = invocation.Get(file);
                var document = invocation.Get(with) is { } other ? Documents.One(other).Read<TariffDocument>() : null;
                return Run(invocation, path, invocation.Get(format), new ImportTerms(
                    invocation.Get(title) ?? Path.GetFileName(path), invocation.Get(from), document));
            });
    }

    private static int Run(Invocation invocation, string path, TableFormat format, ImportTerms terms)
    {
        try
        {
            using var text = new StreamReader(new MemoryStream(Documents.One(path).Utf8), Encoding.UTF8);
            var imported = TariffImport.Read(text, format, terms);
            foreach (var one in imported.LeftOut) Failures.Say($"Left out: {one}".TrimEnd('.') + ".", "");
            Failures.Say($"{imported.Document.Measures.Count} duties on {imported.Document.Lines.Count} lines; "
                + $"{imported.LeftOut.Count} left out.", "");
            invocation.Out.Document(imported.Document);
            return imported.Document.Lines.Count > 0 ? ExitCodes.Done : ExitCodes.No;
        }
        catch (ImportException e)
        {
            throw new CliException(ExitCodes.WrongInput, e.Message, "See crmclub tariff import --help.");
        }
    }
}
