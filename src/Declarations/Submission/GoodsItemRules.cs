using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Declarations.Submission;

/// <summary>What a goods item must keep within a declaration, beside the rules of every goods item.</summary>
internal static class GoodsItemRules
{
    public static void Check(
        FieldChecks checks, string path, GoodsItem item, Declaration declaration, Standing standing)
    {
        var broken = new List<Violation>();
        Consignments.Check(item, path, Consignments.EditionOn(declaration.AcceptanceDay), broken);
        checks.Add(broken);
        // How long a text may be is checked there; here, what characters it may have.
        checks.Text(new($"{path}.description", "18 05", "Description"), item.Description, int.MaxValue, false);
        checks.Text(new($"{path}.facility", "", "Facility"), item.Facility, int.MaxValue, false);
        if (Wire.TryDecimal(item.NetMassKg, out var net) && Wire.TryDecimal(item.GrossMassKg, out var gross)
            && net > gross)
            checks.Fault(new($"{path}.gross_mass_kg", "18 04", "Gross mass"), "GROSS_MASS_AT_LEAST_NET",
                item.GrossMassKg, $"{item.NetMassKg} or more", "The gross mass is less than the net mass.");
        if (item.StatisticalValue.Length > 0
            && (!Wire.TryDecimal(item.StatisticalValue, out var statistical) || statistical < 0))
            checks.Fault(new($"{path}.statistical_value", "99 06", "Statistical value"), "DECIMAL_NOT_NEGATIVE",
                item.StatisticalValue, "a decimal, 0 or more", "The statistical value is no amount.");
        if (item.CustomsValue is { } value && value.Currency != declaration.InvoiceCurrency)
            checks.Fault(new($"{path}.customs_value.currency", "14 05", "Currency of the customs value"),
                "CURRENCY_OF_INVOICE", value.Currency, declaration.InvoiceCurrency,
                "The customs value is not in the currency of the invoice.");
        for (var index = 0; index < item.Documents.Count; index++)
            CheckDocument(checks, $"{path}.documents[{index}]", item.Documents[index], standing);
    }

    private static void CheckDocument(FieldChecks checks, string path, Document document, Standing standing)
    {
        var reference = new Field($"{path}.reference", "12 03", "Document reference");
        if (checks.Text(reference, document.Reference, int.MaxValue, false)
            && document.Code == DocumentCodes.Certificate
            && document.Reference.Length > 0
            && standing.Certificates.Newest(document.Reference) is null)
        {
            checks.Fault(reference, "CERTIFICATE_EXISTS", document.Reference, "the number of a certificate issued",
                "There is no certificate of that number.");
        }
    }
}
