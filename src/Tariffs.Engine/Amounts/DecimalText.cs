using System.Globalization;

namespace CrmClub.Tariffs.Engine;

/// <summary>Decimals in words of figures; a format of their own would be several times as dear.</summary>
internal static class DecimalText
{
    // 29 digits, sign and point, a zero before the point and one behind.
    private const int LengthMax = 33;

    /// <summary>Without the zeros that say nothing: "4.2".</summary>
    public static string Of(decimal value) => Write(value, isMoney: false);

    /// <summary>Money has either no decimals or at least two: "15", "4.20".</summary>
    public static string OfMoney(decimal value) => Write(value, isMoney: true);

    private static string Write(decimal value, bool isMoney)
    {
        Span<char> text = stackalloc char[LengthMax];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        if (value.Scale > 0)
            length = text[..length].TrimEnd('0').TrimEnd('.').Length;
        if (isMoney && length > 2 && text[length - 2] == '.')
            text[length++] = '0';
        return new string(text[..length]);
    }
}
