using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents.Import;

namespace CrmClub.Tariffs.Documents.Tests.Import;

public sealed class TariffImportTests
{
    private const string Us = "hts,indent,description,unit,general,special,column2,additional\n";
    private const string Displayed = "cn_taric_code,description,mfn_duty,preference_x\n";

    private const string Measures =
        "goods_code,additional_code,order_number,start,end,origin_code,measure_type_code,legal_base,duty\n";

    private static readonly ImportTerms Terms = new("Table", new DateOnly(2024, 11, 1), With: null);

    [Fact]
    public void Read_UsSchedule_TakesBothColumns()
    {
        var imported = Read(TableFormat.Hts, Us
            + "2611.00,0,\"Tungsten ores, \"\"raw\"\"\",,,,,\n"
            + "2611.00.60.00,1,\"Of WO<sub>3</sub>,\nconcentrated\",,37.5¢/kg on tungsten content,,"
            + "$1.10/kg on tungsten content,\n");
        var document = imported.Document;

        Assert.Empty(imported.LeftOut);
        Assert.Equal(
            [
                ("L-3", "26110060", "ALL", "0.375 USD / kg W", "2024-11-01"),
                ("L-3-COLUMN-2", "26110060", "COLUMN-2", "1.10 USD / kg W", "2024-11-01"),
            ],
            document.Measures.Select(one => (one.Id, one.GoodsCode, one.Origin, one.Expression, one.ValidFrom)));
        Assert.Equal("Of WO3,\nconcentrated", Assert.Single(document.Lines).DescriptionEn);
        Assert.Equal(["W"], document.Materials.Select(material => material.Code));
        Assert.Equal(["BY", "CU", "KP", "RU"], document.Groups.Single().Members.Select(member => member.Country));
    }

    [Theory]
    [InlineData(TableFormat.Hts, Us + "2611.00.60,1,x,,Free under bond,Free (A),5%,\n",
        "line 2, 2611.00.60: special: rates by programme are not read",
        "line 2, 2611.00.60: general 'Free under bond', column 6: found 'under', expected the end")]
    [InlineData(TableFormat.Hts, Us + "2611.00.60,1,x,,5%,,,\n", "line 2, 2611.00.60: column2 is empty")]
    [InlineData(TableFormat.Hts, Us + "2611.00,1,x,,5%,,5%,\n",
        "line 2, 2611.00: a code of 6 digits; duties are laid down for lines of eight",
        "line 2, 2611.00: a code of 6 digits; duties are laid down for lines of eight")]
    [InlineData(TableFormat.Hts, Us + "2611.00.60,1,x,,The duty provided in the applicable subheading,,5%,\n",
        "line 2, 2611.00.60: general 'The duty provided in the applicable subheading' rests on another line's duty")]
    [InlineData(TableFormat.Taric, Displayed + "2611 00 00 10,x,1.5%,\n2611 00 00 10,y,2.0%,\n",
        "line 2, 2611 00 00 10: mfn_duty differs within 26110000: line 2 has '1.5%', line 3 '2.0%'",
        "line 3, 2611 00 00 10: mfn_duty differs within 26110000: line 2 has '1.5%', line 3 '2.0%'")]
    [InlineData(TableFormat.Taric, Displayed + "2611 00 00 10,x,1.5%,\n2611 00 00 90,y,9.0% + AC,0.0%\n",
        "line 3, 2611 00 00 90: mfn_duty '9.0% + AC', column 8: found 'AC', expected a number: "
            + "Meursing components are not read",
        "line 3, 2611 00 00 90: preference_x: it has no twin in the club's tariff")]
    [InlineData(TableFormat.Taric, Displayed + "9999 99 00 00,x,1.5%,\n",
        "line 2, 9999 99 00 00: 999999 is no subheading of HS2022")]
    [InlineData(TableFormat.Taric, Measures + "2611000000,,,2019-01-01,,1011,464,R,0.000 %\n",
        "line 2, 2611000000: measure type 464 has no twin in the club's tariff")]
    [InlineData(TableFormat.Taric, Measures + "2611000000,,,2019-01-01,,CN,103,R,0.000 %\n",
        "line 2, 2611000000: a duty of area CN, not of all")]
    [InlineData(TableFormat.Taric, Measures + "2611000000,C198,,2019-01-01,,1011,103,R,0.000 %\n",
        "line 2, 2611000000: it is bound to additional code C198")]
    [InlineData(TableFormat.Taric, Measures + "2611000000,,,2019-13-01,,1011,103,R,0.000 %\n",
        "line 2, 2611000000: '2019-13-01' is no day.")]
    public void Read_WhatTheTariffCantSay_IsLeftOutByLine(TableFormat format, string table, params string[] leftOut) =>
        Assert.Equal(leftOut, Read(format, table).LeftOut.Select(one => one.ToString()));

    [Fact]
    public void Read_EqualDutiesWithinALine_AreOne()
    {
        var imported = Read(TableFormat.Taric, Displayed + "2611 00 00 10,x,1.5%,\n2611 00 00 90,y,1.50%,\n");

        Assert.Empty(imported.LeftOut);
        Assert.Equal("1.5 %", Assert.Single(imported.Document.Measures).Expression);
    }

    [Fact]
    public void Read_PartsOfALineThatDiffer_AreAdditionalCodes()
    {
        var imported = Read(TableFormat.Taric, Displayed
            + "2611 00 00 00,x,3.0%,\n2611 00 00 10,x,1.5%,\n2611 00 00 90,y,2.0%,\n");

        Assert.Empty(imported.LeftOut);
        Assert.Equal([("", "3 %"), ("T010", "1.5 %"), ("T090", "2 %")],
            imported.Document.Measures.Select(one => (one.AdditionalCode, one.Expression)));
        Assert.Single(imported.Document.Lines);
    }

    [Theory]
    [InlineData("103", "2611000010", MeasureType.Base, "", "T010")]
    [InlineData("105", "2611000000", MeasureType.DutySuspension, "N990", "")]
    [InlineData("112", "2611000010", MeasureType.DutySuspension, "", "T010")]
    [InlineData("115", "2611000010", MeasureType.DutySuspension, "N990", "T010")]
    [InlineData("117", "2611000000", MeasureType.DutySuspension, "C990", "")]
    [InlineData("119", "2611000000", MeasureType.DutySuspension, "C119", "")]
    public void Read_TaricType_IsItsTwin(
        string type, string code, MeasureType twin, string document, string additionalCode)
    {
        var imported = Read(TableFormat.Taric, Measures + $"{code},,,2019-01-01,,1011,{type},R,1.000 %\n");

        Assert.Empty(imported.LeftOut);
        var measure = Assert.Single(imported.Document.Measures);
        Assert.Equal((twin, document, additionalCode, "1 %"),
            (measure.Type, measure.RequiredDocument, measure.AdditionalCode, measure.Expression));
    }

    [Fact]
    public void Read_TaricMeasures_KeepTheirDays()
    {
        var imported = Read(TableFormat.Taric, Measures
            + "2611000000,,,2019-01-01,2019-06-30,1011,103,Regulation 1,2.000 %\n"
            + "2611000000,,,2019-07-01,,1011,103,Regulation 2,3.000 %\n"
            + "2611000000,,,2019-08-01,,1011,103,Regulation 3,4.000 %\n");

        Assert.Equal([("2019-01-01", "2019-07-01", "Regulation 1"), ("2019-07-01", "", "Regulation 2")],
            imported.Document.Measures.Select(one => (one.ValidFrom, one.ValidTo, one.LegalBase)));
        Assert.Equal("line 4, 2611000000: L-4 and L-3 are of one type for one code and origin, and overlap in time.",
            $"{Assert.Single(imported.LeftOut)}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("hts,general\n")]
    [InlineData(Displayed)]
    public void Read_AnotherTable_IsRefused(string table) =>
        Assert.Throws<ImportException>(() => Read(TableFormat.Hts, table));

    [Fact]
    public void Read_NoFirstDay_IsRefused() => Assert.Throws<ImportException>(() => TariffImport.Read(
        new StringReader(Displayed + "2611 00 00 00,x,1.5%,\n"), TableFormat.Taric, Terms with { ValidFrom = null }));

    [Fact]
    public void Read_WithADocument_TakesOverWhoDecides()
    {
        var with = new TariffDocument { Administrations = { new Administration { Code = "US", Party = "US" } } };

        Assert.Equal("US", TariffImport.Read(new StringReader(Displayed), TableFormat.Taric, Terms with { With = with })
            .Document.Administrations.Single().Code);
        with.Administrations[0].Code = "XX";
        Assert.Throws<TariffDocumentException>(() =>
            TariffImport.Read(new StringReader(Displayed), TableFormat.Taric, Terms with { With = with }));
    }

    private static ImportedTariff Read(TableFormat format, string table) =>
        TariffImport.Read(new StringReader(table), format, Terms);
}
