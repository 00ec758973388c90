using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Contracts.Signing;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Cli.Commands;

/// <summary><c>tariff check|import|show|versions|diff|export</c>.</summary>
internal static class TariffCommand
{
    private static readonly Option<int> Version = new("--number")
    {
        Description = "Number of the version (default: that in force on the day)",
        HelpName = "NUMBER",
    };

    private static readonly Option<DateTimeOffset?> KnownAt = new("--known-at")
    {
        Description = "As it was known at that instant, for instance 2027-03-08T10:00:00Z (default: now)",
        HelpName = "INSTANT",
    };

    public static Command Create() => new Command("tariff",
        "Shows the tariff; checks a tariff document, or makes one of a public table.")
        .With(TariffCheck.Create(), TariffImportCommand.Create(), Show(), Versions(), TariffDiff.Create(), Export());

    private static Command Show()
    {
        var asked = new Argument<string?>("GOODS")
        {
            Description = "Goods code, 2 to 8 digits, or a measure's id; without it the version is shown",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var origin = new Option<string?>("--origin") { Description = "Only for this origin", HelpName = "COUNTRY" };
        var keys = new Option<string?>("--keys")
        {
            Description = "Public keys (JWK set) that must have signed it (default: those that the club names)",
            HelpName = "FILE",
        };
        return new ClubCommand("show",
            "Shows the version in force and holds its signature, what applies to a code, or a measure as it is worded.",
            """
            crmclub tariff show 28469020 --origin CN
            crmclub tariff show M-0073
            """).With(asked, origin, Version, KnownAt, keys).Runs(invocation => invocation.Get(asked) switch
            {
                null => ShowVersionAsync(invocation, invocation.Get(keys)),
                var code when code.All(c => char.IsAsciiDigit(c) || c == '.') => LookupAsync(
                    invocation, code.Replace(".", "", StringComparison.Ordinal), invocation.Get(origin) ?? ""),
                var id => TariffMeasure.ShowAsync(invocation, id, Asked(invocation)),
            });
    }

    private static async Task<int> ShowVersionAsync(Invocation invocation, string? keys)
    {
        using var client = invocation.Open(Identity.Reader);
        var response = await invocation.CallAsync(
            client, o => client.Tariffs.GetTariffVersionAsync(Asked(invocation), o));
        var version = response.Version;
        if (invocation.Json) invocation.Out.Document(version);
        else Write(invocation.Out, [version]);
        if (version.Signature.Length == 0)
            return ExitCodes.Done;
        var known = keys is null ? PublicKeySet.Parse(response.Keys) : Documents.Keys(keys);
        if (!TariffSignatures.Holds(version, known))
            throw new CliException(ExitCodes.No, $"The signature of tariff {version.Number} is by none of the keys.");
        if (!invocation.Json) invocation.Out.Line("Its signature holds.");
        return ExitCodes.Done;
    }

    private static GetTariffVersionRequest Asked(Invocation invocation) => new()
    {
        Number = invocation.Get(Version),
        AsOf = invocation.OnText,
        KnownAt = Instant(invocation),
    };

    private static Timestamp? Instant(Invocation invocation) =>
        invocation.Get(KnownAt) is { } instant ? Timestamp.FromDateTimeOffset(instant) : null;

    private static async Task<int> LookupAsync(Invocation invocation, string code, string origin)
    {
        using var client = invocation.Open(Identity.Reader);
        var request = new LookupMeasuresRequest
        {
            GoodsCode = code,
            Origin = origin,
            AsOf = invocation.OnText,
            KnownAt = Instant(invocation),
        };
        var response = await invocation.CallAsync(client, o => client.Tariffs.LookupMeasuresAsync(request, o));
        if (invocation.Json)
        {
            invocation.Out.Document(response);
            return ExitCodes.Done;
        }
        var output = invocation.Out;
        output.Line(output.Bold($"{Figures.GoodsCode(code)} · {response.Line?.DescriptionEn ?? response.Description}"
            + $" · tariff {response.Version?.Number}"));
        if (response.Measures.Count == 0) output.Line("Nothing of the club's applies.");
        else output.Table(["measure", "goods", "origin", "duty", "document", "from", "type"],
            [.. response.Measures.Select(Row)]);
        return ExitCodes.Done;
    }

    private static string[] Row(Measure measure)
    {
        var level = measure.CertificateLevel is CertificateLevel.Unspecified
            ? ""
            : $" level {measure.CertificateLevel}";
        return
        [
            measure.Id, measure.GoodsCode, Origin(measure), measure.Expression, measure.RequiredDocument + level,
            measure.ValidFrom, Figures.Words(measure.Type),
        ];
    }

    private static string Origin(Measure measure) => measure.ExcludedOrigins.Count == 0
        ? measure.Origin
        : $"{measure.Origin} but {string.Join(", ", measure.ExcludedOrigins)}";

    private static Command Versions() => new ClubCommand("versions",
        "Lists the versions of the tariff, newest first.",
        """
        crmclub tariff versions
        """).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListTariffVersionsRequest { PageSize = 500 };
            var response = await invocation.CallAsync(client, o => client.Tariffs.ListTariffVersionsAsync(request, o));
            if (invocation.Json)
                foreach (var version in response.Versions) invocation.Out.JsonLine(version);
            else
                Write(invocation.Out, response.Versions);
            return ExitCodes.Done;
        });

    private static void Write(Printer output, IEnumerable<TariffVersion> versions) =>
        output.Table(["tariff", "from", "measures", "hash", "title"], [.. versions.Select(v => new[]
        {
            $"{v.Number}", v.ValidFrom, $"{v.Measures}", v.Hash, v.Title,
        })], 0, 2);

    private static Command Export() => new ClubCommand("export",
        "Writes the tariff of a day as a document that serves without a club: with the administrations' "
        + "policies, the members and the exchange rates of that day.",
        """
        crmclub tariff export > tariff.json
        """).With(Version).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var document = await TariffExport.ReadAsync(invocation, client, invocation.Get(Version));
            invocation.Out.Document(document);
            return ExitCodes.Done;
        });
}
