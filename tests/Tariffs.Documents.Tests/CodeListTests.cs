using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents.Tests;

/// <summary>Acts, documents and additional codes that a tariff keeps, and the measures that name them.</summary>
public sealed class CodeListTests
{
    private const string Act = "Regulation 1";
    private const string From = "2027-01-04";

    [Theory]
    [InlineData("2", MeasureType.Base, "")]
    [InlineData("2", MeasureType.DutySuspension, "measures[0].additional_code ME12")]
    [InlineData("8", MeasureType.Base, "measures[0].additional_code ME12")]
    public void Check_AdditionalCode_IsOfAKindForMeasuresOfItsType(string kind, MeasureType type, string fault)
    {
        var tariff = Tariff();
        tariff.Measures[0].AdditionalCode = "2200";
        tariff.AdditionalCodeTypes.Add(new AdditionalCodeType { Id = kind, MeasureTypes = { type } });

        Assert.Equal(fault, Faults(tariff));
    }

    [Theory]
    [InlineData(From, "", "", "")]
    [InlineData(From, "2027-06-01", "Regulation 2", "")]
    [InlineData("2026-01-01", From, "Regulation 2", "measures[0].legal_base ME27")]
    [InlineData("2026-01-01", From, "", "measures[0].legal_base ME87")]
    [InlineData("2027-01-05", "2028-01-01", "Regulation 2", "measures[0].legal_base ME87")]
    [InlineData(From, "", "Regulation 2", "legal_acts[0].valid_to REQUIRED")]
    public void Check_LegalBase_IsInForceWhenTheMeasureBegins(string from, string to, string replacedBy, string fault)
    {
        var tariff = Tariff();
        tariff.LegalActs.Add(new LegalAct { Id = Act, ValidFrom = from, ValidTo = to, ReplacedBy = replacedBy });

        Assert.Equal(fault, Faults(tariff));
    }

    [Theory]
    [InlineData(From, "", "", "")]
    [InlineData(From, "2028-01-01", "2028-01-01", "")]
    [InlineData(From, "2028-01-01", "", "measures[0].conditions[0].document ME57")]
    [InlineData(From, "2028-01-01", "2028-01-02", "measures[0].conditions[0].document ME57")]
    [InlineData("2027-01-05", "", "2028-01-01", "measures[0].conditions[0].document ME57")]
    public void Check_DocumentOfACondition_CanBePresentedOnAllDaysOfTheMeasure(
        string from, string to, string measureTo, string fault)
    {
        var tariff = Tariff();
        tariff.Measures[0].ValidTo = measureTo;
        tariff.Measures[0].Conditions.Add(
            new Condition { Code = "B", Sequence = 1, Document = "C644", Action = "27" });
        tariff.DocumentCodes.Add(new DocumentCode { Code = "C644", ValidFrom = from, ValidTo = to });

        Assert.Equal(fault, Faults(tariff));
    }

    [Fact]
    public void Check_RequiredDocument_IsHeldToItsDaysAsOneOfAConditionIs()
    {
        var tariff = Founding.Tariff;
        var asking = tariff.Measures.Index().Where(one => one.Item.RequiredDocument == "9CRM").ToList();
        tariff.DocumentCodes.Add(new DocumentCode { Code = "9CRM", ValidFrom = From, ValidTo = "2030-01-01" });

        Assert.NotEmpty(asking);
        Assert.Equal(
            asking.Select(one => $"measures[{one.Index}].required_document ME57"),
            TariffDocuments.Check(tariff).Select(fault => $"{fault.Field} {fault.Rule}"));
    }

    [Fact]
    public void Check_ListsWithFaults_NamesThemAll()
    {
        var tariff = Tariff();
        tariff.LegalActs.Add([new LegalAct(), new LegalAct { Id = "R", ValidFrom = From, ValidTo = From }]);
        tariff.DocumentCodes.Add([new() { Code = "C6", ValidFrom = From }, new() { Code = "C6", ValidFrom = From }]);
        tariff.AdditionalCodeTypes.Add([new() { Id = "20" }, new() { Id = "2", MeasureTypes = { (MeasureType)99 } }]);

        Assert.Equal(
            "legal_acts[0].id REQUIRED, legal_acts[0].valid_from DAY, legal_acts[1].valid_to VALIDITY_ORDER, "
                + "document_codes[0].code CODE, document_codes[1].code CODE, document_codes[1].code UNIQUE, "
                + "additional_code_types[0].id CODE, additional_code_types[1].measure_types[0] SPECIFIED",
            Faults(tariff));
    }

    private static string Faults(TariffDocument tariff) =>
        string.Join(", ", TariffDocuments.Check(tariff).Select(fault => $"{fault.Field} {fault.Rule}"));

    /// <summary>One base duty, from the founding day on.</summary>
    private static TariffDocument Tariff()
    {
        var tariff = Founding.Tariff;
        var measure = tariff.Measures[0];
        measure.LegalBase = Act;
        tariff.Measures.Clear();
        tariff.Measures.Add(measure);
        return tariff;
    }
}
