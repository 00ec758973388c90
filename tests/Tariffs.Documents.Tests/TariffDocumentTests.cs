using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents.Tests;

public sealed class TariffDocumentTests
{
    public static TheoryData<string, string, Action<TariffDocument>> Faults => new()
    {
        { "nomenclature", "NOMENCLATURE", one => one.Nomenclature = "HS2017" },
        { "materials[0].code", "REQUIRED", one => one.Materials[0].Code = "" },
        { "materials[2].code", "UNIQUE", one => one.Materials[2].Code = one.Materials[1].Code },
        { "materials[1].kg_oxide_per_kg_metal", "POSITIVE_DECIMAL", one => one.Materials[1].KgOxidePerKgMetal = "-1" },
        { "lines[0].goods_code", "GOODS_CODE", one => one.Lines[0].GoodsCode = "2530.901" },
        { "lines[0].goods_code", "HS_CODE", one => one.Lines[0].GoodsCode = "28469910" },
        { "lines[1].goods_code", "UNIQUE", one => one.Lines[1].GoodsCode = one.Lines[0].GoodsCode },
        { "lines[0].stage", "SPECIFIED", one => one.Lines[0].Stage = Stage.Unspecified },
        { "lines[0].stage", "SPECIFIED", one => one.Lines[0].Stage = (Stage)77 },
        { "lines[0].material", "MATERIAL", one => one.Lines[0].Material = "Xx" },
        { "lines[2].content_unit", "CONTENT_UNIT", one => one.Lines[2].ContentUnit = "Dy" },
        { "lines[2].default_contained_share", "SHARE", one => one.Lines[2].DefaultContainedShare = "1.01" },
        { "groups[0].id", "GROUP_ID", one => Rename(one, "ALL") },
        { "groups[0].id", "GROUP_ID", one => Rename(one, "ZZ") },
        { "groups[0].members[0].country", "COUNTRY", one => one.Groups[0].Members[0].Country = "XX" },
        { "groups[0].members[0].valid_from", "DAY", one => one.Groups[0].Members[0].ValidFrom = "4.1.2027" },
        { "product_rules[0].goods_code", "GOODS_CODE", one => one.ProductRules[0].GoodsCode = "9999" },
        { "product_rules[0].rule", "ORIGIN_RULE", one => one.ProductRules[0].Rule = "RVC 101 %" },
        { "product_rules[0].tolerance_percent", "PERCENT", one => one.ProductRules[0].TolerancePercent = "-1" },
        { "product_rules[0].legal_base", "REQUIRED", one => one.ProductRules[0].LegalBase = "" },
        {
            "product_rules[1].valid_from", "PRODUCT_RULE_OVERLAP",
            one => one.ProductRules[1].GoodsCode = one.ProductRules[0].GoodsCode
        },
        { "measures[0].id", "REQUIRED", one => one.Measures[0].Id = "" },
        { "measures[1].id", "UNIQUE", one => one.Measures[1].Id = one.Measures[0].Id },
        { "measures[0].type", "SPECIFIED", one => one.Measures[0].Type = MeasureType.Unspecified },
        { "measures[0].goods_code", "GOODS_CODE", one => one.Measures[0].GoodsCode = "2" },
        { "measures[0].goods_code", "ME6", one => one.Measures[0].GoodsCode = "7701" },
        { "measures[0].origin", "ME4", one => one.Measures[0].Origin = "DOM-XX" },
        { "measures[0].excluded_origins[0]", "ME4", one => one.Measures[0].ExcludedOrigins[0] = "" },
        { "measures[0].goods_code", "ME9", one => one.Measures[0].GoodsCode = "" },
        { "measures[0].excluded_origins[1]", "ME68", one => one.Measures[0].ExcludedOrigins.Add("CLUB") },
        { "measures[0].excluded_origins[1]", "ME66", one => one.Measures[0].ExcludedOrigins.Add("ALL") },
        {
            "measures[0].excluded_origins[1]", "ME65",
            one => OnlyFrom(one.Measures[0], "CN").ExcludedOrigins.Add("MY")
        },
        {
            "measures[0].excluded_origins[1]", "ME66",
            one => OnlyFrom(one.Measures[0], one.Groups[0].Id).ExcludedOrigins.Add("NZ")
        },
        {
            "measures[0].conditions[1].document", "ME58",
            one => (Condition(one, "B", "27", 2).Document, one.Measures[0].Conditions[1].Document) = ("C644", "C644")
        },
        { "measures[0].footnotes[1]", "ME70", one => one.Measures[0].Footnotes.Add(["See note 1", "See note 1"]) },
        { "measures[0].expression", "EXPRESSION", one => one.Measures[0].Expression = "5" },
        { "measures[0].expression", "EXPRESSION_OF_TYPE", one => one.Measures[0].Expression = "FLOOR 5 EUR / kg" },
        { "measures[74].expression", "EXPRESSION_OF_TYPE", one => one.Measures[74].Expression = "5 %" },
        { "measures[0].expression", "CONTENT_UNIT", one => one.Measures[0].Expression = "5 EUR / kg Xx2O3" },
        {
            "measures[0].certificate_level", "LEVEL_OF_TYPE",
            one => one.Measures[0].CertificateLevel = CertificateLevel.A
        },
        { "measures[19].certificate_level", "SPECIFIED",
            one => one.Measures[19].CertificateLevel = CertificateLevel.Unspecified },
        { "measures[19].required_document", "DOCUMENT_OF_TYPE", one => one.Measures[19].RequiredDocument = "" },
        { "measures[74].required_document", "DOCUMENT_OF_TYPE", one => one.Measures[74].RequiredDocument = "9CRM" },
        { "measures[75].origin", "ORIGIN_OF_TYPE", one => one.Measures[75].Origin = "ALL" },
        { "measures[0].origin", "ORIGIN_OF_TYPE", one => one.Measures[0].Origin = "ACCEDING" },
        { "measures[75].expression", "EXPRESSION_OF_TYPE", one => one.Measures[75].Expression = "5 %" },
        { "measures[0].expression", "EXPRESSION_OF_TYPE", one => one.Measures[0].Expression = "SHARE OF BASE" },
        { "measures[0].expression", "EXPRESSION_OF_TYPE", one => one.Measures[0].Expression = "BASE + 25 %" },
        { "measures[0].expression", "CONTENT_UNIT", one => one.Measures[0].Expression = "5 % MAX 5 EUR / t Xx2O3" },
        { "measures[75].required_document", "DOCUMENT_OF_TYPE", one => one.Measures[75].RequiredDocument = "" },
        { "measures[0].valid_from", "DAY", one => one.Measures[0].ValidFrom = "" },
        { "measures[0].valid_to", "ME25", one => one.Measures[0].ValidTo = one.Measures[0].ValidFrom },
        { "measures[0].review_by", "DAY", one => one.Measures[0].ReviewBy = "2027-02-30" },
        { "measures[0].additional_code", "CODE", one => one.Measures[0].AdditionalCode = "22" },
        { "measures[0].order_number", "REQUEST_OF_TYPE", one => one.Measures[0].OrderNumber = "099020" },
        { "measures[0].order_number", "ORDER_NUMBER", one => one.Measures[0].Type = MeasureType.TariffQuota },
        { "measures[19].required_document", "REQUEST_OF_TYPE", one => one.Measures[19].Type = MeasureType.TariffQuota },
        { "measures[0].destinations[0]", "DESTINATION", one => one.Measures[0].Destinations.Add("Eu") },
        { "measures[0].destinations[1]", "UNIQUE", one => one.Measures[0].Destinations.Add(["EU", "EU"]) },
        { "measures[0].expression", "EXPRESSION_OF_TYPE", one => one.Measures[0].Type = MeasureType.Prohibition },
        { "measures[0].conditions", "RESTRICTION", one => one.Measures[0].Type = MeasureType.Restriction },
        { "measures[0].conditions[0].code", "CONDITION_CODE", one => Condition(one, "K", "27") },
        { "measures[0].conditions[0].action", "ACTION_CODE", one => Condition(one, "B", "30") },
        { "measures[0].conditions[0].sequence", "SEQUENCE", one => Condition(one, "B", "27").Sequence = 0 },
        { "measures[0].conditions[1].sequence", "SEQUENCE", one => Condition(one, "B", "27", 2) },
        { "measures[0].conditions[0].sequence", "ELSE_IS_LAST", one => ElseFirst(one) },
        { "measures[0].conditions[0].document", "ME56", one => Condition(one, "B", "27").Document = "9CRN" },
        { "measures[19].required_document", "ME56", one => one.Measures[19].RequiredDocument = "9CRX" },
        { "measures[0].conditions[0].document", "CODE", one => Condition(one, "B", "27").Document = "C-644" },
        { "measures[0].conditions[0].threshold", "ONE_REQUIREMENT", one => Both(Condition(one, "E", "27")) },
        { "measures[0].conditions[0].threshold", "THRESHOLD_OF_CODE", one => Both(Condition(one, "B", "27")) },
        { "measures[0].conditions[0].threshold", "THRESHOLD", one => Condition(one, "F", "27").Threshold = "5 /" },
        {
            "measures[0].conditions[0].threshold", "CONTENT_UNIT",
            one => Condition(one, "F", "27").Threshold = "5 EUR / kg Xx2O3"
        },
        { "measures[0].conditions[0].expression", "EXPRESSION", one => Condition(one, "B", "01").Expression = "5" },
        {
            "measures[0].conditions[0].expression", "EXPRESSION_OF_ACTION",
            one => Condition(one, "B", "07").Expression = "5 %"
        },
        {
            "measures[0].conditions[0].expression", "EXPRESSION_OF_ACTION",
            one => Condition(one, "B", "01").Expression = "FLOOR 5 EUR / kg"
        },
        { "measures[0].conditions[0].expression", "PRICE_OF_DIFFERENCE", one => Condition(one, "B", "11") },
        {
            "measures[0].conditions[0].action", "ACTION_OF_TYPE",
            one => Condition(one, "B", "27", type: MeasureType.Monitoring)
        },
        { "measures[0].conditions", "ONE_CODE_STATES_DUTIES", one => TwoDuties(one) },
        { "measures[0].conditions", "COUNT", one => Condition(one, "B", "27", 101) },
        { "exclusions[0].excluded", "ADDITIVE_TYPE", one => Exclude(one, MeasureType.Safeguard, MeasureType.Base) },
        {
            "exclusions[1].applied", "UNIQUE",
            one => Exclude(one, MeasureType.Safeguard, MeasureType.PriceFloor, MeasureType.Safeguard)
        },
        { "exclusions[0].applied", "SPECIFIED", one => Exclude(one, MeasureType.Unspecified, MeasureType.PriceFloor) },
        { "exchange_rates[0].base", "CURRENCY", one => one.ExchangeRates[0].Base = "ABC" },
        { "exchange_rates[0].quote", "PAIR", one => one.ExchangeRates[0].Quote = "EUR" },
        { "exchange_rates[0].rate", "POSITIVE_DECIMAL", one => one.ExchangeRates[0].Rate = "1e3" },
        { "reference_prices[0].material", "MATERIAL", one => Prices(one, "Xx", "2027-01-04", "") },
        { "reference_prices[0].price.currency", "CURRENCY", one => Prices(one, "Dy", "2027-01-04", "", "UXD") },
        {
            "reference_prices[1].valid_from", "SERIES_GAP",
            one => { Prices(one, "Dy", "2027-01-04", "2027-02-01"); Prices(one, "Dy", "2027-02-02", ""); }
        },
        { "administrations[0].code", "COUNTRY", one => one.Administrations[0].Code = "EU" },
        { "administrations[0].policies[0].rounding.line_step", "REQUIRED",
            one => one.Administrations[0].Policies[0].Rounding = null },
        { "administrations[0].policies[0].rounding.line_step.unit", "POSITIVE_DECIMAL",
            one => one.Administrations[0].Policies[0].Rounding.LineStep.Unit = "0" },
    };

    private static void Prices(
        TariffDocument document, string material, string from, string to, string money = "USD") =>
        document.ReferencePrices.Add(new ReferencePrice
        {
            Material = material,
            Stage = Stage.SeparatedCompound,
            ContentUnit = "Dy2O3",
            Price = new() { Amount = "260", Currency = money },
            ValidFrom = from,
            ValidTo = to,
        });

    [Fact]
    public void Check_FoundingDocument_IsSound()
    {
        Assert.Empty(TariffDocuments.Check(Founding.Tariff));
        Assert.Empty(TariffDocuments.Check(Founding.Standalone));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_OneFault_IsNamedWithPathAndRule(string path, string rule, Action<TariffDocument> spoil)
    {
        var document = Founding.Standalone;
        spoil(document);

        var faults = TariffDocuments.Check(document);

        Assert.Contains(faults, fault => fault.Field == path && fault.Rule == rule);
        Assert.All(faults, fault => Assert.True(fault.Accepted.Length > 0 && fault.Message.Length > 0));
        Assert.Throws<TariffDocumentException>(() => TariffDocuments.ToTariff(document));
    }

    [Fact]
    public void Check_ManyFaults_NamesThemAllAtOnce()
    {
        var document = Founding.Tariff;
        foreach (var measure in document.Measures.Take(20))
            measure.Expression = "12,5 %";

        var faults = TariffDocuments.Check(document);

        Assert.Equal(20, faults.Count);
        Assert.Equal("In column 3: found ',', expected % or a currency by ISO 4217.", faults[0].Message);
    }

    [Fact]
    public void Check_SecondMeasureWithoutEndOfTheFirst_IsME32()
    {
        var document = Founding.Tariff;
        var raised = document.Measures[2].Clone();
        raised.Id = "M-9001";
        raised.Expression = "27.5 %";
        raised.ValidFrom = "2027-06-01";
        document.Measures.Add(raised);

        var fault = Assert.Single(TariffDocuments.Check(document));
        Assert.Equal(("ME32", "days on which M-0003 is not in force"), (fault.Rule, fault.Accepted));

        document.Measures[2].ValidTo = "2027-06-01";
        Assert.Empty(TariffDocuments.Check(document));
    }

    [Theory]
    [InlineData("NOBODY", "ME4")]
    [InlineData("", "ME4")]
    [InlineData("ALL", "ME66")]
    [InlineData("NZ", "ME66")]
    public void Check_ExcludedOriginThatIsNone_BreaksOneRule(string excluded, string rule)
    {
        var document = Founding.Tariff;
        var measure = document.Measures[0];
        OnlyFrom(measure, document.Groups[0].Id).ExcludedOrigins.Clear();
        measure.ExcludedOrigins.Add(excluded);

        Assert.Equal(["measures[0].excluded_origins[0] " + rule],
            TariffDocuments.Check(document).Select(fault => $"{fault.Field} {fault.Rule}"));
    }

    [Fact]
    public void Check_TwoGroupsWithACountryInCommon_AreME32UntilOneExcludesIt()
    {
        var document = Founding.Tariff;
        document.Groups.Add(new CountryGroup
        {
            Id = "OTHER",
            NameEn = "Countries of another agreement",
            Members = { document.Groups[0].Members[0].Clone(), Member("NZ") },
        });
        var (first, second) = (document.Measures[2].Clone(), document.Measures[2].Clone());
        (first.Id, second.Id) = ("M-9001", "M-9002");
        OnlyFrom(first, document.Groups[0].Id);
        OnlyFrom(second, "OTHER").Expression = "30 %";
        document.Measures.Add([first, second]);
        var country = document.Groups[0].Members[0].Country;

        var fault = Assert.Single(TariffDocuments.Check(document));
        Assert.Equal((("ME32", "OTHER"), true),
            ((fault.Rule, fault.Value), fault.Message.EndsWith($"goods of {country}.", StringComparison.Ordinal)));

        second.ExcludedOrigins.Add(country);
        Assert.Empty(TariffDocuments.Check(document));
    }

    [Fact]
    public void Check_EmptyDocument_HasNoMoreThanItsNomenclatureMissing() =>
        Assert.Equal(["nomenclature"], TariffDocuments.Check(new TariffDocument()).Select(fault => fault.Field));

    [Fact]
    public void ToTariff_MeasureWithEverything_IsRead()
    {
        var document = Founding.Standalone;
        Exclude(document, MeasureType.TariffQuota, MeasureType.Safeguard);
        var measure = document.Measures[0];
        (measure.Type, measure.Expression, measure.AdditionalCode) = (MeasureType.AntiDumping, "9 %", "C999");
        measure.Destinations.Add("EU");
        measure.Conditions.Add(
        [
            new() { Code = "F", Sequence = 1, Threshold = "2408 EUR / t", Action = "01", Expression = "5 %" },
            new() { Code = "F", Sequence = 2, Action = "11", Expression = "2408 EUR / t" },
        ]);

        var tariff = TariffDocuments.ToTariff(document);

        var read = tariff.Measures[0];
        Assert.Equal(("C999", "EU"), (read.AdditionalCode, Assert.Single(read.Destinations)));
        Assert.Equal(
            ["F 1: net free-at-frontier price ≥ 2408 EUR / t, action 01", "F 2: otherwise, action 11"],
            read.Conditions.Select(condition => condition.ToString()));
        Assert.Equal(
            new Engine.TypeExclusion(Engine.MeasureType.TariffQuota, Engine.MeasureType.Safeguard),
            Assert.Single(tariff.Exclusions));
    }

    private static Condition Condition(
        TariffDocument document, string code, string action, int count = 1, MeasureType type = MeasureType.Base)
    {
        var measure = document.Measures[0];
        measure.Type = type;
        for (var line = 0; line < count; line++)
            measure.Conditions.Add(new Condition { Code = code, Sequence = 1, Action = action });
        return measure.Conditions[0];
    }

    private static void Both(Condition line) => (line.Document, line.Threshold) = ("C644", "5 kg");

    private static void ElseFirst(TariffDocument document)
    {
        Condition(document, "B", "27", 2);
        document.Measures[0].Conditions[1].Sequence = 2;
    }

    private static void TwoDuties(TariffDocument document)
    {
        Condition(document, "A", "01", 2);
        document.Measures[0].Conditions[1].Code = "B";
        foreach (var line in document.Measures[0].Conditions)
            line.Expression = "5 %";
    }

    // Each type leaves out the next.
    private static void Exclude(TariffDocument document, params MeasureType[] types)
    {
        document.Exclusions.Clear();
        document.Exclusions.Add(
            types.Zip(types.Skip(1), (one, other) => new TypeExclusion { Applied = one, Excluded = other }));
    }

    private static Measure OnlyFrom(Measure measure, string origin)
    {
        measure.Origin = origin;
        return measure;
    }

    private static CountryGroupMember Member(string country) => new() { Country = country, ValidFrom = "2027-01-04" };

    private static void Rename(TariffDocument document, string id) => document.Groups[0].Id = id;
}
