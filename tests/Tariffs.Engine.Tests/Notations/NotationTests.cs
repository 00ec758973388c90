using CrmClub.Tariffs.Engine.Expressions;
using CsCheck;

namespace CrmClub.Tariffs.Engine.Tests.Notations;

/// <summary>Public notations. The duties are law: the EU's of 2019, those of the US tariff schedule of 2024.</summary>
public sealed class NotationTests
{
    [Theory]
    [InlineData("0.000 %", "0 %")] // 0101 29 10 00
    [InlineData("16.000 % + 582.000 EUR TNE", "16 % + 582 EUR / t")] // 0102 29 10 10, quota 09.0113
    [InlineData("33.900 EUR DTN R", "33.90 EUR / 100 kg standard-quality")] // 1701 12 10 00
    [InlineData("98.000 EUR TNE + 1.372 EUR DAP", "98 EUR / t + 1.372 EUR / 10 t polarised")] // 1701 13 10 00
    [InlineData("8.300 % + 3.800 EUR DTN E", "8.3 % + 3.80 EUR / 100 kg drained")] // 2001 90 40 00
    [InlineData("6.500 % MAX 5.000 EUR HMT", "6.5 % MAX 5 EUR / 100 m")] // 3706 10 99 00
    [InlineData("9.000 % + 45.100 EUR DTN MAX 18.900 % + 16.500 EUR DTN",
        "9 % + 45.10 EUR / 100 kg MAX 18.9 % + 16.50 EUR / 100 kg")] // 1806 20, as TARIC writes it
    [InlineData("1.750 EUR ASV X", "1.75 EUR / hl vol")]
    [InlineData("37.000 EUR KNI", "37 EUR / kg N")]
    [InlineData("NIHIL", "FREE")]
    [InlineData("0", "0 %")] // 1507 00 00 00
    public void Taric_Duty_IsRead(string text, string canonical) => AssertRead(DutyNotation.Taric, text, canonical);

    [Theory]
    [InlineData("10.2% + 93.100 € / 100 kg", "10.2 % + 93.10 EUR / 100 kg")] // 0201 20 20 00
    [InlineData("52.000 € / 1,000 items", "52 EUR / 1000 p")] // 0105 11 11 00
    [InlineData("1.190 € / kg / lactic matter + 21.000 € / 100 kg", "1.19 EUR / kg lactic + 21 EUR / 100 kg")]
    [InlineData("0.400 € / 100 kg / % sacchar.", "0.40 EUR / 100 kg sucrose-percent")] // 1702 90 71 00
    [InlineData("0.900 € / % vol / hl + 6.400 € / hl", "0.90 EUR / hl vol + 6.40 EUR / hl")] // 2205 10 90 00
    [InlineData("12.0% MIN 2.000 € / 100 kg / gross", "12 % MIN 2 EUR / 100 kg gross")] // 0804 50 00
    [InlineData("18.4% MIN 22.000 € / 100 kg MAX 24.000 € / 100 kg",
        "18.4 % MIN 22 EUR / 100 kg MAX 24 EUR / 100 kg")] // 2401 10
    [InlineData("4.5% MIN 0.300 € / item MAX 0.800 € / item", "4.5 % MIN 0.30 EUR / p MAX 0.80 EUR / p")] // 9101 11
    [InlineData("0.0% + 30.900 € / 100 kg MAX 18.2% Quota available", "0 % + 30.90 EUR / 100 kg MAX 18.2 %")]
    [InlineData("1.700 € / tonne", "1.70 EUR / t")] // 2501 00 51 10
    public void Eu_Duty_IsRead(string text, string canonical) => AssertRead(DutyNotation.Eu, text, canonical);

    [Theory]
    [InlineData("Free", "FREE")]
    [InlineData("37.5¢/kg on tungsten content", "0.375 USD / kg W")] // 2611.00.60
    [InlineData("8.8¢/kg on copper content + 3.3¢/kg on lead content + 3.7¢/kg on zinc content",
        "0.088 USD / kg Cu + 0.033 USD / kg Pb + 0.037 USD / kg Zn")] // 2603.00.00, column 2
    [InlineData("12.8¢/kg on molybdenum content + 1.8%", "1.8 % + 0.128 USD / kg Mo")] // 2613.90.00
    [InlineData("$1.80/m<sup>3</sup>", "1.80 USD / m3")]
    [InlineData("2.5% <u></u>", "2.5 %")]
    [InlineData("15 1/2%", "15.5 %")]
    [InlineData("$2.50/thou- sand + 40%", "40 % + 2.50 USD / 1000 p")]
    [InlineData("4.4¢/liter + 31.4¢/pf. liter", "0.044 USD / l + 0.314 USD / l proof")]
    [InlineData("44¢ each + 6% on the case + 14% on the strap, band or bracelet + 5.3% on the battery",
        "6 % OF case + 14 % OF strap + 5.3 % OF battery + 0.44 USD / p")] // 9102.11
    [InlineData("17¢ each + 2.5% + 1¢/jewel", "2.5 % + 0.17 USD / p + 0.01 USD / p jewels")] // 9108.20
    [InlineData("2.5% on the value of the lead content", "2.5 % OF Pb-content")] // 7801.99.90
    [InlineData("10¢/1,000 pins + 3.5%", "3.5 % + 0.10 USD / 1000 p pins")]
    [InlineData("3 percent of the fair retail value", "3 % OF fair-retail-value")]
    [InlineData("The duty provided in the applicable subheading + 25%", "BASE + 25 %")] // 9903.88.01
    [InlineData("[The duty provided in the applicable subheading + 100%]", "BASE + 100 %")]
    public void Us_Duty_IsRead(string text, string canonical) => AssertRead(DutyNotation.Us, text, canonical);

    [Theory]
    [InlineData(DutyNotation.Taric, "5.000 EUR XYZ", 11, "'XYZ'", "a measurement unit of TARIC, for instance DTN")]
    [InlineData(DutyNotation.Taric, "5", 2, "the end", "% or a currency by ISO 4217")]
    [InlineData(DutyNotation.Taric, "9.000 % + AC", 11, "'AC'", "a number: Meursing components are not read")]
    [InlineData(DutyNotation.Taric, "5.000 EUR KNI E", 15, "'E'", "+, MIN, MAX or the end")]
    [InlineData(DutyNotation.Taric, "Cond: B cert: D-019 (28):; B (08):", 1, "'Cond'",
        "a number or NIHIL: conditions belong to the measure, not to its duty")]
    [InlineData(DutyNotation.Eu, "0.0% + AC MAX 18.7% + SD", 8, "'AC'", "a number: Meursing components are not read")]
    [InlineData(DutyNotation.Eu, "5.0% + 2 EUR / kg", 10, "'EUR'", "% or €")]
    [InlineData(DutyNotation.Eu, "5 € / stone", 7, "'stone'", "a unit as the EU displays it, for instance 100 kg")]
    [InlineData(DutyNotation.Us, "33 1/3%", 4, "'1'", "a fraction that is a decimal")]
    [InlineData(DutyNotation.Us, "5¢/kg on dysprosium content", 7, "'on'", "+ or the end")]
    [InlineData(DutyNotation.Us, "5%, for the time being", 3, "','", "+ or the end")]
    [InlineData(DutyNotation.Us, "Free, under bond", 5, "','", "the end")]
    [InlineData(DutyNotation.Us, "5¢/stone", 3, "'/'", "each, or / and a unit of the tariff schedule")]
    [InlineData(DutyNotation.Us, "Free (A,AU,CL)", 6, "'('", "the end")]
    [InlineData(DutyNotation.Us, "No change", 1, "'No'",
        "Free, a number, $ or the duty provided in the applicable subheading")]
    public void TryRead_Fault_IsNamedByColumn(
        DutyNotation notation, string text, int column, string found, string expected)
    {
        Assert.False(DutyNotations.TryRead(text, notation, out var expression, out var error));
        Assert.Null(expression);
        Assert.Equal(new ExpressionError(column, found, expected), error);
    }

    [Theory]
    [InlineData("9.0% + AC", "'AC'", "a number: Meursing components are not read")]
    [InlineData("8.3 % + 3.8 EUR DTN Q", "'Q'", "+, MIN, MAX or the end")]
    [InlineData("5¢/kg on hope", "'on'", "+ or the end")]
    public void TryRead_AnyNotation_NamesTheFaultOfTheOneThatCameFarthest(string text, string found, string expected)
    {
        Assert.False(DutyNotations.TryRead(text, out _, out _, out var error));
        Assert.Equal((found, expected), (error.Found, error.Expected));
    }

    [Fact]
    public void TryRead_WhatNobodyReads_IsRefusedWithoutEnd()
    {
        foreach (var text in new[] { new string('9', 10_000), new string('(', 100_000) })
        {
            Assert.False(DutyNotations.TryRead(text, out _, out _, out var error));
            Assert.Equal(new ExpressionError(501, $"{text.Length} characters", "at most 500"), error);
        }

        Assert.False(DutyNotations.TryRead(new string('(', 500), out _, out _, out var short500));
        Assert.Equal(1, short500.Column);
    }

    [Fact]
    public void TryRead_WhatIsTooLongToPrint_IsRefused()
    {
        var part = $"{new string('9', 18)} EUR";
        var sum = string.Join('+', new[] { "TNE E", "DAP", "KSD", "LPA", "NPR", "MTK", "DTN Z", "ASV X" }
            .Select(unit => $"{part} {unit}"));

        Assert.True(DutyNotations.TryRead($"{sum} MIN 1 %", DutyNotation.Taric, out _, out _));
        Assert.False(DutyNotations.TryRead($"{sum} MIN {sum}", DutyNotation.Taric, out var expression, out var error));
        Assert.Null(expression);
        Assert.Equal(
            "column 1: found a duty of 597 characters in the club's notation, expected at most 500", $"{error}");
    }

    [Fact]
    public void TryRead_AnyText_EndsInOneOfTwo() =>
        Gen.OneOf(
                Gen.String,
                Gen.OneOf("5", " ", "%", "+", "EUR", "/", "kg", "MIN", "MAX", "¢", "$", "€", "DTN", "each", "<sup>",
                    "1,000", "1/2", "- s", "BASE", "OF", "Free", "NIHIL", ",", "-", ".")
                    .Array[0, 20].Select(string.Concat))
            .Sample(text => Enum.GetValues<DutyNotation>().All(notation =>
                DutyNotations.TryRead(text, notation, out var expression, out var error)
                    ? DutyExpression.Parse(expression.ToString()) == expression
                    : error.Column >= 1 && error.Column <= text.Length + 1));

    private static void AssertRead(DutyNotation notation, string text, string canonical)
    {
        Assert.True(DutyNotations.TryRead(text, notation, out var expression, out var error), $"{error}");
        Assert.Equal(canonical, expression.ToString());
        Assert.Equal(expression, DutyExpression.Parse(canonical));
        Assert.True(DutyNotations.TryRead(text, out var told, out _, out _));
        Assert.Equal(expression, told);
    }
}
