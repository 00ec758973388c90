using CrmClub.Contracts.Common.V1;
using CrmClub.Tariffs.Engine;
using Proto = CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Tariffs.Documents;

/// <summary>Goods items of the contracts as the engine's consignments.</summary>
public static class Consignments
{
    /// <summary>Adds every broken rule of a goods item, with its data element (UCC Annex B).</summary>
    /// <param name="item">The item as sent.</param>
    /// <param name="path">Path of the item in the request, for instance "declaration.items[0]".</param>
    /// <param name="faults">Where they are added.</param>
    public static void Check(Proto.GoodsItem item, string path, ICollection<Violation> faults) =>
        throw new NotImplementedException();

    /// <summary>From a checked item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="acceptanceDay">Legal day of acceptance.</param>
    /// <param name="certificates">What is known of the certificates that its documents name.</param>
    public static Consignment FromItem(
        Proto.GoodsItem item, DateOnly acceptanceDay, IReadOnlyList<CertificateEvidence> certificates) =>
        throw new NotImplementedException();

    /// <summary>From a checked consignment. An assumed level stands for a presented certificate that is valid and
    /// covers the item; where no document 9CRM is presented, it counts as presented last.</summary>
    public static Consignment FromConsignment(
        Proto.Consignment consignment, DateOnly acceptanceDay, IReadOnlyList<CertificateEvidence> certificates) =>
        throw new NotImplementedException();

    /// <summary>Numbers of the certificates that an item's documents name.</summary>
    public static IEnumerable<string> CertificateNumbers(Proto.GoodsItem item) =>
        item.Documents.Where(document => document.Code == DocumentCodes.Certificate)
            .Select(document => document.Reference);
}
