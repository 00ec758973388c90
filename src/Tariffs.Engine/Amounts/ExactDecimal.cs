using System.Numerics;
using System.Runtime.CompilerServices;

namespace CrmClub.Tariffs.Engine;

/// <summary>
/// Sums and products of decimals that are refused when they might not fit: decimal rounds silently where a result needs
/// more than 96 bits or 28 decimals.
/// </summary>
internal static class ExactDecimal
{
    private const int BitsMax = 96;
    private const int ScaleMax = 28;

    public static bool TryMultiply(decimal left, decimal right, out decimal product)
    {
        var (leftBits, rightBits) = (Bits(left), Bits(right));
        if (IsOne(left, leftBits) || IsOne(right, rightBits))
        {
            product = IsOne(left, leftBits) ? right : left;
            return true;
        }

        var fits = left.Scale + right.Scale <= ScaleMax && leftBits + rightBits <= BitsMax;
        product = fits ? left * right : 0;
        return fits;
    }

    public static bool TryAdd(decimal left, decimal right, out decimal sum)
    {
        var fits = CanAdd(left, right);
        sum = fits ? left + right : 0;
        return fits;
    }

    /// <summary>Whether sum, difference and remainder of the two, brought to one scale, fit.</summary>
    public static bool CanAdd(decimal left, decimal right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return Bits(left) + BitsOfTens(scale - left.Scale) < BitsMax
            && Bits(right) + BitsOfTens(scale - right.Scale) < BitsMax;
    }

    // Nearly every other number differs in its length already, and to compare decimals is dear.
    private static bool IsOne(decimal value, int bits) =>
        bits == ((value.Scale * 3402) >> 10) + 1 && value == decimal.One;

    // 3402 / 1024 is a little more than the binary logarithm of ten.
    private static int BitsOfTens(int tens) => ((tens * 3402) >> 10) + (tens == 0 ? 0 : 1);

    private static int Bits(decimal value)
    {
        var (_, high, low) = Unsafe.BitCast<decimal, Layout>(value);
        return high != 0 ? 96 - BitOperations.LeadingZeroCount(high) : 64 - BitOperations.LeadingZeroCount(low);
    }

    // As a decimal lies in memory, which is that of OLE's DECIMAL; to copy its bits out is dear.
    private readonly record struct Layout(uint Flags, uint High, ulong Low);
}
