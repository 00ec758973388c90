using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using CountryGroup = CrmClub.Tariffs.Engine.CountryGroup;

namespace CrmClub.Tariffs.Documents;

/// <summary>Rules of a goods item, by data element of UCC Annex B.</summary>
internal static class GoodsItemCheck
{
    private const int NumberMax = 999;
    private const int DescriptionLengthMax = 512;
    private const int DocumentsMax = 50;
    private const int FiguresMax = 20;
    private const int ReferenceLengthMax = 70;

    // Annex B writes masses and amounts as n..16,6 and n..16,2; amounts here may have as many decimals as masses.
    private const int DigitsMax = 16;
    private const int DecimalsMax = 6;

    public static void Check(GoodsItem item, string path, HsEdition edition, Faults faults)
    {
        path += ".";
        if (item.Number is < 1 or > NumberMax)
        {
            faults.Add(path + "number", "ITEM_NUMBER", $"{item.Number}", $"1 to {NumberMax}",
                "It is no item number.", "11 03");
        }

        CheckGoodsCode(item.GoodsCode, path + "goods_code", edition, faults);
        Length(item.Description, DescriptionLengthMax, path + "description", "18 05", faults);
        faults.Country(path + "origin", item.Origin, "16 08");
        if (item.PreferentialOrigin.Length > 0 && item.PreferentialOrigin != CountryGroup.Club)
            faults.Country(path + "preferential_origin", item.PreferentialOrigin, "16 09");
        Number(item.NetMassKg, false, path + "net_mass_kg", "18 01", faults);
        if (item.GrossMassKg.Length > 0)
            Number(item.GrossMassKg, false, path + "gross_mass_kg", "18 04", faults);
        Number(item.CustomsValue?.Amount ?? "", true, path + "customs_value.amount", "99 14", faults);
        faults.Currency(path + "customs_value.currency", item.CustomsValue?.Currency ?? "", "14 05");
        if (item.ContainedShare.Length > 0
            && !(Wire.TryDecimal(item.ContainedShare, out var share) && share is >= 0 and <= 1))
        {
            faults.Add(path + "contained_share", "SHARE", item.ContainedShare, "a decimal from 0 to 1",
                $"'{item.ContainedShare}' is no share.");
        }

        if (item.TransportDocumentDate.Length > 0 && !Wire.TryDay(item.TransportDocumentDate, out _))
        {
            faults.Add(path + "transport_document_date", "DAY", item.TransportDocumentDate, "a day, YYYY-MM-DD",
                $"'{item.TransportDocumentDate}' is no day.", "12 05");
        }

        Length(item.Facility, ReferenceLengthMax, path + "facility", "", faults);
        CheckDocuments(item, path + "documents", faults);
        CheckQuantities(item, path + "quantities", faults);
        CheckComponents(item, path + "component_values", faults);
        CheckRequests(item, path, faults);
        Count(item.AdditionalCodes.Count, FiguresMax, path + "additional_codes", "18 09", faults);
        for (var index = 0; index < Math.Min(item.AdditionalCodes.Count, FiguresMax); index++)
            faults.Code($"{path}additional_codes[{index}]", item.AdditionalCodes[index], "18 09");
    }

    private static void CheckRequests(GoodsItem item, string path, Faults faults)
    {
        if (item.QuotaOrderNumber.Length > 0)
            faults.OrderNumber(path + "quota_order_number", item.QuotaOrderNumber, "99 01");
        Count(item.Requests.Count, DocumentsMax, path + "requests", "", faults);
        HashSet<string> seen = [];
        for (var index = 0; index < Math.Min(item.Requests.Count, DocumentsMax); index++)
        {
            var (field, request) = ($"{path}requests[{index}]", item.Requests[index]);
            if (request != item.QuotaOrderNumber && item.Documents.All(document => document.Code != request))
            {
                faults.Add(field, "REQUEST", request, "the code of a document presented, or the quota's order number",
                    $"Nothing is presented that '{request}' names.");
            }

            faults.Unique(field, request, seen);
        }
    }

    private static void CheckQuantities(GoodsItem item, string path, Faults faults)
    {
        const string Element = "18 02";
        Count(item.Quantities.Count, FiguresMax, path, Element, faults);
        HashSet<(QuantityKind, string)> seen = [];
        for (var index = 0; index < Math.Min(item.Quantities.Count, FiguresMax); index++)
        {
            var quantity = item.Quantities[index];
            Number(quantity.Amount, false, $"{path}[{index}].amount", Element, faults);
            var field = $"{path}[{index}].unit";
            if (!DutyUnit.TryParse(quantity.Unit, out var unit))
            {
                faults.Add(field, "UNIT", quantity.Unit, "a unit of duty expressions, for instance p, hl or kg W",
                    $"'{quantity.Unit}' is no unit.", Element);
            }
            else if (unit.IsNetMass || !seen.Add((unit.Measurement.Kind, unit.Of)))
            {
                faults.Add(field, "UNIQUE", quantity.Unit, "each quantity once, the net mass in net_mass_kg",
                    $"'{quantity.Unit}' measures what is declared elsewhere.", Element);
            }
        }
    }

    private static void CheckComponents(GoodsItem item, string path, Faults faults)
    {
        Count(item.ComponentValues.Count, FiguresMax, path, "", faults);
        HashSet<string> seen = [];
        for (var index = 0; index < Math.Min(item.ComponentValues.Count, FiguresMax); index++)
        {
            var value = item.ComponentValues[index];
            Number(value.Amount, true, $"{path}[{index}].amount", "", faults);
            faults.Required($"{path}[{index}].component", value.Component);
            Length(value.Component, ComponentDuty.NameLengthMax, $"{path}[{index}].component", "", faults);
            faults.Unique($"{path}[{index}].component", value.Component, seen);
        }
    }

    private static void CheckGoodsCode(string code, string field, HsEdition edition, Faults faults)
    {
        const string Element = "18 09";
        if (code.Length != 8 || !code.All(char.IsAsciiDigit))
        {
            faults.Add(field, "GOODS_CODE", code, "eight digits: the HS six and the club's two",
                $"'{code}' is no code of eight digits.", Element);
        }
        else if (!edition.Contains(code.AsSpan(0, 6)))
        {
            faults.Add(field, "HS_CODE", code, $"a subheading of {edition.Name} and two digits",
                $"{code[..6]} is no subheading of {edition.Name}.", Element);
        }
    }

    private static void CheckDocuments(GoodsItem item, string path, Faults faults)
    {
        const string Element = "12 03";
        Count(item.Documents.Count, DocumentsMax, path, Element, faults);

        for (var index = 0; index < Math.Min(item.Documents.Count, DocumentsMax); index++)
        {
            var document = item.Documents[index];
            faults.Code($"{path}[{index}].code", document.Code, Element, "DOCUMENT_CODE");

            Length(document.Reference, ReferenceLengthMax, $"{path}[{index}].reference", Element, faults);
            if (document.Code == DocumentCodes.Certificate && document.Reference.Length == 0)
            {
                faults.Add($"{path}[{index}].reference", "REQUIRED", "", "the certificate's number",
                    "A certificate is presented by its number.", Element);
            }
        }
    }

    private static void Number(string text, bool zero, string field, string element, Faults faults)
    {
        var valid = Wire.TryDecimal(text, out var value)
            && (value > 0 || (zero && value == 0))
            && value.Scale <= DecimalsMax
            && text.Count(char.IsAsciiDigit) <= DigitsMax;
        if (!valid)
        {
            var accepted = $"a decimal {(zero ? "from 0" : "above 0")}, at most {DigitsMax} digits, "
                + $"of them at most {DecimalsMax} after the point";
            faults.Add(field, zero ? "AMOUNT" : "POSITIVE_DECIMAL", text, accepted,
                $"'{text}' is not {accepted}.", element);
        }
    }

    private static void Count(int count, int most, string field, string element, Faults faults)
    {
        if (count > most)
            faults.Add(field, "COUNT", $"{count}", $"at most {most}", "There are too many.", element);
    }

    private static void Length(string text, int most, string field, string element, Faults faults)
    {
        if (text.Length > most)
            faults.Add(field, "LENGTH", text, $"at most {most} characters", "It is too long.", element);
    }
}
