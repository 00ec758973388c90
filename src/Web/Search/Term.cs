namespace CrmClub.Web.Search;

/// <summary>What is looked for, as it was typed and as it is compared: without case, width and signs between.
/// </summary>
internal sealed record Term(string Text)
{
    /// <summary>Characters that a question has at most, as the services' own searches do.</summary>
    internal const int LengthMax = 200;

    private const int YearDigits = 4;
    private const int FullToHalfWidth = 0xFEE0;

    /// <summary>Letters and digits alone, as numbers and codes are compared.</summary>
    public string Plain { get; } = PlainOf(Text);

    /// <summary>Digits of a goods code, where it can be one; else as typed.</summary>
    public string Goods => IsNumber ? Plain : Text.Trim();

    /// <summary>Whether it is made of digits alone.</summary>
    public bool IsNumber => Plain.Length > 0 && Plain.All(char.IsAsciiDigit);

    /// <summary>
    /// The club's number of a year that it can be, for instance "G-2026-0005" or "CRM-2026-000001"; empty where it has
    /// other letters or another length.
    /// </summary>
    /// <param name="letters">With which such numbers begin.</param>
    /// <param name="digits">That stand behind the year.</param>
    public string NumberOf(string letters, int digits)
    {
        var rest = Plain.StartsWith(letters, StringComparison.Ordinal) ? Plain[letters.Length..] : "";
        return rest.Length == YearDigits + digits && rest.All(char.IsAsciiDigit)
            ? $"{letters}-{rest[..YearDigits]}-{rest[YearDigits..]}" : "";
    }

    /// <summary>A text by its letters and digits alone.</summary>
    public static string PlainOf(string text) => string.Concat(text.Select(Narrow).Where(char.IsLetterOrDigit)
        .Select(char.ToUpperInvariant));

    /// <summary>Whether that is exactly what is looked for.</summary>
    public bool Is(string name) => Plain.Length > 0 && PlainOf(name) == Plain;

    /// <summary>Whether that has every word that is looked for.</summary>
    public bool IsIn(string name)
    {
        var plain = PlainOf(name);
        var words = Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(PlainOf)
            .Where(word => word.Length > 0).ToList();
        return words.Count > 0 && (words.All(plain.Contains) || plain.Contains(Plain));
    }

    // As Japanese keyboards write ASCII.
    private static char Narrow(char sign) =>
        sign is >= '\uff01' and <= '\uff5e' ? (char)(sign - FullToHalfWidth) : sign;
}
