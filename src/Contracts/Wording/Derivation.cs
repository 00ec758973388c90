using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Contracts.Wording;

/// <summary>What a row of a derivation is.</summary>
public enum DerivationKind
{
    /// <summary>What the duty is reckoned from.</summary>
    Basis,

    /// <summary>A measure that applied.</summary>
    Applied,

    /// <summary>A measure that was looked at and did not apply.</summary>
    Refused,

    /// <summary>A sentence beside the sums.</summary>
    Note,

    /// <summary>The sum.</summary>
    Duty,
}

/// <summary>One row of a derivation, in words.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Label">What it is called; for a note, the whole sentence.</param>
/// <param name="Amount">Its sum with the currency, or empty.</param>
/// <param name="Why">How the sum comes about.</param>
/// <param name="Measure">The measure, null where the row has none.</param>
public sealed record DerivationRow(
    DerivationKind Kind, string Label, string Amount = "", string Why = "", MeasureAnswer? Measure = null);

/// <summary>
/// Why a duty is what it is: what applied with its sum, what did not and why. One text for every place that shows it.
/// </summary>
public static class Derivation
{
    private const int HashLengthShown = 8;

    /// <summary>What was decided: goods, mass, origin, day and tariff.</summary>
    public static string Title(DutyAnswer answer, GoodsItem? item, string day)
    {
        var parts = new List<string>();
        if (item is not null)
        {
            parts.Add(Figures.GoodsCode(item.GoodsCode));
            if (item.Description.Length > 0) parts.Add(item.Description);
            parts.Add($"{Figures.Grouped(item.NetMassKg)} kg");
            parts.Add(Words.Get("Origin", item.Origin));
        }
        else
        {
            parts.Add(Words.Get("Item", answer.Item));
        }
        parts.Add(Figures.Day(day));
        if (answer.TariffVersion > 0) parts.Add(Words.Get("Tariff", answer.TariffVersion));
        return string.Join(" · ", parts);
    }

    /// <summary>The rows from the customs value to the duty.</summary>
    public static IEnumerable<DerivationRow> Rows(DutyAnswer answer, GoodsItem? item)
    {
        if (answer.ExactValue is { } value)
            yield return new(
                DerivationKind.Basis, Words.Get("CustomsValue"), Figures.Of(value), Conversion(answer, item));
        if (answer.Base is { } @base && @base.Amount != answer.ExactValue?.Amount)
            yield return new(
                DerivationKind.Basis, Words.Get("Base"), Figures.Of(@base), Words.Get("BaseRounded"));
        foreach (var measure in answer.Measures.Where(m => m.Applied))
        {
            var amount = $"{Figures.Grouped(measure.Amount)} {answer.Duty?.Currency}";
            yield return new(DerivationKind.Applied, Label(measure), amount, measure.Formula, measure);
        }
        foreach (var measure in answer.Measures.Where(m => !m.Applied))
            yield return new(DerivationKind.Refused, Label(measure), "", measure.Reason, measure);
        foreach (var warning in answer.Warnings)
            yield return new(DerivationKind.Note, Words.Get("Note", warning));
        if (!answer.InScope) yield return new(DerivationKind.Note, Words.Get("OutOfScope"));
        if (answer.Control is { Reasons.Count: > 0 } control)
            yield return new(DerivationKind.Note, Words.Of(control));
        var duty = answer.Duty is { } due ? Figures.Of(due)
            : Words.Get(answer.NotAllowed ? "NotAllowed" : "NotDecided");
        yield return new(DerivationKind.Duty, Words.Get("Duty"), duty);
        if (answer.Security is { } security)
            yield return new(DerivationKind.Duty, Words.Get("Security"), Figures.Of(security));
    }

    private static string Label(MeasureAnswer measure) => measure.Part switch
    {
        QuotaPart.Within => $"{Words.Of(measure.Type)}, {Words.Get("WithinQuota")}",
        QuotaPart.Beyond => $"{Words.Of(measure.Type)}, {Words.Get("BeyondQuota")}",
        _ => Words.Of(measure.Type),
    };

    /// <summary>What a decision rests on.</summary>
    public static IEnumerable<string> Of(Versions versions)
    {
        var hash = versions.TariffHash.Length > HashLengthShown
            ? versions.TariffHash[..HashLengthShown]
            : versions.TariffHash;
        yield return Words.Get("TariffHashed", versions.Tariff, hash);
        yield return Words.Get("RateSet", versions.RateSet);
        yield return Words.Get("Membership", versions.MembershipSeq);
        foreach (var certificate in versions.Certificates)
            yield return Words.Get("Certificate", certificate.Number, certificate.Version);
    }

    private static string Conversion(DutyAnswer answer, GoodsItem? item) =>
        item?.CustomsValue is { } declared && declared.Currency != answer.ExactValue.Currency
            ? $"= {Figures.Of(declared)}, {answer.Conversion}"
            : answer.Conversion;
}
