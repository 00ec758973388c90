using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;
using CertificateLevel = CrmClub.Contracts.Tariffs.V1.CertificateLevel;
using ComponentValue = CrmClub.Contracts.Tariffs.V1.ComponentValue;
using Consignment = CrmClub.Contracts.Tariffs.V1.Consignment;

namespace CrmClub.Tariffs.Documents.Tests;

public sealed class ConsignmentTests
{
    public static TheoryData<string, string, string, Action<GoodsItem>> Faults => new()
    {
        { "number", "ITEM_NUMBER", "11 03", one => one.Number = 0 },
        { "goods_code", "GOODS_CODE", "18 09", one => one.GoodsCode = "284690" },
        { "goods_code", "GOODS_CODE", "18 09", one => one.GoodsCode = "２８４６９０２０" },
        { "goods_code", "HS_CODE", "18 09", one => one.GoodsCode = "99999999" },
        { "description", "LENGTH", "18 05", one => one.Description = new string('x', 513) },
        { "origin", "COUNTRY", "16 08", one => one.Origin = "ZZ" },
        { "preferential_origin", "COUNTRY", "16 09", one => one.PreferentialOrigin = "EU" },
        { "net_mass_kg", "POSITIVE_DECIMAL", "18 01", one => one.NetMassKg = "-5" },
        { "net_mass_kg", "POSITIVE_DECIMAL", "18 01", one => one.NetMassKg = "0" },
        { "net_mass_kg", "POSITIVE_DECIMAL", "18 01", one => one.NetMassKg = "1.2345678" },
        { "net_mass_kg", "POSITIVE_DECIMAL", "18 01", one => one.NetMassKg = "1,5" },
        { "net_mass_kg", "POSITIVE_DECIMAL", "18 01", one => one.NetMassKg = "" },
        { "gross_mass_kg", "POSITIVE_DECIMAL", "18 04", one => one.GrossMassKg = "1e3" },
        { "customs_value.amount", "AMOUNT", "99 14", one => one.CustomsValue.Amount = "-0.01" },
        { "customs_value.amount", "AMOUNT", "99 14", one => one.CustomsValue.Amount = "" },
        { "customs_value.currency", "CURRENCY", "14 05", one => one.CustomsValue.Currency = "usd" },
        { "contained_share", "SHARE", "", one => one.ContainedShare = "1.5" },
        { "quantities[0].unit", "UNIT", "18 02", one => Add(one, "5", "stone") },
        { "quantities[0].unit", "UNIQUE", "18 02", one => Add(one, "5", "100 kg") },
        { "quantities[1].unit", "UNIQUE", "18 02", one => Add(one, "5", "hl", "m3") },
        { "quantities[0].amount", "POSITIVE_DECIMAL", "18 02", one => Add(one, "0", "hl") },
        { "component_values[0].amount", "AMOUNT", "", one => Add(one, new ComponentValue { Component = "case" }) },
        { "component_values[0].component", "REQUIRED", "", one => Add(one, new ComponentValue { Amount = "1" }) },
        { "additional_codes[0]", "CODE", "18 09", one => one.AdditionalCodes.Add("C-99") },
        { "additional_codes", "COUNT", "18 09", one => one.AdditionalCodes.Add(Enumerable.Repeat("C999", 21)) },
        { "quota_order_number", "ORDER_NUMBER", "99 01", one => one.QuotaOrderNumber = "9020" },
        { "requests[0]", "REQUEST", "", one => one.Requests.Add("9CRO") },
        { "requests[1]", "UNIQUE", "", one => one.Requests.Add(["9CRM", "9CRM"]) },
        { "documents[0].code", "DOCUMENT_CODE", "12 03", one => one.Documents[0].Code = "9CR" },
        { "documents[0].reference", "REQUIRED", "12 03", one => one.Documents[0].Reference = "" },
        { "documents[0].reference", "LENGTH", "12 03", one => one.Documents[0].Reference = new string('x', 71) },
        { "documents", "COUNT", "12 03",
            one => one.Documents.AddRange(Enumerable.Repeat(new Document { Code = "9CRA" }, 50)) },
    };

    [Fact]
    public void Check_SoundItem_HasNoFault() => Assert.Empty(Check(Item()));

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_OneFault_IsNamedByDataElement(
        string field, string rule, string element, Action<GoodsItem> spoil)
    {
        var item = Item();
        spoil(item);

        var fault = Assert.Single(Check(item));

        Assert.Equal(("items[0]." + field, rule, element), (fault.Field, fault.Rule, fault.DataElement));
        Assert.True(fault.Accepted.Length > 0 && fault.Message.Length > 0 && fault.Value.Length <= 100);
    }

    [Fact]
    public void Check_EmptyItem_NamesAllAtOnce() => Assert.Equal(6, Check(new GoodsItem()).Count);

    [Fact]
    public void Check_EmptyConsignment_NamesAllAtOnce()
    {
        List<Violation> faults = [];

        Consignments.Check(new Consignment(), "consignment", faults);

        Assert.Equal(["consignment.administration", "consignment.acceptance_day", "consignment.item"],
            faults.Select(fault => fault.Field));
    }

    [Fact]
    public void FromItem_Item_KeepsEveryFigure()
    {
        var item = Item();
        item.ContainedShare = "0.995";
        item.PreferentialOrigin = "CLUB";
        item.Facility = "F-MY-7";
        Add(item, "12.5", "kg Tb4O7", "100 p");
        Add(item, new ComponentValue { Component = "case", Amount = "3.20" });

        var consignment = Consignments.FromItem(item, new DateOnly(2027, 3, 8), []);

        Assert.Equal(["12.5 kg Tb4O7", "12.5 100 p"],
            consignment.Quantities.Select(one => $"{one.Amount} {one.Unit}"));
        Assert.Equal([new Engine.ComponentValue("case", 3.20m)], consignment.ComponentValues);
        Assert.Equal(("28469020", "MY", "CLUB", 1200m, 358_200.00m, "USD", 0.995m, "F-MY-7"),
            (consignment.GoodsCode, consignment.Origin, consignment.PreferentialOrigin, consignment.NetMassKg,
                consignment.CustomsValue, consignment.Currency, consignment.ContainedShare, consignment.Facility));
        Assert.Equal([new PresentedDocument("9CRM", "C-MY-7")], consignment.Documents);
        Assert.Equal(["C-MY-7"], Consignments.CertificateNumbers(item));
    }

    [Theory]
    [InlineData(true, "C-MY-7")]
    [InlineData(false, "assumed")]
    public void FromConsignment_AssumedLevel_StandsForAPresentedCertificate(bool presented, string number)
    {
        var consignment = new Consignment
        {
            Administration = "DE",
            AcceptanceDay = "2027-03-08",
            Item = Item(),
            AssumedCertificateLevel = CertificateLevel.B,
        };
        if (!presented)
            consignment.Item.Documents.Clear();

        var assumed = Consignments.FromConsignment(consignment, []);

        Assert.Equal([new PresentedDocument("9CRM", number)], assumed.Documents);
        Assert.Equal([CertificateEvidence.Assume(number, Engine.CertificateLevel.B)], assumed.Certificates,
            (one, other) => (one.Number, one.Level, one.IsAssumed) == (other.Number, other.Level, other.IsAssumed));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("0.10", true)]
    [InlineData("-1.5", true)]
    [InlineData("1234567890123456789012345678", true)]
    [InlineData("12345678901234567890123456789", false)]
    [InlineData("1e5", false)]
    [InlineData("1,000", false)]
    [InlineData("+1", false)]
    [InlineData(".5", false)]
    [InlineData("5.", false)]
    [InlineData(" 5", false)]
    [InlineData("--5", false)]
    [InlineData("5-", false)]
    [InlineData("٣", false)]
    [InlineData("", false)]
    public void TryDecimal_Text_IsPlainNotationOnly(string text, bool valid)
    {
        Assert.Equal(valid, Wire.TryDecimal(text, out var value));
        if (valid)
            Assert.Equal(text, Wire.Decimal(value));
    }

    internal static GoodsItem Item() => new()
    {
        Number = 1,
        GoodsCode = "28469020",
        Description = "Dysprosium oxide",
        Origin = "MY",
        NetMassKg = "1200",
        GrossMassKg = "1260.5",
        CustomsValue = new Money { Amount = "358200.00", Currency = "USD" },
        Documents = { new Document { Code = "9CRM", Reference = "C-MY-7" } },
    };

    /// <summary>In a test edition, of which the code is; HS 2022 has no such subheading.</summary>
    [Theory]
    [InlineData("28462100", true)]
    [InlineData("28469020", false)]
    public void Check_GoodsCode_IsReadByTheEditionThatIsGiven(string code, bool known)
    {
        var edition = new HsEdition("HS2028", new(2028, 1, 1), new Dictionary<string, string> { ["284621"] = "Test" });
        var item = Item();
        item.GoodsCode = code;
        List<Violation> faults = [];

        Consignments.Check(item, "items[0]", edition, faults);

        Assert.Equal(known ? [] : ["HS_CODE"], faults.Select(fault => fault.Rule));
        Assert.Equal("HS2022", Consignments.EditionOn("2027-12-31").Name);
    }

    private static List<Violation> Check(GoodsItem item)
    {
        List<Violation> faults = [];
        Consignments.Check(item, "items[0]", HarmonizedSystem.Editions.Newest, faults);
        return faults;
    }

    private static void Add(GoodsItem item, string amount, params string[] units) =>
        item.Quantities.Add(units.Select(unit => new Quantity { Amount = amount, Unit = unit }));

    private static void Add(GoodsItem item, ComponentValue value) => item.ComponentValues.Add(value);
}
