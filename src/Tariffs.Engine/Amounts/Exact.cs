using System.Globalization;
using System.Numerics;

namespace CrmClub.Tariffs.Engine;

/// <summary>
/// A fraction of two decimals, above or equal to zero below the line, that is never rounded on the way: what no longer
/// fits two decimals is carried on in whole numbers of any size.
/// </summary>
internal readonly struct Exact
{
    private readonly decimal _numerator;
    private readonly decimal _denominator;
    private readonly Fraction? _large;

    private Exact(decimal numerator, decimal denominator) => (_numerator, _denominator) = (numerator, denominator);

    private Exact(Fraction large) => (_denominator, _large) = (1, large);

    public static Exact Zero => new(0, 1);

    public static implicit operator Exact(decimal value) => new(value, 1);

    public static Exact operator *(Exact left, Exact right) =>
        left._large is null && right._large is null
        && ExactDecimal.TryMultiply(left._numerator, right._numerator, out var numerator)
        && ExactDecimal.TryMultiply(left._denominator, right._denominator, out var denominator)
            ? new Exact(numerator, denominator)
            : new Exact(left.Large() * right.Large());

    public static Exact operator /(Exact left, decimal right) =>
        left._large is null && ExactDecimal.TryMultiply(left._denominator, right, out var denominator)
            ? new Exact(left._numerator, denominator)
            : new Exact(left.Large() / Fraction.From(right));

    public static Exact operator +(Exact left, Exact right)
    {
        if (left._large is not null || right._large is not null)
            return new Exact(left.Large() + right.Large());
        if (left._denominator == right._denominator)
        {
            return ExactDecimal.TryAdd(left._numerator, right._numerator, out var sum)
                ? new Exact(sum, left._denominator)
                : new Exact(left.Large() + right.Large());
        }

        return ExactDecimal.TryMultiply(left._numerator, right._denominator, out var one)
            && ExactDecimal.TryMultiply(right._numerator, left._denominator, out var other)
            && ExactDecimal.TryAdd(one, other, out var numerator)
            && ExactDecimal.TryMultiply(left._denominator, right._denominator, out var denominator)
            ? new Exact(numerator, denominator)
            : new Exact(left.Large() + right.Large());
    }

    public static Exact operator -(Exact value) =>
        value._large is { } large ? new Exact(-large) : new Exact(-value._numerator, value._denominator);

    public static Exact operator -(Exact left, Exact right) => left + -right;

    public static bool operator <(Exact left, Exact right) => (left - right).Sign < 0;

    public static bool operator >(Exact left, Exact right) => right < left;

    public int Sign => _large?.Sign ?? Math.Sign(_numerator);

    public static Exact Max(Exact left, Exact right) => left < right ? right : left;

    public static Exact Min(Exact left, Exact right) => right < left ? right : left;

    /// <summary>Brings it to a multiple of the unit.</summary>
    public decimal Round(RoundingStep step)
    {
        if (_large is { } large)
            return large.Round(step);
        if (_denominator == 1 && step.Decimals is { } decimals)
        {
            // A zero with the step's decimals gives them to the amount: 20.00, not 20.
            return decimal.Round(_numerator, decimals, step.Midpoint) + new decimal(0, 0, 0, false, (byte)decimals);
        }

        var magnitude = Math.Abs(_numerator);
        if (!ExactDecimal.TryMultiply(_denominator, step.Unit, out var unit)
            || !ExactDecimal.CanAdd(magnitude, unit))
        {
            return Large().Round(step);
        }

        var rest = magnitude % unit;
        var up = step.Mode == RoundingMode.HalfAwayFromZero && rest >= unit - rest;
        // The quotient is whole; cut, it loses its zeros behind the point, and the amount has the decimals of the step.
        var count = decimal.Truncate((magnitude - rest) / unit) + (up ? 1 : 0);
        return Math.Sign(_numerator) < 0 ? -count * step.Unit : count * step.Unit;
    }

    /// <summary>The nearest decimal.</summary>
    public decimal ToDecimal() => _large is { } large ? large.ToDecimal() : _numerator / _denominator;

    /// <summary>With at most ten decimals; "…" where more follow.</summary>
    public override string ToString()
    {
        const int DecimalsMax = 10;
        var shown = decimal.Round(ToDecimal(), DecimalsMax, MidpointRounding.ToZero);
        var text = shown.ToString("0.##########", CultureInfo.InvariantCulture);
        return (this - shown).Sign == 0 ? text : text + "…";
    }

    private Fraction Large() => _large ?? Fraction.From(_numerator) / Fraction.From(_denominator);

    /// <summary>A fraction of two whole numbers; the lower one is above zero.</summary>
    private sealed record Fraction(BigInteger Numerator, BigInteger Denominator)
    {
        public int Sign => Numerator.Sign;

        public static Fraction From(decimal value)
        {
            Span<int> parts = stackalloc int[4];
            decimal.GetBits(value, parts);
            var mantissa = ((BigInteger)(uint)parts[2] << 64) + ((BigInteger)(uint)parts[1] << 32) + (uint)parts[0];
            return new Fraction(value < 0 ? -mantissa : mantissa, BigInteger.Pow(10, value.Scale));
        }

        public static Fraction operator *(Fraction left, Fraction right) =>
            new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

        public static Fraction operator /(Fraction left, Fraction right) =>
            new(left.Numerator * right.Denominator, left.Denominator * right.Numerator);

        public static Fraction operator +(Fraction left, Fraction right) =>
            new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator),
                left.Denominator * right.Denominator);

        public static Fraction operator -(Fraction value) => new(-value.Numerator, value.Denominator);

        public decimal Round(RoundingStep step)
        {
            var units = this / From(step.Unit);
            var count = BigInteger.DivRem(BigInteger.Abs(units.Numerator), units.Denominator, out var rest);
            if (step.Mode == RoundingMode.HalfAwayFromZero && rest * 2 >= units.Denominator)
                count++;
            return (decimal)(Sign < 0 ? -count : count) * step.Unit;
        }

        public decimal ToDecimal()
        {
            const int Digits = 28;
            var whole = BigInteger.Abs(Numerator / Denominator);
            var scale = Math.Max(0, Digits - (whole.IsZero ? 0 : (int)Math.Ceiling(BigInteger.Log10(whole + 1))));
            var scaled = (decimal)(Numerator * BigInteger.Pow(10, scale) / Denominator);
            for (; scale > 0; scale--)
                scaled /= 10;
            return scaled;
        }
    }
}
