using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Output;

/// <summary>Why a duty is what it is, in words: what applied with its sum, what did not and why.</summary>
internal static class Derivation
{
    private const int LabelWidth = 26;
    private const int AmountWidth = 18;

    public static void Write(Printer output, DutyAnswer answer, GoodsItem? item, string day)
    {
        output.Line(output.Bold(Title(answer, item, day)));
        if (answer.ExactValue is { } value)
            Row(output, "Customs value", Figures.Of(value), Conversion(answer, item));
        if (answer.Base is { } @base && @base.Amount != answer.ExactValue?.Amount)
            Row(output, "Ad valorem base", Figures.Of(@base), "after the administration's rounding");
        foreach (var measure in answer.Measures.Where(m => m.Applied))
        {
            var amount = $"{Figures.Grouped(measure.Amount)} {answer.Duty?.Currency}";
            Row(output, Name(measure.Type), amount, measure.Formula);
            output.Line(output.Dim($"  {measure.Reason} [{measure.Id}]"));
        }
        foreach (var measure in answer.Measures.Where(m => !m.Applied))
            output.Line(output.Dim($"  not {Name(measure.Type)} {measure.Expression}: "
                + $"{measure.Reason} [{measure.Id}]"));
        foreach (var warning in answer.Warnings) output.Line($"  Note: {warning}");
        if (!answer.InScope) output.Line("  The code is out of the club's scope: nothing is due to the club.");
        var duty = answer.Duty is { } due ? Figures.Of(due) : "not decided";
        output.Line(output.Bold($"{"Duty",-LabelWidth}{duty,AmountWidth}"));
    }

    public static void Write(Printer output, DeclarationAnswer answer, Declaration? declaration)
    {
        var replayed = answer.Replayed ? " · answered before" : "";
        var state = Figures.Words(answer.State);
        output.Line(output.Bold($"{answer.Mrn} · revision {answer.Revision} · {state}{replayed}"));
        var issuer = answer.MrnIssuedBy == MrnIssuer.Club ? "the club" : "the administration";
        output.Line($"LRN {answer.Lrn} · {answer.Administration} · accepted {Figures.Day(answer.AcceptanceDay)}"
            + $" · MRN given by {issuer}");
        if (answer.Cause.Length > 0) output.Line($"Cause: {answer.Cause}");
        foreach (var item in answer.Items)
        {
            output.Line();
            var goods = declaration?.Items.FirstOrDefault(g => g.Number == item.Item);
            Write(output, item, goods, answer.AcceptanceDay);
        }
        output.Line();
        output.Line(output.Bold($"{"Total",-LabelWidth}{Figures.Of(answer.Duty),AmountWidth}"));
        if (answer.Versions is { } versions) output.Line(output.Dim(Versions(versions)));
    }

    private static string Title(DutyAnswer answer, GoodsItem? item, string day)
    {
        var parts = new List<string>();
        if (item is not null)
        {
            parts.Add(Figures.GoodsCode(item.GoodsCode));
            if (item.Description.Length > 0) parts.Add(item.Description);
            parts.Add($"{Figures.Grouped(item.NetMassKg)} kg");
            parts.Add($"origin {item.Origin}");
        }
        else
        {
            parts.Add($"item {answer.Item}");
        }
        parts.Add(Figures.Day(day));
        if (answer.TariffVersion > 0) parts.Add($"tariff {answer.TariffVersion}");
        return string.Join(" · ", parts);
    }

    private static string Conversion(DutyAnswer answer, GoodsItem? item) =>
        item?.CustomsValue is { } declared && declared.Currency != answer.ExactValue.Currency
            ? $"= {Figures.Of(declared)}, {answer.Conversion}"
            : answer.Conversion;

    private static void Row(Printer output, string label, string amount, string why) =>
        output.Line($"{label,-LabelWidth}{amount,AmountWidth}   {why}".TrimEnd());

    private static string Versions(Versions versions)
    {
        var certificates = versions.Certificates.Select(c => $"{c.Number} version {c.Version}");
        var hash = versions.TariffHash.Length > 8 ? versions.TariffHash[..8] : versions.TariffHash;
        return string.Join(", ", new[]
        {
            $"Decided by tariff {versions.Tariff} ({hash}…)", $"rate set {versions.RateSet}",
            $"membership {versions.MembershipSeq}",
        }.Concat(certificates));
    }

    private static string Name(MeasureType type) => type switch
    {
        MeasureType.Base => "Third-country duty",
        MeasureType.ClubPreference => "Club preference",
        MeasureType.CertifiedSupplier => "Certified supplier",
        MeasureType.PriceFloor => "Price-floor levy",
        _ => "Measure",
    };
}
