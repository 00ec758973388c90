using System.Numerics;

namespace CrmClub.Tariffs.Engine;

/// <summary>
/// A fraction of two decimals, above or equal to zero below the line, that is never rounded on the way: what no longer
/// fits two decimals is carried on in whole numbers of any size. What is computed from an unknown one is unknown.
/// </summary>
internal readonly struct Exact
{
    private static readonly object None = new();

    private readonly decimal _numerator;

    // What makes it more than a decimal: a Divisor below the line, the Fraction that no longer fits two decimals, or
    // None. Null where nothing was converted, which keeps the struct small and what is done with it cheap.
    private readonly object? _rest;

    private Exact(decimal numerator, object? rest = null) => (_numerator, _rest) = (numerator, rest);

    private Exact(Fraction large) => _rest = large;

    public static Exact Zero => default;

    public static Exact Unknown => new(0, None);

    public bool IsKnown => _rest != None;

    public static implicit operator Exact(decimal value) => new(value);

    public static Exact operator *(in Exact left, in Exact right) =>
        left._rest is null && right._rest is null
        && ExactDecimal.TryMultiply(left._numerator, right._numerator, out var product)
            ? new Exact(product)
            : Multiply(left, right);

    public static Exact operator /(in Exact left, decimal right) => left / Divisor.From(right);

    /// <summary>By what was made once, for many: nothing is made for one that had no divisor.</summary>
    public static Exact operator /(in Exact left, Divisor? right) => right is null || !left.IsKnown ? left
        : left._rest is null ? new Exact(left._numerator, right)
        : left._rest is Divisor own && ExactDecimal.TryMultiply(own.Value, right.Value, out var denominator)
            ? new Exact(left._numerator, Divisor.From(denominator))
        : new Exact(left.Large() / Fraction.From(right.Value));

    /// <summary>By what is above zero.</summary>
    public static Exact operator /(in Exact left, in Exact right) =>
        !left.IsKnown || !right.IsKnown ? Unknown
        : right._rest is Fraction large ? new Exact(left.Large() / large)
        : left * right.Denominator / right._numerator;

    public static Exact operator +(in Exact left, in Exact right) =>
        left._rest is null && right._rest is null
        && ExactDecimal.TryAdd(left._numerator, right._numerator, out var sum)
            ? new Exact(sum)
            : Add(left, right);

    public static Exact operator -(in Exact value) =>
        value._rest is Fraction large ? new Exact(-large) : new Exact(-value._numerator, value._rest);

    public static Exact operator -(in Exact left, in Exact right) => left + -right;

    /// <summary>Whether the one is less; false where one is unknown.</summary>
    public static bool operator <(in Exact left, in Exact right) => left._rest is null && right._rest is null
        ? left._numerator < right._numerator
        : (left - right).Sign < 0;

    public static bool operator >(in Exact left, in Exact right) => right < left;

    public int Sign => _rest is Fraction large ? large.Sign : Math.Sign(_numerator);

    private decimal Denominator => _rest is Divisor divisor ? divisor.Value : 1;

    public static Exact Max(in Exact left, in Exact right) => left < right || !right.IsKnown ? right : left;

    public static Exact Min(in Exact left, in Exact right) => right < left || !right.IsKnown ? right : left;

    /// <summary>Brings it to a multiple of the unit.</summary>
    public decimal Round(in RoundingStep step)
    {
        if (_rest is Fraction large)
            return large.Round(step);
        if (_rest is null && step.Decimals is not null)
            return step.Round(_numerator);
        var magnitude = Math.Abs(_numerator);
        if (!ExactDecimal.TryMultiply(Denominator, step.Unit, out var unit)
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
    public decimal ToDecimal() => _rest switch
    {
        null => _numerator,
        Fraction large => large.ToDecimal(),
        _ => _numerator / Denominator,
    };

    /// <summary>With at most ten decimals; "…" where more follow.</summary>
    public override string ToString()
    {
        var text = new Sentence(stackalloc char[DecimalText.LengthMax + 1]);
        AddTo(ref text);
        return text.ToString();
    }

    /// <inheritdoc cref="ToString"/>
    public void AddTo(ref Sentence text)
    {
        const int DecimalsMax = 10;
        var isDecimal = _rest is null && _numerator.Scale <= DecimalsMax;
        var shown = isDecimal ? _numerator : decimal.Round(ToDecimal(), DecimalsMax, MidpointRounding.ToZero);
        text.AddNumber(shown);
        if (!isDecimal && (this - shown).Sign != 0)
            text.Add("…");
    }

    private Fraction Large() => _rest as Fraction ?? (Fraction.From(_numerator) / Fraction.From(Denominator));

    private static Exact Multiply(in Exact left, in Exact right)
    {
        if (!left.IsKnown || !right.IsKnown)
            return Unknown;
        if (left._rest is Fraction || right._rest is Fraction
            || !ExactDecimal.TryMultiply(left._numerator, right._numerator, out var numerator)
            || !ExactDecimal.TryMultiply(left.Denominator, right.Denominator, out var denominator))
        {
            return new Exact(left.Large() * right.Large());
        }

        return new Exact(numerator, right._rest is null ? left._rest
            : left._rest is null ? right._rest
            : Divisor.From(denominator));
    }

    private static Exact Add(in Exact left, in Exact right)
    {
        if (!left.IsKnown || !right.IsKnown)
            return Unknown;
        if (left._rest is Fraction || right._rest is Fraction)
            return new Exact(left.Large() + right.Large());
        if (left._rest == right._rest || left.Denominator == right.Denominator)
        {
            return ExactDecimal.TryAdd(left._numerator, right._numerator, out var sum)
                ? new Exact(sum, left._rest)
                : new Exact(left.Large() + right.Large());
        }

        return ExactDecimal.TryMultiply(left._numerator, right.Denominator, out var one)
            && ExactDecimal.TryMultiply(right._numerator, left.Denominator, out var other)
            && ExactDecimal.TryAdd(one, other, out var numerator)
            && ExactDecimal.TryMultiply(left.Denominator, right.Denominator, out var denominator)
            ? new Exact(numerator, left._rest is null ? right._rest
                : right._rest is null ? left._rest
                : Divisor.From(denominator))
            : new Exact(left.Large() + right.Large());
    }

    /// <summary>What stands below the line, where it is not one.</summary>
    internal sealed record Divisor
    {
        private Divisor(decimal value) => Value = value;

        public decimal Value { get; }

        public static Divisor? From(decimal value) => value == 1 ? null : new Divisor(value);
    }

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
