using System.Collections.Immutable;
using CrmClub.Tariffs.Engine.Expressions;
using CrmClub.Tariffs.Engine.Quotas;

namespace CrmClub.Tariffs.Engine;

/// <summary>One goods item as it is declared, with what is known of its certificates.</summary>
/// <param name="AcceptanceDay">Legal day of acceptance in the administration's zone.</param>
/// <param name="GoodsCode">Eight digits.</param>
/// <param name="Origin">Country of origin, ISO 3166-1 alpha-2.</param>
/// <param name="PreferentialOrigin">Country of preferential origin, <see cref="CountryGroup.Club"/>, or empty.</param>
/// <param name="NetMassKg">Net mass in kg.</param>
/// <param name="CustomsValue">Customs value in <paramref name="Currency"/>, exact.</param>
/// <param name="Currency">ISO 4217 code of the invoice's currency.</param>
/// <param name="ContainedShare">kg of the line's content unit per kg net by an assay, in place of the line's default;
/// needs document <see cref="DocumentCodes.Assay"/>.</param>
/// <param name="Facility">Facility that made the goods; empty where not declared.</param>
/// <param name="Documents">Documents presented, in the declarant's order of requests.</param>
/// <param name="Certificates">What is known of the certificates that the documents name.</param>
public sealed record Consignment(
    DateOnly AcceptanceDay,
    string GoodsCode,
    string Origin,
    string PreferentialOrigin,
    decimal NetMassKg,
    decimal CustomsValue,
    string Currency,
    decimal? ContainedShare,
    string Facility,
    ImmutableArray<PresentedDocument> Documents,
    ImmutableArray<CertificateEvidence> Certificates)
{
    /// <summary>False on a customs procedure other than release for free circulation: nothing is due on it.</summary>
    public bool IncursDuty { get; init; } = true;

    /// <summary>Date of the transport document; null where not declared.</summary>
    public DateOnly? TransportDocumentDay { get; init; }

    /// <summary>Gross mass in kg; null where not declared.</summary>
    public decimal? GrossMassKg { get; init; }

    /// <summary>Quantities declared beside the masses. Those of contained materials need document
    /// <see cref="DocumentCodes.Assay"/>.</summary>
    public ImmutableArray<DeclaredQuantity> Quantities { get; init; } = [];

    /// <summary>Values of components that bear a rate of their own, in <see cref="Currency"/>.</summary>
    public ImmutableArray<ComponentValue> ComponentValues { get; init; } = [];

    /// <summary>Additional codes declared: choices, or certified companies.</summary>
    public ImmutableArray<string> AdditionalCodes { get; init; } = [];

    /// <summary>Quota asked for; empty where none.</summary>
    public string QuotaOrderNumber { get; init; } = "";

    /// <summary>What is known of that quota; null where nothing is.</summary>
    public QuotaClaim? Quota { get; init; }

    /// <summary>Codes of documents, and the quota's order number, in the order in which they ask. Those that are not
    /// among them follow: the quota, then documents as presented.</summary>
    public ImmutableArray<string> Requests { get; init; } = [];

    /// <summary>Day on which certificates must be valid; null for the acceptance day.</summary>
    internal DateOnly? CertificateDay { get; init; }

    /// <summary>The part of the item that is decided.</summary>
    internal QuotaPart Part { get; init; }

    /// <summary>How much of the item that part is; null for all of it.</summary>
    internal Portion? Portion { get; init; }

    /// <summary>Whether of all requests that are met the most favourable counts, not the first.</summary>
    internal bool TakesMostFavourable { get; init; }

    /// <summary>What asks, in order.</summary>
    internal ImmutableArray<PresentedDocument> Asking => QuotaOrderNumber.Length == 0 && Requests.IsEmpty
        ? Documents
        : [.. Documents.Prepend(new PresentedDocument(QuotaOrderNumber, ""))
            .Where(asking => asking.Code.Length > 0)
            .OrderBy(asking => Requests.TakeWhile(request => request != asking.Code).Count())];

    /// <summary>Whether a document with the code is presented.</summary>
    public bool Presents(string code)
    {
        foreach (var document in Documents)
        {
            if (document.Code == code)
                return true;
        }

        return false;
    }
}

/// <summary>A quantity as it is declared.</summary>
/// <param name="Amount">How many units.</param>
/// <param name="Unit">The unit, and what of the goods it measures.</param>
public readonly record struct DeclaredQuantity(decimal Amount, DutyUnit Unit);

/// <summary>Value of a component, such as the case of a watch.</summary>
/// <param name="Component">Its name as duty expressions have it.</param>
/// <param name="Amount">Value.</param>
public readonly record struct ComponentValue(string Component, decimal Amount);

/// <summary>A supporting document.</summary>
/// <param name="Code">Four characters.</param>
/// <param name="Reference">For a certificate its number.</param>
public readonly record struct PresentedDocument(string Code, string Reference);

/// <summary>Codes of the club's documents.</summary>
public static class DocumentCodes
{
    /// <summary>Supplier's certificate.</summary>
    public const string Certificate = "9CRM";

    /// <summary>Proof of club origin.</summary>
    public const string ProofOfOrigin = "9CRO";

    /// <summary>Goods of a suspended party that were on the way before its suspension.</summary>
    public const string GoodsOnTheWay = "9CRW";

    /// <summary>Assay of an accredited laboratory.</summary>
    public const string Assay = "9CRA";

    /// <summary>Taken on paper during an outage.</summary>
    public const string Fallback = "9CRF";

    private const string Own = "9CR";

    /// <summary>Whether it is of the club's own codes, and none of those that there are.</summary>
    public static bool IsUnknown(string code) => code.StartsWith(Own, StringComparison.Ordinal)
        && code is not (Certificate or ProofOfOrigin or GoodsOnTheWay or Assay or Fallback);
}
