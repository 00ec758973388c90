using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Submission;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Testing;

namespace CrmClub.Declarations.Tests;

public sealed class ValidatorTests
{
    [Fact]
    public void Check_SoundDeclaration_NoFault() =>
        Assert.Empty(FaultsOf(World.Dysprosium("DE", "L-1", "254", "76200.00")));

    [Fact]
    public void Check_TwentyFaults_NamesEachByElementRuleAndValue()
    {
        var declaration = new Declaration
        {
            Administration = "DE",
            Lrn = new string('L', 23),
            Mrn = "27DE00000000000000",
            AcceptanceDay = "2027-02-30",
            Declarant = "ZZ1",
            Importer = "",
            Exporter = "A\u0000B",
            Procedure = "4O00",
            DispatchCountry = "XQ",
            DestinationCountry = "",
            InvoiceCurrency = "ABC",
            Items =
            {
                new GoodsItem
                {
                    Number = 0,
                    GoodsCode = "99999999",
                    Description = new string('d', 513),
                    Origin = "QQ",
                    PreferentialOrigin = "QQ",
                    NetMassKg = "-5",
                    GrossMassKg = "1e3",
                    CustomsValue = new Money { Amount = "12,5", Currency = "ZZZ" },
                    ContainedShare = "1.5",
                    Documents =
                    {
                        new Document { Code = "9CR", Reference = "x" },
                        new Document { Code = "9CRM", Reference = "CRM-2027-999999" },
                    },
                },
                new GoodsItem
                {
                    Number = 0,
                    GoodsCode = "28469020",
                    Description = "Dysprosium oxide",
                    Origin = "MY",
                    NetMassKg = "10",
                    GrossMassKg = "9",
                    CustomsValue = new Money { Amount = "1", Currency = "ABC" },
                },
            },
        };

        var faults = FaultsOf(declaration);

        Assert.True(faults.Count >= 20, $"{faults.Count} faults");
        AssertFault(faults, "lrn", "12 09", "TEXT_LENGTH", new string('L', 23));
        AssertFault(faults, "mrn", "", "MRN_CHECK_CHARACTER", "27DE00000000000000");
        AssertFault(faults, "acceptance_day", "15 09", "DAY", "2027-02-30");
        AssertFault(faults, "declarant", "13 05", "EORI_COUNTRY", "ZZ1");
        AssertFault(faults, "importer", "13 04", "REQUIRED", "");
        AssertFault(faults, "exporter", "13 01", "TEXT_CHARACTERS", "A\uFFFDB");
        AssertFault(faults, "procedure", "11 09", "PROCEDURE_FORM", "4O00");
        AssertFault(faults, "dispatch_country", "16 06", "COUNTRY_CODE", "XQ");
        AssertFault(faults, "destination_country", "16 03", "COUNTRY_CODE", "");
        AssertFault(faults, "invoice_currency", "14 05", "CURRENCY_CODE", "ABC");
        AssertFault(faults, "items[0].number", "11 03", "ITEM_NUMBER", "0");
        AssertFault(faults, "items[1].number", "11 03", "ITEM_NUMBER_UNIQUE", "0");
        AssertFault(faults, "items[0].goods_code", "18 09", "HS_CODE", "99999999");
        AssertFault(faults, "items[0].description", "18 05", "LENGTH", new string('d', 100));
        AssertFault(faults, "items[0].origin", "16 08", "COUNTRY", "QQ");
        AssertFault(faults, "items[0].preferential_origin", "16 09", "COUNTRY", "QQ");
        AssertFault(faults, "items[0].net_mass_kg", "18 01", "POSITIVE_DECIMAL", "-5");
        AssertFault(faults, "items[0].gross_mass_kg", "18 04", "POSITIVE_DECIMAL", "1e3");
        AssertFault(faults, "items[0].customs_value.amount", "99 14", "AMOUNT", "12,5");
        AssertFault(faults, "items[0].contained_share", "", "SHARE", "1.5");
        AssertFault(faults, "items[0].documents[0].code", "12 03", "DOCUMENT_CODE", "9CR");
        AssertFault(faults, "items[0].documents[1].reference", "12 03", "CERTIFICATE_EXISTS", "CRM-2027-999999");
        AssertFault(faults, "items[1].gross_mass_kg", "18 04", "GROSS_MASS_AT_LEAST_NET", "9");
        Assert.All(faults, fault => Assert.False(string.IsNullOrEmpty(fault.Accepted), fault.Field));
    }

    [Fact]
    public void Check_ExampleWithFaults_AllNamedInOneAnswer()
    {
        var faults = FaultsOf(Declaration.Parser.ParseJson(
            File.ReadAllText(Path.Combine(Checkout.Root, "data", "examples", "declaration-with-faults.json"))));

        var status = ErrorCodes.ToStatus(ErrorReason.ValidationFailed, "", faults);

        Assert.Equal(24, faults.Count);
        var list = status.Details.Single(detail => detail.Is(ViolationList.Descriptor)).Unpack<ViolationList>();
        Assert.Equal(faults, list.Violations);
    }

    [Theory]
    [InlineData("2027-09-21", "DAY_NOT_FUTURE")]
    [InlineData("2027-01-03", "TARIFF_IN_FORCE")]
    [InlineData("2027-04-15", "EXCHANGE_RATE")]
    public void Check_Day_NamesRule(string day, string rule) =>
        Assert.Contains(FaultsOf(World.Dysprosium("DE", "L", "1", "400", day)), fault => fault.Rule == rule);

    [Fact]
    public void Check_DayThatHasComeInTokyoOnly_AcceptedThere()
    {
        // 10:00 UTC is the same day in both; the day after has begun in Tokyo from 15:00 UTC on.
        DateOnly Today(string zone) => zone == "Asia/Tokyo" ? new(2027, 6, 1) : new(2027, 5, 31);

        Assert.DoesNotContain(FaultsOf(World.Metals("JP", "L", "2027-06-01"), Today), f => f.Rule == "DAY_NOT_FUTURE");
        Assert.Contains(FaultsOf(World.Metals("DE", "L", "2027-06-01"), Today), f => f.Rule == "DAY_NOT_FUTURE");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData(" 5")]
    [InlineData("NaN")]
    [InlineData("١")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("1000000000000000000000000000")]
    public void Check_NetMass_OnlyPlainPositiveDecimals(string mass)
    {
        var declaration = World.Dysprosium("DE", "L", "1", "400");
        declaration.Items[0].NetMassKg = mass;
        declaration.Items[0].GrossMassKg = "";

        Assert.Contains(FaultsOf(declaration), fault => fault.Field == "items[0].net_mass_kg");
    }

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0x000A)]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    public void Check_BrokenText_Refused(int character)
    {
        var text = $"a{(char)character}b";
        var declaration = World.Dysprosium("DE", "L", "1", "400");
        declaration.Items[0].Description = text;

        Assert.Contains(FaultsOf(declaration), fault => fault.Rule == "TEXT_CHARACTERS");
    }

    [Fact]
    public void Check_NoItemsOrTooMany_Refused()
    {
        var none = World.Dysprosium("DE", "L", "1", "400");
        none.Items.Clear();
        var many = World.Dysprosium("DE", "L", "1", "400");
        many.Items.AddRange(Enumerable.Range(2, 1000).Select(number =>
        {
            var item = many.Items[0].Clone();
            item.Number = number;
            return item;
        }));

        Assert.Contains(FaultsOf(none), fault => fault.Rule == "ITEM_COUNT");
        Assert.Contains(FaultsOf(many), fault => fault.Rule == "ITEM_COUNT");
    }

    [Theory]
    [InlineData("21DE27364916384836", "MRN_CHECK_CHARACTER", false)]
    [InlineData("21DE27364916384835", "MRN_CHECK_CHARACTER", true)]
    [InlineData("24AT100000Y5L4I0K0", "MRN_COUNTRY", true)]
    public void Check_AdministrationsOwnMrn_CheckedByForm(string mrn, string rule, bool refused)
    {
        var declaration = World.Dysprosium("DE", "L", "1", "400");
        declaration.Mrn = mrn;

        Assert.Equal(refused, FaultsOf(declaration).Any(fault => fault.Rule == rule));
    }

    [Theory]
    [InlineData("4000", false)]
    [InlineData("7100", false)]
    [InlineData("9900", true)]
    public void Check_Procedure_KnownOnesAccepted(string procedure, bool refused)
    {
        var declaration = World.Dysprosium("DE", "L", "1", "400");
        declaration.Procedure = procedure;

        Assert.Equal(refused, FaultsOf(declaration).Any(fault => fault.Rule == "PROCEDURE_CODE"));
    }

    private static IReadOnlyList<Violation> FaultsOf(Declaration declaration, Func<string, DateOnly>? today = null)
    {
        var faults = new Violations();
        DeclarationValidator.Check(
            declaration, World.Standing(World.Issued()), today ?? new StandingDay(World.Today).Today, faults);
        return faults.All;
    }

    private static void AssertFault(
        IReadOnlyList<Violation> faults, string field, string element, string rule, string value) =>
        Assert.True(
            faults.Any(f => f.Field == field && f.DataElement == element && f.Rule == rule && f.Value == value),
            $"{field} {element} {rule} '{value}' is not among\n{string.Join('\n', faults)}");
}
