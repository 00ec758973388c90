using System.Text;
using CrmClub.Tariffs.Documents.Import;

namespace CrmClub.Tariffs.Documents.Tests.Import;

/// <summary>What is wrong with a table of figures is named with line, column, rule and value, all at once.</summary>
public sealed class RateTableTests
{
    private const string Rates = "series,base,quote,rate,valid_from,valid_to,source,demonstration\n";
    private const string Prices =
        "material,stage,content_unit,price,currency,valid_from,valid_to,source,demonstration\n";

    private const string Good = Rates
        + "S,EUR,USD,1.1,2027-01-01,2027-02-01,x,true\n"
        + "S,EUR,USD,1.2,2027-02-01,,x,false\n";

    [Fact]
    public void Check_GoodTables_AreSound()
    {
        Assert.Empty(Faults(Good));
        Assert.Empty(Faults(Prices + "Dy,SEPARATED_COMPOUND,Dy2O3,257,USD,2024-01-01,2025-01-01,\"a, b\",true\n"));
    }

    [Fact]
    public void Read_ByteOrderMarkAndCarriageReturns_AreTheSame()
    {
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Good.ReplaceLineEndings("\r\n"))];
        using var decoded = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);

        foreach (var table in new[] { RateTable.Read(decoded), Table(Encoding.UTF8.GetString(bytes)) })
        {
            Assert.Empty(table.Check(materials: null));
            Assert.Equal(Table(Good).Rates, table.Rates);
            Assert.Equal([2, 3], table.Lines);
        }
    }

    [Fact]
    public void Check_ManyFaults_NamesThemAllAtOnce() => AssertFaults(
        Rates
            + "A,EUR,USD,1.1,2027-01-01,,x,true\n"
            + "B,EUR,USD,-1.2,2027-01-01,,x,true\n"
            + "C,EUR,USD,0,2027-01-01,,x,true\n"
            + "D,EUR,USD,1.0000000000000000000000000001,2027-01-01,,x,true\n"
            + "E,EUR,USX,1.1,2027-01-01,,x,true\n"
            + "F,EUR,USD,1.1,1.1.2027,,x,true\n"
            + "G,EUR,USD,1.1,2027-01-01,2027-02-01,x,true\n"
            + "G,EUR,USD,1.1,2027-01-01,2027-02-01,x,true\n"
            + "H,EUR,USD,1.1,2027-01-01,2027-02-01,x,true\n"
            + "H,EUR,USD,1.1,2027-02-02,,x,true\n"
            + "I,EUR,USD,1,1,2027-01-01,,x,true\n"
            + "J,EUR,USD,1.1,2027-01-01,,x,TRUE\n"
            + "K,EUR,USD,1.1,2027-01-01,2026-01-01,x,true\n"
            + ",EUR,USD,1.1,2027-01-01,,,true\n",
        "line 3, column rate: POSITIVE_DECIMAL -1.2",
        "line 4, column rate: POSITIVE_DECIMAL 0",
        "line 5, column rate: POSITIVE_DECIMAL 1.0000000000000000000000000001",
        "line 6, column quote: CURRENCY USX",
        "line 7, column valid_from: DAY 1.1.2027",
        "line 9, column valid_from: SERIES_OVERLAP 2027-01-01",
        "line 11, column valid_from: SERIES_GAP 2027-02-02",
        "line 12: FIELDS 9",
        "line 13, column demonstration: BOOLEAN TRUE",
        "line 14, column valid_to: VALIDITY_ORDER 2026-01-01",
        "line 15, column source: REQUIRED ",
        "line 15, column series: REQUIRED ");

    [Fact]
    public void Check_PricesAndTheirColumns_AreNamedAtOnce() => AssertFaults(
        "material,stage,contentunit,price,price,currency,valid_from,valid_to,source,demonstration\n"
            + "Dy,4,Dy2O3,0,0,UXD,2024-01-01,,x,true\n"
            + ",METAL,Dy,1,1,USD,2024-01-01,,x,true\n"
            + "Tb,METAL,Tb,1,1,USD,2024-01-01,,\"x,true\nTb,METAL\n",
        "line 1, column content_unit: REQUIRED ",
        "line 1, column contentunit: UNKNOWN_COLUMN contentunit",
        "line 1, column price: DUPLICATE_COLUMN price",
        "line 2, column currency: CURRENCY UXD",
        "line 2, column price: POSITIVE_DECIMAL 0",
        "line 2, column stage: SPECIFIED 4",
        "line 3, column material: REQUIRED ",
        "line 4: QUOTE \"");

    [Theory]
    [InlineData("Dy", "Dy2O3", "")]
    [InlineData("Xx", "Dy2O3", "line 2, column material: MATERIAL Xx")]
    [InlineData("Dy", "Tb4O7", "line 2, column content_unit: CONTENT_UNIT Tb4O7")]
    public void Check_BesideATariffsMaterials_NamesOthers(string material, string unit, string fault) => Assert.Equal(
        fault, string.Join("; ", Table(Prices + $"{material},METAL,{unit},257,USD,2024-01-01,,x,true\n")
            .Check(Founding.Tariff.Materials).Select(one => $"{one.Field}: {one.Rule} {one.Value}")));

    [Theory]
    [InlineData("", "line 1: COLUMNS ")]
    [InlineData("currency,rate\nUSD,1.1\n", "line 1: COLUMNS currency,rate")]
    [InlineData(Rates, ": COUNT 0")]
    [InlineData("date,USD,JPY\n", ": COUNT 0")]
    [InlineData("date,USD,JPY\n17.02.2027,-1,160\n2027-02-16,1.1x,160\n2027-02-16,1,0\n2027-02-15,1\n",
        "line 2, column date: DAY 17.02.2027", "line 2, column USD: POSITIVE_DECIMAL -1",
        "line 3, column USD: POSITIVE_DECIMAL 1.1x", "line 4, column date: UNIQUE 2027-02-16",
        "line 4, column JPY: POSITIVE_DECIMAL 0", "line 5: FIELDS 2")]
    [InlineData("date,USD,JPY\n2027-02-17,1.1,N/A\n2027-04-21,1.2,N/A\n",
        "line 3, column USD: SERIES_GAP 2027-05-01")]
    [InlineData("date,USD,JPY,zloty\n2027-02-17,1.1,N/A,4\n", "line 1, column zloty: UNKNOWN_COLUMN zloty")]
    public void Check_WhatIsNoTableOfFigures_IsRefused(string text, params string[] faults) =>
        Assert.Equal(faults, Faults(text));

    [Fact]
    public void From_ADay_LeavesOutWhatBeginsBeforeAndKeepsTheLines()
    {
        var table = Table(Good + "S,EUR,USD,0,soon,,x,false\nT,EUR,USD,0,2026-01-01,,x,false\n");

        var later = table.From(new DateOnly(2027, 2, 1));

        Assert.Equal(["1.2", "0"], later.Rates.Select(rate => rate.Rate));
        Assert.Equal(
            ["line 4, column rate", "line 4, column valid_from"],
            later.Check(materials: null).Select(fault => fault.Field));
    }

    [Theory]
    [InlineData("rates[1].rate", "line 3, column rate")]
    [InlineData("rates[2].rate", "rates[2].rate")]
    [InlineData("reason", "reason")]
    public void PlaceOf_AFieldThatTheClubNames_IsLineAndColumn(string field, string place) =>
        Assert.Equal(place, Table(Good).PlaceOf(field));

    [Fact]
    public void PlaceOf_AnAmount_IsItsColumn()
    {
        var table = Table(Prices + "Dy,METAL,Dy,257,USD,2024-01-01,,x,true\n");

        Assert.Equal("line 2, column price", table.PlaceOf("prices[0].price.amount"));
        Assert.Equal("line 2, column currency", table.PlaceOf("prices[0].price.currency"));
        Assert.Equal("line 2, column material", table.PlaceOf("prices[0].material"));
    }

    private static RateTable Table(string text) => RateTable.Read(new StringReader(text));

    private static IEnumerable<string> Faults(string text) =>
        Table(text).Check(materials: null).Select(fault => $"{fault.Field}: {fault.Rule} {fault.Value}");

    private static void AssertFaults(string text, params string[] expected) => Assert.Equal(
        expected.Order(StringComparer.Ordinal), Faults(text).Order(StringComparer.Ordinal));
}
