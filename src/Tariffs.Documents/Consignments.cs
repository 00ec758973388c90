using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Tariffs.Engine;
using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;
using Proto = CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>Goods items of the contracts as the engine's consignments.</summary>
public static class Consignments
{
    private const string AssumedNumber = "assumed";

    /// <summary>Adds every broken rule of a goods item, with its data element (UCC Annex B).</summary>
    /// <param name="item">The item as sent.</param>
    /// <param name="path">Path of the item in the request, for instance "declaration.items[0]".</param>
    /// <param name="edition">Edition of the day of acceptance, by which its code is read.</param>
    /// <param name="faults">Where they are added.</param>
    public static void Check(
        Proto.GoodsItem item, string path, HsEdition edition, ICollection<Violation> faults) =>
        GoodsItemCheck.Check(item, path, edition, new Faults(faults));

    /// <summary>Adds every broken rule of a consignment: administration, day and item.</summary>
    /// <param name="consignment">The consignment as sent.</param>
    /// <param name="path">Path of the consignment in the request, empty where it is the request itself.</param>
    /// <param name="faults">Where they are added.</param>
    public static void Check(Proto.Consignment consignment, string path, ICollection<Violation> faults)
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        var rules = new Faults(faults);
        rules.Country(prefix + "administration", consignment.Administration);
        rules.Day(prefix + "acceptance_day", consignment.AcceptanceDay);
        if (consignment.Item is { } item)
            Check(item, prefix + "item", EditionOn(consignment.AcceptanceDay), faults);
        else
            rules.Add(prefix + "item", "REQUIRED", "", "a goods item", "It is missing.");
        if (consignment.Quota is { } quota)
            Check(quota, consignment.Item, prefix + "quota.", rules);
    }

    private static void Check(Proto.QuotaClaim quota, Proto.GoodsItem? item, string path, Faults faults)
    {
        if (!DutyUnit.TryParse(quota.Unit, out _))
        {
            faults.Add(path + "unit", "UNIT", quota.Unit, "a unit of duty expressions, for instance kg Dy2O3",
                $"'{quota.Unit}' is no unit.");
        }

        if (quota.Allocated.Length > 0 && !(Wire.TryDecimal(quota.Allocated, out var allocated) && allocated >= 0))
        {
            faults.Add(path + "allocated", "AMOUNT", quota.Allocated,
                "a decimal from 0, or nothing while it is pending",
                $"'{quota.Allocated}' can't be allocated.");
        }

        if (item is { QuotaOrderNumber: "" })
        {
            faults.Add(path + "unit", "NOT_HERE", quota.Unit, "nothing, as the item asks for no quota",
                "It names no quota_order_number.");
        }
    }

    /// <summary>The edition of a legal day; the newest where the text is no day.</summary>
    public static HsEdition EditionOn(string day) => Wire.TryDay(day, out var read)
        ? HarmonizedSystem.Editions.On(read) : HarmonizedSystem.Editions.Newest;

    /// <summary>The items of a checked declaration.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="day">Legal day by whose rules it is decided.</param>
    /// <param name="invalidated">Whether nothing is due because it was invalidated.</param>
    /// <param name="certificates">The certificates that it names, by number.</param>
    /// <param name="quotas">What is known of the quotas that items ask for, by the item's number.</param>
    public static IEnumerable<Consignment> FromDeclaration(
        Declaration declaration, DateOnly day, bool invalidated, IReadOnlyDictionary<string, Certificate> certificates,
        IReadOnlyDictionary<int, QuotaClaim> quotas)
    {
        var incursDuty = Procedures.IncursDuty(declaration.Procedure) && !invalidated;
        foreach (var item in declaration.Items)
        {
            var evidence = CertificateNumbers(item)
                .Select(number => Certificates.ToEvidence(certificates[number])).OfType<CertificateEvidence>();
            var consignment = FromItem(item, day, [.. evidence]) with { Quota = quotas.GetValueOrDefault(item.Number) };
            yield return incursDuty ? consignment : consignment with { IncursDuty = false };
        }
    }

    /// <summary>From a checked item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="acceptanceDay">Legal day of acceptance.</param>
    /// <param name="certificates">What is known of the certificates that its documents name.</param>
    public static Consignment FromItem(
        Proto.GoodsItem item, DateOnly acceptanceDay, IReadOnlyList<CertificateEvidence> certificates)
    {
        return new Consignment(
            acceptanceDay,
            item.GoodsCode,
            item.Origin,
            item.PreferentialOrigin,
            Wire.ParseDecimal(item.NetMassKg),
            Wire.ParseDecimal(item.CustomsValue.Amount),
            item.CustomsValue.Currency,
            Optional(item.ContainedShare),
            item.Facility,
            [.. item.Documents.Select(document => new PresentedDocument(document.Code, document.Reference))],
            [.. certificates])
        {
            TransportDocumentDay = item.TransportDocumentDate.Length == 0
                ? null : Wire.ParseDay(item.TransportDocumentDate),
            GrossMassKg = Optional(item.GrossMassKg),
            Quantities = item.Quantities.Count == 0 ? [] : [.. item.Quantities.Select(From)],
            AdditionalCodes = item.AdditionalCodes.Count == 0 ? [] : [.. item.AdditionalCodes],
            QuotaOrderNumber = item.QuotaOrderNumber,
            Requests = item.Requests.Count == 0 ? [] : [.. item.Requests],
            ComponentValues = item.ComponentValues.Count == 0 ? [] : [.. item.ComponentValues.Select(From)],
        };
    }

    /// <summary>From a checked consignment. An assumed level stands for a presented certificate that is valid and
    /// covers the item; where no document 9CRM is presented, it counts as presented last.</summary>
    public static Consignment FromConsignment(
        Proto.Consignment consignment, IReadOnlyList<CertificateEvidence> certificates)
    {
        var known = FromItem(consignment.Item, Wire.ParseDay(consignment.AcceptanceDay), certificates) with
        {
            Quota = consignment.Quota is { } quota
                ? new QuotaClaim(Unit(quota.Unit), Optional(quota.Allocated), quota.Critical) : null,
        };
        if (consignment.AssumedCertificateLevel == Proto.CertificateLevel.Unspecified)
            return known;
        var documents = known.Presents(DocumentCodes.Certificate)
            ? known.Documents
            : [.. known.Documents, new PresentedDocument(DocumentCodes.Certificate, AssumedNumber)];
        var level = (CertificateLevel)consignment.AssumedCertificateLevel;
        return known with
        {
            Documents = documents,
            Certificates = [.. documents.Where(document => document.Code == DocumentCodes.Certificate)
                .Select(document => CertificateEvidence.Assume(document.Reference, level))],
        };
    }

    private static DeclaredQuantity From(Proto.Quantity quantity) =>
        new(Wire.ParseDecimal(quantity.Amount), Unit(quantity.Unit));

    private static DutyUnit Unit(string text) => DutyUnit.TryParse(text, out var unit)
        ? unit
        : throw new FormatException($"'{text}' is no unit.");

    private static decimal? Optional(string text) => text.Length == 0 ? null : Wire.ParseDecimal(text);

    private static ComponentValue From(Proto.ComponentValue value) =>
        new(value.Component, Wire.ParseDecimal(value.Amount));

    /// <summary>Numbers of the certificates that an item's documents name.</summary>
    public static IEnumerable<string> CertificateNumbers(Proto.GoodsItem item) =>
        item.Documents.Where(document => document.Code == DocumentCodes.Certificate)
            .Select(document => document.Reference);
}
