namespace CrmClub.Contracts.Identifiers;

/// <summary>
/// Japanese corporate number (Hōjin Bangō): a check digit from 1 to 9 and twelve digits. The check digit is
/// 9 − (Σ Pₙ·Qₙ mod 9), n counted from the right, Q = 1 where n is odd and 2 where it is even.
/// </summary>
public static class JapaneseCorporateNumber
{
    private const int Length = 13;
    private const string Form = "13 digits, hyphens allowed between them";

    /// <summary>Checks form and check digit. Hyphens are taken out.</summary>
    public static IdentifierCheck Check(string value)
    {
        var digits = value.Replace("-", "", StringComparison.Ordinal);
        if (digits.Length != Length || !CheckCharacters.IsDigits(digits))
            return new(value, "JCN_FORM", Form, "A Japanese corporate number has 13 digits.");
        var sum = 0;
        for (var n = 1; n < Length; n++) sum += (digits[Length - n] - '0') * (n % 2 == 1 ? 1 : 2);
        var expected = 9 - (sum % 9);
        return expected == digits[0] - '0'
            ? IdentifierCheck.Valid(digits)
            : new(value, "JCN_CHECK_DIGIT", $"{expected}{digits[1..]}",
                $"The check digit (the first) of {digits[1..]} is {expected}, not {digits[0]}.");
    }
}
