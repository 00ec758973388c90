namespace CrmClub.Contracts.Identifiers;

/// <summary>Arithmetic of check characters that several identifiers share.</summary>
internal static class CheckCharacters
{
    /// <summary>
    /// Check digit of ISO 6346: digits count as themselves, letters from A = 10 on without multiples of 11, weights
    /// 2⁰, 2¹ …, the sum modulo 11, a remainder of 10 written 0. The characters must be 0-9 and A-Z.
    /// </summary>
    public static int Iso6346(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
        {
            sum = (sum + (ValueOf(body[i]) * PowerOfTwo(i))) % 11;
        }
        return sum == 10 ? 0 : sum;
    }

    /// <summary>Remainder of ISO 7064 MOD 97-10: letters become two digits from A = 10 on.</summary>
    public static int Mod97(ReadOnlySpan<char> value)
    {
        var remainder = 0;
        foreach (var c in value)
        {
            remainder = char.IsAsciiDigit(c)
                ? ((remainder * 10) + (c - '0')) % 97
                : ((remainder * 100) + (c - 'A' + 10)) % 97;
        }
        return remainder;
    }

    public static bool IsUpperAlphanumeric(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterUpper(c)) return false;
        }
        return true;
    }

    public static bool IsDigits(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (!char.IsAsciiDigit(c)) return false;
        }
        return true;
    }

    private static int ValueOf(char c)
    {
        if (char.IsAsciiDigit(c)) return c - '0';
        var place = c - 'A';
        // A is 10; one more is left out before B (11), L (22) and V (33).
        return 10 + place + (place > 0 ? 1 : 0) + (place > 10 ? 1 : 0) + (place > 20 ? 1 : 0);
    }

    private static int PowerOfTwo(int exponent) => 1 << exponent;
}
