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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryMultiply(in decimal left, in decimal right, out decimal product)
    {
        var fits = left.Scale + right.Scale <= ScaleMax && Bits(left) + Bits(right) <= BitsMax;
        product = fits ? left * right : 0;
        return fits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAdd(in decimal left, in decimal right, out decimal sum)
    {
        var fits = CanAdd(left, right);
        sum = fits ? left + right : 0;
        return fits;
    }

    /// <summary>Whether sum, difference and remainder of the two, brought to one scale, fit.</summary>
    public static bool CanAdd(in decimal left, in decimal right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return Bits(left) + BitsOfTens(scale - left.Scale) < BitsMax
            && Bits(right) + BitsOfTens(scale - right.Scale) < BitsMax;
    }

    /// <summary>The number without its point, where it is not below zero and has no more than 64 bits.</summary>
    public static bool TryDigits(in decimal value, out ulong digits)
    {
        ref var bits = ref Unsafe.As<decimal, Layout>(ref Unsafe.AsRef(in value));
        digits = bits.Low;
        return bits.High == 0 && !decimal.IsNegative(value);
    }

    // 3402 / 1024 is a little more than the binary logarithm of ten.
    private static int BitsOfTens(int tens) => ((tens * 3402) >> 10) + (tens == 0 ? 0 : 1);

    private static int Bits(in decimal value)
    {
        ref var bits = ref Unsafe.As<decimal, Layout>(ref Unsafe.AsRef(in value));
        return bits.High != 0
            ? BitsMax - BitOperations.LeadingZeroCount(bits.High) : 64 - BitOperations.LeadingZeroCount(bits.Low);
    }

    // As a decimal lies in memory, which is that of OLE's DECIMAL. It is read in place: a copy that was just written in
    // parts has to wait for them.
    private readonly record struct Layout(uint Flags, uint High, ulong Low);
}
