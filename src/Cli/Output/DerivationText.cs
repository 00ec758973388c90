using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Output;

/// <summary>A derivation as lines of text.</summary>
internal static class DerivationText
{
    private const int LabelWidth = 26;
    private const int AmountWidth = 18;

    public static void Write(Printer output, DutyAnswer answer, GoodsItem? item, string day)
    {
        output.Line(output.Bold(Derivation.Title(answer, item, day)));
        foreach (var row in Derivation.Rows(answer, item)) Write(output, row);
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
        output.Line(output.Bold(Row(Words.Get("Total"), Figures.Of(answer.Duty))));
        if (answer.Versions is { } versions)
            output.Line(output.Dim($"Decided by {string.Join(", ", Derivation.Of(versions))}"));
    }

    private static void Write(Printer output, DerivationRow row)
    {
        switch (row.Kind)
        {
            case DerivationKind.Basis:
                output.Line(Row(row.Label, row.Amount, row.Why));
                break;
            case DerivationKind.Applied:
                output.Line(Row(row.Label, row.Amount, row.Why));
                output.Line(output.Dim($"  {row.Measure?.Reason} [{row.Measure?.Id}]"));
                break;
            case DerivationKind.Refused:
                output.Line(output.Dim($"  not {row.Label} {row.Measure?.Expression}: {row.Why} [{row.Measure?.Id}]"));
                break;
            case DerivationKind.Note:
                output.Line($"  {row.Label}");
                break;
            case DerivationKind.Duty:
                output.Line(output.Bold(Row(row.Label, row.Amount)));
                break;
        }
    }

    private static string Row(string label, string amount, string why = "") =>
        $"{label,-LabelWidth}{amount,AmountWidth}   {why}".TrimEnd();
}
