using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary>One measure in the wording that was in force on a day, as it was known then.</summary>
internal static class TariffMeasure
{
    /// <summary>
    /// Shows it from the version's document, which is held against its hash. What is worded otherwise later bears an id
    /// that begins with the first one's, "M-0017.2" after "M-0017": either is asked for by the first.
    /// </summary>
    public static async Task<int> ShowAsync(Invocation invocation, string id, GetTariffVersionRequest asked)
    {
        using var client = invocation.Open(Identity.Reader);
        var version = (await invocation.CallAsync(client, o => client.Tariffs.GetTariffVersionAsync(asked, o))).Version;
        var document = await TariffExport.DocumentAsync(invocation, client, version.Number, "");
        var day = asked.AsOf.Length > 0 ? asked.AsOf : LegalDay.Text(invocation.Club.Today(LegalDay.Secretariat));
        var worded = document.Measures
            .Where(one => one.Id == id || one.Id.StartsWith($"{id}.", StringComparison.Ordinal)).ToList();
        if (worded.Count == 0)
            throw new CliException(ExitCodes.NotFound, $"Tariff {version.Number} has no measure {id}.");
        var measure = worded.Find(one => IsInForce(one, day)) ?? throw new CliException(
            ExitCodes.NotFound, $"Nothing under {id} is in force on {day}: {string.Join(", ", worded.Select(Days))}.");
        var line = document.Lines.FirstOrDefault(one => one.GoodsCode == measure.GoodsCode);
        var answer = new LookupMeasuresResponse { Version = version, Line = line, Measures = { measure } };
        if (invocation.Json)
            invocation.Out.Document(answer);
        else
            Write(invocation.Out, measure, line, version, day);
        return ExitCodes.Done;
    }

    // Days are written so that their order is that of their text.
    private static bool IsInForce(Measure measure, string day) =>
        string.CompareOrdinal(measure.ValidFrom, day) <= 0
        && (measure.ValidTo.Length == 0 || string.CompareOrdinal(day, measure.ValidTo) < 0);

    private static void Write(Printer output, Measure measure, ClubLine? line, TariffVersion version, string day)
    {
        output.Line(output.Bold(
            $"{measure.Id} · {Figures.Words(measure.Type)} · on {day} by tariff {version.Number}"));
        Say("goods", $"{Figures.GoodsCode(measure.GoodsCode)} {line?.DescriptionEn}".TrimEnd());
        Say("origin", measure.ExcludedOrigins.Count == 0
            ? measure.Origin : $"{measure.Origin} but {string.Join(", ", measure.ExcludedOrigins)}");
        Say("imports of", string.Join(", ", measure.Destinations));
        Say("duty", measure.Expression);
        Say("quota", measure.OrderNumber);
        Say("document", measure.RequiredDocument);
        if (measure.CertificateLevel != CertificateLevel.Unspecified)
            Say("certificate", $"level {measure.CertificateLevel}");
        Say("additional code", measure.AdditionalCode);
        foreach (var one in measure.Conditions)
            Say($"condition {one.Code}{one.Sequence}", string.Join(" ", new[]
            {
                one.Document, one.Threshold, $"→ {one.Action}", one.Expression,
            }.Where(text => text.Length > 0)));
        Say("legal base", measure.LegalBase);
        foreach (var note in measure.Footnotes)
            Say("footnote", note);
        Say("valid", Days(measure));
        Say("to be reviewed", measure.ReviewBy);
        Say("hash", version.Hash);

        void Say(string name, string text)
        {
            if (text.Length > 0)
                output.Line($"  {name,-15} {text}");
        }
    }

    private static string Days(Measure measure) =>
        $"{measure.Id} from {measure.ValidFrom}{(measure.ValidTo.Length == 0 ? "" : $" until {measure.ValidTo}")}";
}
