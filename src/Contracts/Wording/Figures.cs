using System.Globalization;
using CrmClub.Contracts.Common.V1;

namespace CrmClub.Contracts.Wording;

/// <summary>Numbers and names as people read them.</summary>
public static class Figures
{
    /// <summary>Places that are shown; of an exact amount with more the rest is left out, and "…" says so.</summary>
    private const int PlacesMax = 6;

    /// <summary>A decimal with its digits in groups and its places as they stand, for instance "93,600.00".</summary>
    public static string Grouped(string amount)
    {
        if (!decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var value)) return amount;
        var point = amount.IndexOf('.', StringComparison.Ordinal);
        var places = point < 0 ? 0 : amount.Length - point - 1;
        if (places <= PlacesMax) return value.ToString($"N{places}", CultureInfo.InvariantCulture);
        var cut = decimal.Round(value, PlacesMax, MidpointRounding.ToZero);
        return cut.ToString($"N{PlacesMax}", CultureInfo.InvariantCulture) + "…";
    }

    public static string Of(Money? money) => money is null ? "" : $"{Grouped(money.Amount)} {money.Currency}";

    /// <summary>A goods code in pairs after its heading, for instance "2805 30 10".</summary>
    public static string GoodsCode(string code) =>
        code.Length < 6 ? code : string.Join(' ', code[..4], code[4..6], code[6..]).TrimEnd();

    /// <summary>An enum's value in small words: the name without the enum's own, underscores as blanks.</summary>
    public static string Words(Enum value)
    {
        var name = string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {c}" : $"{c}"));
        return name.ToLowerInvariant();
    }

    /// <summary>A legal day in the reader's language, for instance "25 November 2026".</summary>
    public static string Day(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
            ? value.ToString(Wording.Words.Get("DayPattern"), CultureInfo.InvariantCulture)
            : day;
}
