using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Tariffs.Engine;
using Countries = CrmClub.Contracts.Identifiers.Countries;

namespace CrmClub.Declarations.Submission;

/// <summary>The rules of one goods item.</summary>
internal static class GoodsItemRules
{
    private const int NumberMax = DeclarationValidator.ItemsMax;
    private const int GoodsCodeLength = 8;
    private const int DescriptionLengthMax = 512;
    private const int FacilityLengthMax = 35;
    private const int DocumentsMax = 50;
    private const int DocumentCodeLength = 4;
    private const int ReferenceLengthMax = 70;

    // UCC Annex B: masses are n..16,6, amounts n..16,2.
    private const int DigitsMax = 16;
    private const int MassDecimalsMax = 6;
    private const int AmountDecimalsMax = 2;
    private const int ShareDecimalsMax = 6;

    public static void Check(
        FieldChecks checks, string path, GoodsItem item, string invoiceCurrency, Standing standing)
    {
        if (item.Number is < 1 or > NumberMax)
            checks.Fault(new($"{path}number", "11 03", "Item number"), "ITEM_NUMBER", $"{item.Number}",
                $"1 to {NumberMax}", "The item's number is out of range.");
        CheckGoodsCode(checks, new($"{path}goods_code", "18 09", "Commodity code"), item.GoodsCode, standing);
        checks.Text(new($"{path}description", "18 05", "Description"), item.Description, DescriptionLengthMax, true);
        checks.Identifier(new($"{path}origin", "16 08", "Country of origin"), Countries.Check(item.Origin));
        if (item.PreferentialOrigin is not ("" or "CLUB"))
            checks.Identifier(new($"{path}preferential_origin", "16 09", "Country of preferential origin"),
                Countries.Check(item.PreferentialOrigin));
        CheckMasses(checks, path, item);
        CheckValue(checks, path, item, invoiceCurrency);
        CheckShare(checks, path, item);
        checks.Text(new($"{path}facility", "", "Facility"), item.Facility, FacilityLengthMax, false);
        CheckDocuments(checks, path, item, standing);
    }

    private static void CheckGoodsCode(FieldChecks checks, Field field, string code, Standing standing)
    {
        if (code.Length != GoodsCodeLength || !code.All(char.IsAsciiDigit))
            checks.Fault(field, "GOODS_CODE_FORM", code, "eight digits: HS six and the club's two",
                "The commodity code does not have its form.");
        else if (!HarmonizedSystem.Contains(code.AsSpan(0, 6)))
            checks.Fault(field, "GOODS_CODE", code, "a subheading of the Harmonized System 2022 and two digits",
                $"{code[..6]} is no subheading of the Harmonized System 2022.");
    }

    private static void CheckMasses(FieldChecks checks, string path, GoodsItem item)
    {
        var net = checks.Positive(
            new($"{path}net_mass_kg", "18 01", "Net mass"), item.NetMassKg, DigitsMax, MassDecimalsMax);
        if (item.GrossMassKg.Length == 0)
            return;
        var field = new Field($"{path}gross_mass_kg", "18 04", "Gross mass");
        if (checks.Positive(field, item.GrossMassKg, DigitsMax, MassDecimalsMax) is { } gross && net > gross)
            checks.Fault(field, "GROSS_MASS_AT_LEAST_NET", item.GrossMassKg, $"{item.NetMassKg} or more",
                "The gross mass is less than the net mass.");
    }

    private static void CheckValue(FieldChecks checks, string path, GoodsItem item, string invoiceCurrency)
    {
        checks.Positive(new($"{path}customs_value.amount", "99 14", "Customs value"),
            item.CustomsValue?.Amount ?? "", DigitsMax, AmountDecimalsMax);
        if (item.CustomsValue is { } value && value.Currency != invoiceCurrency)
            checks.Fault(new($"{path}customs_value.currency", "99 14", "Currency of the customs value"),
                "CURRENCY_OF_INVOICE", value.Currency, invoiceCurrency,
                "The customs value is not in the currency of the invoice.");
    }

    private static void CheckShare(FieldChecks checks, string path, GoodsItem item)
    {
        if (item.ContainedShare.Length == 0)
            return;
        var field = new Field($"{path}contained_share", "", "Contained share");
        if (checks.Number(field, item.ContainedShare, DigitsMax, ShareDecimalsMax) is not { } share)
            return;
        if (share is < 0 or > 1)
            checks.Fault(field, "SHARE", item.ContainedShare, "a decimal from 0 to 1",
                "The share is in kg per kg net.");
        if (item.Documents.All(document => document.Code != DocumentCodes.Assay))
            checks.Fault(field, "ASSAY_PRESENTED", item.ContainedShare, "document 9CRA, or no share of its own",
                "A contained share in place of the line's default needs an assay.");
    }

    private static void CheckDocuments(FieldChecks checks, string path, GoodsItem item, Standing standing)
    {
        if (item.Documents.Count > DocumentsMax)
            checks.Fault(new($"{path}documents", "12 03", "Documents"), "DOCUMENT_COUNT",
                $"{item.Documents.Count} documents", $"at most {DocumentsMax}", "The item has too many documents.");
        for (var index = 0; index < Math.Min(item.Documents.Count, DocumentsMax); index++)
        {
            var document = item.Documents[index];
            var code = new Field($"{path}documents[{index}].code", "12 03", "Document code");
            var reference = new Field($"{path}documents[{index}].reference", "12 03", "Document reference");
            if (document.Code.Length != DocumentCodeLength || !document.Code.All(IsCodeCharacter))
                checks.Fault(code, "DOCUMENT_CODE", document.Code, "four digits or capital letters",
                    "The document's code does not have its form.");
            if (checks.Text(reference, document.Reference, ReferenceLengthMax, required: true)
                && document.Code == DocumentCodes.Certificate
                && standing.Certificates.Newest(document.Reference) is null)
            {
                checks.Fault(reference, "CERTIFICATE_EXISTS", document.Reference, "the number of a certificate issued",
                    "There is no certificate of that number.");
            }
        }
    }

    private static bool IsCodeCharacter(char c) => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c);
}
