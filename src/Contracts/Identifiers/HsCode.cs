namespace CrmClub.Contracts.Identifiers;

/// <summary>
/// Code of the Harmonized System: chapter, heading, subheading (2, 4, 6 digits), and the club's own two more. Only the
/// form is checked; which codes exist, the nomenclature of the day says.
/// </summary>
public static class HsCode
{
    private const string Form = "2, 4, 6 or 8 digits of a chapter from 01 to 97 except 77, dots allowed";

    /// <summary>Checks the form. Dots are taken out.</summary>
    public static IdentifierCheck Check(string value)
    {
        var digits = value.Replace(".", "", StringComparison.Ordinal);
        if (digits.Length is not (2 or 4 or 6 or 8) || !CheckCharacters.IsDigits(digits))
            return new(value, "HS_FORM", Form, "A code of the Harmonized System has 2, 4 or 6 digits, the club's 8.");
        var chapter = ((digits[0] - '0') * 10) + (digits[1] - '0');
        return chapter switch
        {
            0 => new(value, "HS_CHAPTER", Form, "Chapters begin with 01."),
            77 => new(value, "HS_CHAPTER", Form, "Chapter 77 is reserved."),
            > 97 => new(value, "HS_CHAPTER", Form, $"Chapter {chapter} is national, not of the Harmonized System."),
            _ => IdentifierCheck.Valid(digits),
        };
    }
}
