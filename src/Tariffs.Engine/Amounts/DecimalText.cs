using System.Globalization;

namespace CrmClub.Tariffs.Engine;

/// <summary>Decimals in words of figures; a format of their own would be several times as dear.</summary>
internal static class DecimalText
{
    // 29 digits, sign and point, a zero before the point and one behind.
    public const int LengthMax = 33;

    /// <summary>Without the zeros that say nothing: "4.2".</summary>
    public static string Of(decimal value)
    {
        Span<char> text = stackalloc char[LengthMax];
        return new string(text[..WriteShort(text, value)]);
    }

    /// <summary>Money has either no decimals or at least two: "15", "4.20".</summary>
    public static string OfMoney(decimal value)
    {
        Span<char> text = stackalloc char[LengthMax];
        return new string(text[..WriteMoney(text, value)]);
    }

    public static int WriteShort(Span<char> text, decimal value)
    {
        var length = Write(text, value);
        return value.Scale == 0 ? length : text[..length].TrimEnd('0').TrimEnd('.').Length;
    }

    public static int WriteMoney(Span<char> text, decimal value)
    {
        var length = WriteShort(text, value);
        if (length > 2 && text[length - 2] == '.')
            text[length++] = '0';
        return length;
    }

    // Digits of a whole number are written several times as fast as those of a decimal.
    public static int Write(Span<char> text, decimal value)
    {
        int length;
        if (!ExactDecimal.TryDigits(value, out var digits))
        {
            value.TryFormat(text, out length, default, CultureInfo.InvariantCulture);
            return length;
        }

        digits.TryFormat(text, out length, default, CultureInfo.InvariantCulture);
        int scale = value.Scale;
        if (scale == 0)
            return length;
        if (length <= scale)
            length = PadLeft(text, length, scale + 1);
        var point = length - scale;
        text[point..length].CopyTo(text[(point + 1)..]);
        text[point] = '.';
        return length + 1;
    }

    // One digit stands before the point at least.
    private static int PadLeft(Span<char> text, int length, int padded)
    {
        text[..length].CopyTo(text[(padded - length)..]);
        text[..(padded - length)].Fill('0');
        return padded;
    }
}
