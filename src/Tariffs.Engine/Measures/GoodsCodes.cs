namespace CrmClub.Tariffs.Engine;

/// <summary>Goods codes and countries as keys.</summary>
internal static class GoodsCodes
{
    public const int LengthMin = 2;
    public const int LengthMax = 8;

    /// <summary>A code of 2 to 8 digits as a number that tells "28" from "2800"; 0 where it is none.</summary>
    public static uint Key(ReadOnlySpan<char> code)
    {
        if (code.Length is < LengthMin or > LengthMax)
            return 0;
        uint key = 1;
        foreach (var digit in code)
        {
            if (!char.IsAsciiDigit(digit))
                return 0;
            key = (key * 10) + digit - '0';
        }

        return key;
    }

    /// <summary>A country as a number; 0 for what is no code of two letters.</summary>
    public static ushort CountryKey(string country) =>
        country.Length == 2 ? (ushort)((byte)country[0] << 8 | (byte)country[1]) : (ushort)0;
}
