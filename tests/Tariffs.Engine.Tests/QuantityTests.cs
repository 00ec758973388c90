using CrmClub.Tariffs.Engine.Expressions;
using static CrmClub.Tariffs.Engine.Tests.TestTariff;

namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>Duties in other units than the net mass, on contained materials, and on the values of components.</summary>
public sealed class QuantityTests
{
    // Terbium oxide, of which the line counts no contained material: 1,000 kg worth 20,000 EUR.
    private static readonly Consignment Goods = new(Start, "28469030", "AU", "", 1000, 20_000, "EUR", null, "", [], []);

    [Theory]
    [InlineData("4 EUR / 100 kg", "40.00")]
    [InlineData("2000 EUR / 10 t", "200.00")]
    [InlineData("0.01 EUR / g", "10000.00")]
    [InlineData("0.50 EUR / ct", "2500000.00")]
    public void Decide_UnitOfMass_CountsTheNetMass(string expression, string duty) =>
        Assert.Equal(duty, Duty(expression, Goods));

    [Theory]
    [InlineData("0.50 EUR / p", "36 p", "18.00")]
    [InlineData("1 EUR / 12 p", "40 p", "3.33")]
    [InlineData("1 EUR / 144 p", "3 12 p", "0.25")]
    [InlineData("52 EUR / 1000 p", "500 p", "26.00")]
    [InlineData("2 EUR / pair", "7 pair", "14.00")]
    [InlineData("32 EUR / hl", "12 m3", "3840.00")]
    [InlineData("5 EUR / 1000 l", "3 hl", "1.50")]
    [InlineData("5 EUR / 100 m", "2 km", "100.00")]
    [InlineData("1.75 EUR / hl vol", "420 hl vol", "735.00")]
    [InlineData("8 EUR / 100 kg drained", "250 kg drained", "20.00")]
    public void Decide_DeclaredQuantity_IsConvertedExactly(string expression, string quantity, string duty) =>
        Assert.Equal(duty, Duty(expression, Goods with { Quantities = [Quantity(quantity)] }));

    [Fact]
    public void Decide_ThreeContainedMetals_AreAdded()
    {
        // HTS 2603.00.00, column 2: 8.8 ct on copper, 3.3 ct on lead, 3.7 ct on zinc.
        const string Duties = "0.088 EUR / kg Cu + 0.033 EUR / kg Pb + 0.037 EUR / kg Zn";
        var assayed = Goods.With(DocumentCodes.Assay) with
        {
            Quantities = [Quantity("280 kg Cu"), Quantity("15 kg Pb"), Quantity("0.04 t Zn")],
        };

        Assert.Equal("26.62", Duty(Duties, assayed)); // 24.64 + 0.495 + 1.48
        AssertMissing(MissingKind.ContentUnit, "kg Zn: 28469030 counts no contained material", Duties,
            assayed with { Quantities = [.. assayed.Quantities.Take(2)] });
        Assert.Equal(
            new[] { "Cu", "Pb", "Zn" }.Select(metal => new MissingFigure(MissingKind.Quantity,
                $"kg {metal} that an assay proves: document 9CRA is not presented")),
            Explain(Duties, assayed with { Documents = [] }).Decision.Missing);
    }

    [Theory]
    [InlineData(1000, "621.00")] // 90 + 451 + 80 kg of it is less than 189 + 165 + 300
    [InlineData(20_000, "2331.00")] // 1,800 + 451 + 80 is less than 3,780 + 165 + 300
    [InlineData(100, "483.90")] // 9 + 451 + 80 is more than 18.90 + 165 + 300
    public void Decide_MaximumThatIsASum_LimitsTheWholeSum(int value, string duty) => Assert.Equal(duty, Duty(
        "9 % + 45.10 EUR / 100 kg + 0.20 EUR / p MAX 18.9 % + 16.50 EUR / 100 kg + 0.75 EUR / p",
        Goods with { CustomsValue = value, Quantities = [Quantity("400 p")] }));

    [Theory]
    [InlineData("0.50 EUR / p", "p: none is declared")]
    [InlineData("8 % MIN 2 EUR / hl", "l: none is declared")]
    [InlineData("8 % MAX 2 EUR / m2", "m2: none is declared")]
    [InlineData("2 EUR / 100 kg gross", "kg gross: none is declared")]
    public void Decide_QuantityNotDeclared_IsNotDecided(string expression, string what) =>
        AssertMissing(MissingKind.Quantity, what, expression, Goods with { Quantities = [Quantity("5 cell")] });

    [Fact]
    public void Decide_GrossMass_IsThatOfTheDeclaration()
    {
        var packed = Goods with { GrossMassKg = 1100 };

        Assert.Equal("22.00", Duty("2 EUR / 100 kg gross", packed));
        Assert.Equal("24.00", Duty("2 EUR / 100 kg gross", packed with { Quantities = [Quantity("1200 kg gross")] }));
    }

    [Fact]
    public void Decide_Components_BearTheirOwnRates()
    {
        // HTS 9102.11: an amount each, and a rate on case, strap and battery.
        const string Watch = "6 % OF case + 14 % OF strap + 5.3 % OF battery + 0.44 EUR / p";
        var watches = Goods with
        {
            Quantities = [Quantity("100 p")],
            ComponentValues = [new("case", 700), new("strap", 250), new("battery", 33.33m)],
        };

        Assert.Equal("122.77", Duty(Watch, watches)); // 42 + 35 + 1.76649 + 44
        Assert.Contains("33.33 EUR (battery) × 5.3 %", Explain(Watch, watches).Findings[0].Formula);
        AssertMissing(MissingKind.ComponentValue, "battery", Watch,
            watches with { ComponentValues = [.. watches.ComponentValues.Take(2)] });
    }

    [Theory]
    [InlineData("20 %", "BASE + 25 %", "45 %")]
    [InlineData("8 % MIN 2 EUR / kg MAX 15 EUR / kg", "BASE + 25 % + 1 EUR / p",
        "33 % + 1 EUR / p MIN 25 % + 2 EUR / kg + 1 EUR / p MAX 25 % + 15 EUR / kg + 1 EUR / p")]
    [InlineData("FREE", "BASE + 25 %", "25 %")]
    [InlineData("20 %", "BASE", "20 %")]
    public void Decide_SurchargeOnBase_ComesOnEachSide(string onBase, string expression, string canonical)
    {
        var basis = Basis(Germany, Version1 with
        {
            Measures =
            [
                Measure("B", MeasureType.Base, "28469030", "ALL", onBase),
                Measure("S", MeasureType.ClubPreference, "2846", "CLUB", expression) with
                {
                    RequiredDocument = DocumentCodes.ProofOfOrigin,
                },
            ],
        });
        var club = (Goods with { Origin = "JP", Quantities = [Quantity("9 p")] }).With(DocumentCodes.ProofOfOrigin);
        var surcharge = DutyCalculator.Explain(basis, club).Findings.Single(finding => finding.Measure.Id == "S");

        Assert.True(surcharge.Applied, surcharge.Reason);
        Assert.Equal(canonical, surcharge.Measure.Expression.ToString());
        Assert.Equal(Duty(canonical, club), $"{DutyCalculator.Decide(basis, club).Duty}");
    }

    [Fact]
    public void Counted_EveryUnit_IsThatOfItsKind()
    {
        foreach (var unit in MeasurementUnit.All)
        {
            Assert.Equal((1, unit.Kind), (unit.Counted.Size, unit.Counted.Kind));
            Assert.Equal(1, unit.Inverse * unit.Size / unit.Divisor);
            Assert.True(DutyUnit.TryParse(unit.Name, out var read));
            Assert.Equal(unit, read.Measurement);
        }
    }

    private static DeclaredQuantity Quantity(string text)
    {
        var (amount, unit) = (text.Split(' ', 2)[0], text.Split(' ', 2)[1]);
        Assert.True(DutyUnit.TryParse(unit, out var read));
        return new DeclaredQuantity(decimal.Parse(amount), read);
    }

    private static string Duty(string expression, Consignment goods) => $"{Explain(expression, goods).Decision.Duty}";

    private static DutyExplanation Explain(string expression, Consignment goods) => DutyCalculator.Explain(
        Basis(Germany, Version1 with { Measures = [Measure("X", MeasureType.Base, "28469030", "ALL", expression)] }),
        goods);

    private static void AssertMissing(MissingKind kind, string what, string expression, Consignment goods)
    {
        var explanation = Explain(expression, goods);

        Assert.Equal(DutyOutcome.NotDecided, explanation.Decision.Outcome);
        Assert.Equal([new MissingFigure(kind, what)], explanation.Decision.Missing);
        Assert.Contains(explanation.Warnings, warning => warning.Contains(what, StringComparison.Ordinal));
    }
}
