using CrmClub.Tariffs.Engine.Expressions;
using CsCheck;

namespace CrmClub.Tariffs.Engine.Tests;

public sealed class ExpressionTests
{
    private static readonly Gen<decimal> Numbers =
        Gen.Select(Gen.Long[0, 999_999_999_999], Gen.Int[0, 6]).Select((digits, scale) => digits / Power(scale));

    private static readonly Gen<DutyUnit> Units =
        Gen.Select(Gen.OneOf([.. MeasurementUnit.All]), Gen.OneOf([.. DutyUnit.Qualifiers.Keys.Append("")]),
                Gen.OneOf("Dy2O3", "NdPrO", "Nd", "t", "kg", "FREE", "U3O8"), Gen.Bool)
            .Select((unit, qualifier, content, isContent) =>
                new DutyUnit(unit, isContent && unit.Kind == QuantityKind.Mass ? content : qualifier));

    private static readonly Gen<SpecificDuty> Specifics =
        Gen.Select(Numbers, Gen.OneOf("EUR", "USD", "JPY"), Units)
            .Select((amount, currency, unit) => new SpecificDuty(amount, currency, unit));

    private static readonly Gen<ComponentDuty> Components =
        Gen.Select(Numbers, Gen.OneOf("case", "strap", "Pb-content", "BASE", "kg"))
            .Select((percent, name) => new ComponentDuty(percent, name));

    private static readonly Gen<DutySum> Sums =
        Gen.Select(Numbers.Nullable(), Components.List[0, 2], Specifics.List[0, 5])
            .Select((percent, components, specifics) => new DutySum(
                percent ?? (components.Count + specifics.Count == 0 ? 0 : null),
                [.. specifics.DistinctBy(one => (one.Unit.Measurement.Kind, one.Unit.Of))])
            {
                Components = [.. components.DistinctBy(one => one.Component)],
            });

    private static readonly Gen<DutyExpression> Expressions = Gen.Frequency(
        (1, Gen.OneOf<DutyExpression>(new FreeDuty(), new ShareOfBase())),
        (1, Sums.Null().Select(surcharge => (DutyExpression)new SurchargeOnBase(surcharge))),
        (2, Specifics.Select(price => (DutyExpression)new PriceFloor(price))),
        (7, Gen.Select(Sums, Sums.Null(), Sums.Null())
            .Select((sum, least, most) => (DutyExpression)new Duty(sum, least, most))))
        .Where(expression => expression.ToString().Length <= DutyExpression.LengthMax);

    [Theory]
    [InlineData("12.5 %")]
    [InlineData("0 %")]
    [InlineData("FREE")]
    [InlineData("4.20 EUR / 100 kg")]
    [InlineData("3 % + 1.10 EUR / kg")]
    [InlineData("8 % MIN 2 EUR / kg MAX 15 EUR / kg")]
    [InlineData("9 % + 45.10 EUR / 100 kg MAX 18.9 % + 16.50 EUR / 100 kg")]
    [InlineData("FLOOR 325 USD / kg Dy2O3")]
    [InlineData("FLOOR 2408 EUR / t")]
    [InlineData("0.375 USD / kg W + 1 EUR / g")]
    [InlineData("6 % OF case + 14 % OF strap + 0.44 USD / p")]
    [InlineData("5 % MIN 0.17 EUR / p MAX 2 EUR / 12 p")]
    [InlineData("1.75 EUR / hl vol + 6.40 EUR / 100 kg drained")]
    [InlineData("BASE")]
    [InlineData("BASE + 25 % + 1 EUR / pair")]
    public void Parse_CanonicalForm_PrintsItself(string text) =>
        Assert.Equal(text, DutyExpression.Parse(text).ToString());

    [Theory]
    [InlineData("4.000%", "4 %")]
    [InlineData("1.230 EUR / kg", "1.23 EUR / kg")]
    [InlineData("12.900% + 20.000 EUR / kg", "12.9 % + 20 EUR / kg")]
    [InlineData("20.0 EUR/100kg", "20 EUR / 100 kg")]
    [InlineData("  3%+1.1EUR/kg  ", "3 % + 1.10 EUR / kg")]
    public void Parse_OtherForm_PrintsTheCanonicalOne(string text, string canonical) =>
        Assert.Equal(canonical, DutyExpression.Parse(text).ToString());

    [Theory]
    [InlineData("", 1, "the end", "a number, FREE, FLOOR, BASE or SHARE OF BASE")]
    [InlineData("+", 1, "'+'", "a number, FREE, FLOOR, BASE or SHARE OF BASE")]
    [InlineData("10% + 100 ABC / 100 kg", 11, "'ABC'", "a currency by ISO 4217")]
    [InlineData("10%&@#^&", 4, "'&'", "+, MIN, MAX or the end")]
    [InlineData("5 % MAX 2 EUR / kg MIN 1 EUR / kg", 20, "'MIN'", "+ or the end (MIN stands before MAX, each once)")]
    [InlineData("5 % MIN 2 EUR / kg MIN 1 EUR / kg", 20, "'MIN'", "+, MAX or the end")]
    [InlineData("5 % + 6 %", 7, "'6'", "an amount per unit: a percentage stands once, and first")]
    [InlineData("1 EUR / kg + 6 %", 14, "'6'", "an amount per unit: a percentage stands once, and first")]
    [InlineData("1 EUR / kg + 2 EUR / 100 kg", 14, "'2'", "each quantity once in a sum")]
    [InlineData("5", 2, "the end", "% or a currency by ISO 4217")]
    [InlineData("12,5 %", 3, "','", "% or a currency by ISO 4217")]
    [InlineData("-5 %", 1, "'-'", "a number, FREE, FLOOR, BASE or SHARE OF BASE")]
    [InlineData("5. %", 2, "'.'", "% or a currency by ISO 4217")]
    [InlineData("5 EUR / l W", 11, "'W'", "what of the goods is measured, for instance alcohol, or the end")]
    [InlineData("5 % + 6 % OF case + 7 % OF case", 21, "'7'", "each value once in a sum")]
    [InlineData("BASE MIN 5 %", 6, "'MIN'", "+ or the end")]
    [InlineData("5 EUR / 50 kg", 9, "'50'", "a unit, for instance kg, 100 kg, t or p")]
    [InlineData("5 EUR kg", 7, "'kg'", "/")]
    [InlineData("5 EUR / lb", 9, "'lb'", "a unit, for instance kg, 100 kg, t or p")]
    [InlineData("FLOOR 5 %", 9, "'%'", "a currency by ISO 4217")]
    [InlineData("FLOOR 5 EUR / kg + 3 %", 18, "'+'", "the end")]
    [InlineData("FREE 3 %", 6, "'3'", "the end")]
    [InlineData("free", 1, "'free'", "a number, FREE, FLOOR, BASE or SHARE OF BASE")]
    [InlineData("12.5 % AC", 8, "'AC'", "+, MIN, MAX or the end")]
    [InlineData("1234567890123456789 %", 1, "'1234567890123456789'", "a number of at most 18 digits")]
    [InlineData("5 EUR / kg Abcdefghijklm", 12, "'Abcdefghijklm'", "the name of a material, at most 12 characters")]
    [InlineData("5 % 𝛿", 5, "'𝛿'", "+, MIN, MAX or the end")]
    public void TryParse_Fault_IsNamedByColumn(string text, int column, string found, string expected)
    {
        Assert.False(DutyExpression.TryParse(text, out var expression, out var error));
        Assert.Null(expression);
        Assert.Equal(new ExpressionError(column, found, expected), error);
    }

    [Fact]
    public void TryParse_TooLong_IsRefused()
    {
        Assert.False(DutyExpression.TryParse(new string(' ', 501) + "5 %", out _, out var error));
        Assert.Equal(501, error.Column);
    }

    [Fact]
    public void TryParse_TooManyParts_IsRefused()
    {
        var sum = string.Join(" + ", Enumerable.Range(1, 9).Select(part => $"1 EUR / kg X{part}"));

        Assert.False(DutyExpression.TryParse(sum, out _, out var error));
        Assert.Equal("at most 8 parts of a sum", error.Expected);
    }

    [Fact]
    public void Parse_WhatWasPrinted_IsEqual() =>
        Expressions.Sample(expression =>
        {
            var printed = expression.ToString();
            var parsed = DutyExpression.Parse(printed);
            return parsed == expression && parsed.ToString() == printed;
        });

    [Fact]
    public void TryParse_AnyText_EndsInOneOfTwo() =>
        Gen.OneOf(
                Gen.String,
                Gen.OneOf("5", " ", "%", "+", "EUR", "/", "kg", "MIN", "MAX", "FLOOR", "FREE", "100", "Dy2O3", ".")
                    .Array[0, 20].Select(string.Concat))
            .Sample(text => DutyExpression.TryParse(text, out var expression, out var error)
                ? DutyExpression.Parse(expression.ToString()) == expression
                : error.Column >= 1 && error.Column <= text.Length + 1);

    private static decimal Power(int scale)
    {
        var power = 1m;
        for (; scale > 0; scale--)
            power *= 10;
        return power;
    }
}
