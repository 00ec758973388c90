using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Submission;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Declarations.Tests;

/// <summary>What describes a declaration and changes no duty.</summary>
public sealed class DescriptiveTests
{
    [Fact]
    public void Check_EverythingTold_NoFault() => Assert.Empty(FaultsOf(Told()));

    [Fact]
    public void Check_EverythingBroken_NamesEach()
    {
        var declaration = Told();
        declaration.DeclarationType = "EX";
        declaration.AdditionalDeclarationType = "T";
        declaration.CustomsOffice = "DE 4851";
        declaration.NationalReference = new string('n', 36);
        declaration.Seller = "S\n";
        declaration.Buyer = new string('b', 71);
        declaration.DeliveryTerms = new() { Incoterm = "DAT", Place = new string('p', 36) };
        declaration.ValueAdjustments[0] = new() { Code = "CA", Amount = new() { Amount = "-1", Currency = "JPY" } };
        declaration.ValuationMethod = "7";
        declaration.PreviousDocuments[0] = new() { Code = "705" };
        declaration.Items[0].StatisticalValue = "-1";

        Assert.Equal(
            [
                ("additional_declaration_type", "", "ADDITIONAL_DECLARATION_TYPE"),
                ("buyer", "", "TEXT_LENGTH"),
                ("customs_office", "", "OFFICE_FORM"),
                ("declaration_type", "", "DECLARATION_TYPE"),
                ("delivery_terms.incoterm", "14 01", "INCOTERM"),
                ("delivery_terms.place", "14 01", "TEXT_LENGTH"),
                ("items[0].statistical_value", "99 06", "DECIMAL_NOT_NEGATIVE"),
                ("national_reference", "", "TEXT_LENGTH"),
                ("previous_documents[0].code", "12 01", "DOCUMENT_CODE"),
                ("previous_documents[0].reference", "12 01", "REQUIRED"),
                ("seller", "", "TEXT_CHARACTERS"),
                ("valuation_method", "14 10", "VALUATION_METHOD"),
                ("value_adjustments[0].amount.amount", "", "POSITIVE_DECIMAL"),
                ("value_adjustments[0].amount.currency", "14 05", "CURRENCY_OF_INVOICE"),
                ("value_adjustments[0].code", "", "ADJUSTMENT_CODE"),
            ],
            FaultsOf(declaration).Select(one => (one.Field, one.DataElement, one.Rule))
                .OrderBy(one => one.Field, StringComparer.Ordinal));
    }

    [Fact]
    public void Check_TooMany_IsOneFaultEach()
    {
        var declaration = Told();
        declaration.ValueAdjustments.Add(Enumerable.Repeat(declaration.ValueAdjustments[0], 20));
        declaration.PreviousDocuments.Add(Enumerable.Repeat(declaration.PreviousDocuments[0], 20));

        Assert.Equal(["COUNT", "COUNT"], FaultsOf(declaration).Select(one => one.Rule));
    }

    private static Declaration Told()
    {
        var declaration = World.Dysprosium("DE", "L-1", "254", "76200.00");
        declaration.DeclarationType = "IM";
        declaration.AdditionalDeclarationType = "A";
        declaration.CustomsOffice = "DE004851";
        declaration.NationalReference = "R/1";
        declaration.Seller = "MY-7 Separation";
        declaration.Buyer = "Magnets";
        declaration.DeliveryTerms = new() { Incoterm = "CIF", Place = "Hamburg" };
        declaration.ValueAdjustments.Add(new ValueAdjustment { Code = "AK", Amount = Usd("200.00") });
        declaration.ValuationMethod = "1";
        declaration.RelatedParties = true;
        declaration.PreviousDocuments.Add(new Document { Code = "N705", Reference = "BL-1" });
        declaration.Items[0].StatisticalValue = "67733.33";
        return declaration;
    }

    private static Money Usd(string amount) => new() { Amount = amount, Currency = "USD" };

    private static IReadOnlyList<Violation> FaultsOf(Declaration declaration)
    {
        var faults = new Violations();
        DeclarationValidator.Check(declaration, World.Standing(World.Issued()), _ => World.Today, faults);
        return faults.All;
    }
}
