namespace CrmClub.Contracts.Identifiers;

/// <summary>Legal entity identifier (ISO 17442): twenty characters whose number modulo 97 is 1 (ISO 7064).</summary>
public static class Lei
{
    private const int Length = 20;
    private const string Form = "18 digits or capital letters and 2 check digits";

    /// <summary>Checks form and check digits.</summary>
    public static IdentifierCheck Check(string value)
    {
        if (value.Length != Length)
            return new(value, "LEI_FORM", Form, $"An LEI has 20 characters; this has {value.Length}.");
        if (!CheckCharacters.IsUpperAlphanumeric(value) || !CheckCharacters.IsDigits(value.AsSpan(18)))
            return new(value, "LEI_FORM", Form, "An LEI has digits and capital letters, and ends with two digits.");
        if (CheckCharacters.Mod97(value) == 1) return IdentifierCheck.Valid(value);
        var right = 98 - CheckCharacters.Mod97(value[..18] + "00");
        return new(value, "LEI_CHECK_DIGITS", $"{value[..18]}{right:00}",
            $"The check digits of {value[..18]} are {right:00}, not {value[18..]}.");
    }
}
