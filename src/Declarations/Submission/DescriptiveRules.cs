using CrmClub.Contracts.Declarations.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Declarations.Submission;

/// <summary>Rules of what describes a declaration and changes no duty.</summary>
internal static class DescriptiveRules
{
    private const string AdditionalTypes = "ABCDEFRUVWXYZ";
    private const int OfficeLengthMax = 8;
    private const int ReferenceLengthMax = 35;
    private const int NameLengthMax = 70;
    private const int PlaceLengthMax = 35;
    private const int DocumentReferenceLengthMax = 70;
    private const int ManyMax = 20;

    private static readonly string[] Types = ["IM", "CO"];
    private static readonly string[] Methods = ["1", "2", "3", "4", "5", "6"];

    // Incoterms 2020 of the International Chamber of Commerce.
    private static readonly string[] Incoterms =
        ["CFR", "CIF", "CIP", "CPT", "DAP", "DDP", "DPU", "EXW", "FAS", "FCA", "FOB"];

    public static void Check(FieldChecks checks, Declaration declaration)
    {
        OneOf(checks, new("declaration_type", "", "Declaration type"), declaration.DeclarationType, Types);
        OneOf(checks, new("additional_declaration_type", "", "Additional declaration type"),
            declaration.AdditionalDeclarationType, [.. AdditionalTypes.Select(letter => $"{letter}")]);
        var office = declaration.CustomsOffice;
        if (office.Length > OfficeLengthMax || !office.All(char.IsAsciiLetterOrDigit))
            checks.Fault(new("customs_office", "", "Customs office"), "OFFICE_FORM", office,
                $"at most {OfficeLengthMax} letters or digits", "The reference of the office does not have its form.");
        checks.Text(new("national_reference", "", "National reference"), declaration.NationalReference,
            ReferenceLengthMax, required: false);
        checks.Text(new("seller", "", "Seller"), declaration.Seller, NameLengthMax, required: false);
        checks.Text(new("buyer", "", "Buyer"), declaration.Buyer, NameLengthMax, required: false);
        OneOf(checks, new("valuation_method", "14 10", "Valuation method"), declaration.ValuationMethod, Methods);
        if (declaration.DeliveryTerms is { } terms)
            CheckTerms(checks, terms);
        CheckAdjustments(checks, declaration);
        CheckPrevious(checks, declaration);
    }

    private static void CheckTerms(FieldChecks checks, DeliveryTerms terms)
    {
        if (!Incoterms.Contains(terms.Incoterm))
            checks.Fault(new("delivery_terms.incoterm", "14 01", "Incoterm"), "INCOTERM", terms.Incoterm,
                $"one of {string.Join(", ", Incoterms)}", "There is no such term.");
        checks.Text(new("delivery_terms.place", "14 01", "Place of delivery"), terms.Place, PlaceLengthMax,
            required: false);
    }

    private static void CheckAdjustments(FieldChecks checks, Declaration declaration)
    {
        var all = declaration.ValueAdjustments;
        AtMost(checks, new("value_adjustments", "", "Additions and deductions"), all.Count);
        for (var index = 0; index < Math.Min(all.Count, ManyMax); index++)
        {
            var (path, code) = ($"value_adjustments[{index}]", all[index].Code);
            if (code.Length != 2 || code[0] is not ('A' or 'B') || !char.IsAsciiLetterUpper(code[1]))
                checks.Fault(new($"{path}.code", "", "Addition or deduction"), "ADJUSTMENT_CODE", code,
                    "A or B and a capital letter", "It is neither an addition nor a deduction.");
            var amount = all[index].Amount;
            if (!Wire.TryDecimal(amount?.Amount ?? "", out var value) || value <= 0)
                checks.Fault(new($"{path}.amount.amount", "", "Amount"), "POSITIVE_DECIMAL", amount?.Amount ?? "",
                    "a decimal above 0", "The code says whether it is added or deducted.");
            if (amount is not null && amount.Currency != declaration.InvoiceCurrency)
                checks.Fault(new($"{path}.amount.currency", "14 05", "Currency"), "CURRENCY_OF_INVOICE",
                    amount.Currency, declaration.InvoiceCurrency, "It is not in the currency of the invoice.");
        }
    }

    private static void CheckPrevious(FieldChecks checks, Declaration declaration)
    {
        var all = declaration.PreviousDocuments;
        AtMost(checks, new("previous_documents", "12 01", "Previous documents"), all.Count);
        for (var index = 0; index < Math.Min(all.Count, ManyMax); index++)
        {
            var (path, code) = ($"previous_documents[{index}]", all[index].Code);
            if (code.Length != 4 || !code.All(char.IsAsciiLetterOrDigit))
                checks.Fault(new($"{path}.code", "12 01", "Document type"), "DOCUMENT_CODE", code,
                    "four letters or digits", "The type of the document does not have its form.");
            checks.Text(new($"{path}.reference", "12 01", "Reference"), all[index].Reference,
                DocumentReferenceLengthMax, required: true);
        }
    }

    private static void AtMost(FieldChecks checks, Field field, int count)
    {
        if (count > ManyMax)
            checks.Fault(field, "COUNT", $"{count}", $"at most {ManyMax}", $"{field.Name} are too many.");
    }

    private static void OneOf(FieldChecks checks, Field field, string value, string[] accepted)
    {
        if (value.Length > 0 && !accepted.Contains(value))
            checks.Fault(field, field.Path.ToUpperInvariant(), value, $"one of {string.Join(", ", accepted)}",
                $"There is no such {field.Name.ToLowerInvariant()}.");
    }
}
