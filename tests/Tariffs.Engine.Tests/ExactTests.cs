using System.Globalization;
using System.Numerics;
using CsCheck;

namespace CrmClub.Tariffs.Engine.Tests;

public sealed class ExactTests
{
    private static readonly RoundingStep Cent = new(0.01m, RoundingMode.HalfAwayFromZero);
    private static readonly RoundingStep Whole = new(1, RoundingMode.Cut);

    // Up to 28 digits, so that products leave what a decimal can hold.
    private static readonly Gen<decimal> Numbers =
        Gen.Select(Gen.Int, Gen.Int, Gen.Int[0, 542_101_085], Gen.Bool, Gen.Int[0, 28])
            .Select((low, mid, high, negative, scale) => new decimal(low, mid, high, negative, (byte)scale));

    private static readonly Gen<decimal> Prices =
        Gen.Select(Gen.Long[1, 99_999_999_999], Gen.Int[0, 6]).Select((digits, scale) => new decimal(
            (int)digits, (int)(digits >> 32), 0, false, (byte)scale));

    private static readonly Gen<RoundingStep> Steps =
        Gen.Select(Gen.OneOf(0.01m, 0.05m, 1m, 10m, 100m, 1000m), Gen.Enum<RoundingMode>())
            .Select((unit, mode) => new RoundingStep(unit, mode));

    [Fact]
    public void Round_DifferenceOfThirds_IsNotCutBelowTheWholeItIs()
    {
        // 10 / 9 - 1 / 9 in decimals is 0.999…, and would be cut to 0.
        var difference = ((Exact)10 / 9) - ((Exact)1 / 9);

        Assert.Equal(1, difference.Round(Whole));
    }

    [Fact]
    public void Round_ProductBeyondDecimal_StaysExact()
    {
        // 25 digits times 10: the product has 34, of which a decimal would keep 28.
        var product = (Exact)1_234_567_890_123_456.789012345m * 1.000000001m;
        var rest = product - 1_234_567_891_358_024.679135801789m;

        Assert.Equal(1, rest.Sign);
        Assert.Equal(1_234_567_891_358_024.68m, product.Round(Cent));
    }

    [Theory]
    [InlineData("13.125", "13.13")]
    [InlineData("13.135", "13.14")]
    [InlineData("13.1249999999999999999999999", "13.12")]
    [InlineData("-13.125", "-13.13")]
    public void Round_HalfACent_GoesAwayFromZero(string value, string rounded) =>
        Assert.Equal(rounded, $"{((Exact)decimal.Parse(value)).Round(Cent)}");

    [Fact]
    public void Round_SumOfProductsAndQuotients_IsThatOfWholeNumbers() =>
        Gen.Select(Prices, Prices, Prices, Prices, Prices, Steps).Sample((a, b, c, d, e, step) =>
        {
            var exact = ((Exact)a * b / c) - ((Exact)d / e);
            var (numerator, denominator) = (
                (Mantissa(a) * Mantissa(b) * Tens(c) * Mantissa(e) * Tens(d))
                - (Mantissa(d) * Tens(e) * Mantissa(c) * Tens(a) * Tens(b)),
                Mantissa(c) * Tens(a) * Tens(b) * Mantissa(e) * Tens(d));
            return exact.Round(step) == Rounded(numerator, denominator, step) && exact.Sign == numerator.Sign;
        });

    [Fact]
    public void TryMultiplyAndAdd_WhatIsGiven_IsExact() =>
        Gen.Select(Numbers, Numbers).Sample((a, b) =>
            (!ExactDecimal.TryMultiply(a, b, out var product)
                || Mantissa(product) * Tens(a) * Tens(b) == Mantissa(a) * Mantissa(b) * Tens(product))
            && (!ExactDecimal.TryAdd(a, b, out var sum)
                || Mantissa(sum) * Tens(a) * Tens(b)
                    == ((Mantissa(a) * Tens(b)) + (Mantissa(b) * Tens(a))) * Tens(sum)));

    [Fact]
    public void Compare_AnyTwo_IsThatOfDecimals() =>
        Gen.Select(Prices, Prices, Prices).Sample((a, b, c) =>
            (Exact)a / c < (Exact)b / c == a < b
            && Exact.Max(a, b).ToDecimal() == Math.Max(a, b)
            && Exact.Min(a, b).ToDecimal() == Math.Min(a, b));

    [Fact]
    public void ToDecimal_BeyondDecimal_IsNear()
    {
        var huge = (Exact)1_234_567_890_123_456_789_012_345.678m * 1.00000000001m / 3;

        Assert.Equal(411_522_630_045_267_489_304_526.749m, decimal.Round(huge.ToDecimal(), 3));
    }

    [Fact]
    public void Write_AnyDecimal_IsItsOwnText() =>
        Gen.OneOf(Numbers, Prices, Prices.Select(price => price / 1_000_000_000)).Sample(value =>
            Written(value) == value.ToString(CultureInfo.InvariantCulture)
            && decimal.Parse(DecimalText.Of(value), CultureInfo.InvariantCulture) == value);

    [Theory]
    [InlineData("0.00", "0", "0")]
    [InlineData("0.050", "0.05", "0.05")]
    [InlineData("20.00", "20", "20")]
    [InlineData("4.2", "4.2", "4.20")]
    [InlineData("-4.200", "-4.2", "-4.20")]
    [InlineData("120", "120", "120")]
    public void Of_ZerosAtItsEnd_AreLeftOutBehindThePointOnly(string value, string text, string money) =>
        Assert.Equal((text, money), (DecimalText.Of(decimal.Parse(value, CultureInfo.InvariantCulture)),
            DecimalText.OfMoney(decimal.Parse(value, CultureInfo.InvariantCulture))));

    private static string Written(decimal value)
    {
        Span<char> text = stackalloc char[DecimalText.LengthMax];
        return text[..DecimalText.Write(text, value)].ToString();
    }

    private static decimal Rounded(BigInteger numerator, BigInteger denominator, RoundingStep step)
    {
        var (above, below) = (BigInteger.Abs(numerator) * Tens(step.Unit), denominator * Mantissa(step.Unit));
        var count = above / below;
        if (step.Mode == RoundingMode.HalfAwayFromZero && (above % below) * 2 >= below)
            count++;
        return (decimal)count * step.Unit * numerator.Sign;
    }

    private static BigInteger Mantissa(decimal value)
    {
        var parts = decimal.GetBits(value);
        var mantissa = ((BigInteger)(uint)parts[2] << 64) + ((BigInteger)(uint)parts[1] << 32) + (uint)parts[0];
        return value < 0 ? -mantissa : mantissa;
    }

    private static BigInteger Tens(decimal value) => BigInteger.Pow(10, value.Scale);
}
