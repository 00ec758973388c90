namespace CrmClub.Contracts.Identifiers;

/// <summary>
/// A company's number in the register of its country. The form is bounded for all; the check digits of Australia (ABN),
/// China (unified social credit code, GB 32100) and South Korea (business registration number) are computed.
/// </summary>
public static class NationalNumber
{
    private const int LengthMax = 35;
    private const string Form = "1 to 35 digits and capital letters; spaces, hyphens, dots and slashes are left out";
    private const string ChineseAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly int[] AustralianWeights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
    private static readonly int[] KoreanWeights = [1, 3, 7, 1, 3, 7, 1, 3, 5];

    /// <summary>Checks a number of a country, ISO 3166-1 alpha-2. Separators are taken out.</summary>
    public static IdentifierCheck Check(string country, string value)
    {
        if (Countries.Check(country) is { IsValid: false } broken)
            return broken with { Canonical = value };
        var number = string.Concat(value.Where(c => c is not (' ' or '-' or '.' or '/')));
        if (number.Length is 0 or > LengthMax || !CheckCharacters.IsUpperAlphanumeric(number))
            return new(value, "NATIONAL_NUMBER_FORM", Form, "It is no number of a register.");
        return country switch
        {
            "AU" => Check(value, number, "11 digits", number.Length == 11 && IsAustralian(number)),
            "CN" => Check(value, number, "18 characters", number.Length == 18 && IsChinese(number)),
            "KR" => Check(value, number, "10 digits", number.Length == 10 && IsKorean(number)),
            _ => IdentifierCheck.Valid(number),
        };
    }

    private static IdentifierCheck Check(string value, string number, string form, bool holds) => holds
        ? IdentifierCheck.Valid(number)
        : new(value, "NATIONAL_NUMBER_CHECK", $"{form} with the right check", "Its length or its check is wrong.");

    private static bool IsAustralian(string number) => CheckCharacters.IsDigits(number)
        && (AustralianWeights.Index().Sum(w => w.Item * (number[w.Index] - '0')) - AustralianWeights[0]) % 89 == 0;

    private static bool IsChinese(string number)
    {
        var (sum, weight) = (0, 1);
        foreach (var c in number[..^1])
        {
            if (ChineseAlphabet.IndexOf(c, StringComparison.Ordinal) is not (>= 0 and var worth))
                return false;
            (sum, weight) = (sum + (worth * weight), weight * 3 % ChineseAlphabet.Length);
        }

        var check = (ChineseAlphabet.Length - (sum % ChineseAlphabet.Length)) % ChineseAlphabet.Length;
        return number[^1] == ChineseAlphabet[check];
    }

    private static bool IsKorean(string number)
    {
        if (!CheckCharacters.IsDigits(number))
            return false;
        var sum = KoreanWeights.Index().Sum(w => w.Item * (number[w.Index] - '0')) + ((number[8] - '0') * 5 / 10);
        return number[^1] - '0' == (10 - (sum % 10)) % 10;
    }
}
