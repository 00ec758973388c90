using System.Globalization;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Wording;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Declarations.Capacity;

/// <summary>How much of a capacity was claimed with an item, as it is answered.</summary>
internal static class CapacityShares
{
    /// <summary>Of a facility to which no certificate in force gives any; else of that of which most is used, and null
    /// where none has a capacity.</summary>
    public static CapacityShare? HighestOf(StoredItem item, Func<StoredClaim, bool> isCertified)
    {
        if (item.Claims.FirstOrDefault(claim => !isCertified(claim)) is { } uncertified)
            return Of(uncertified, "0", "");
        if (item.Claims.Where(claim => claim.CapacityKg.Length > 0).MaxBy(Share) is not { } claim)
            return null;
        return Of(claim, claim.CapacityKg,
            (Math.Truncate(Share(claim) * 10_000) / 100).ToString("0.00", CultureInfo.InvariantCulture));
    }

    /// <summary>In words, to follow others; empty where there is nothing to say.</summary>
    public static string Say(string language, CapacityShare? share) => share is null ? "" : Words.In(language, () =>
        " " + (share.Percent.Length == 0
            ? Words.Get("CapacityNone", share.Facility, share.Material, share.Year)
            : Words.Get("CapacityShare", share.Facility, share.Material, share.Year, share.UsedKg, share.CapacityKg,
                share.Percent)));

    private static CapacityShare Of(StoredClaim claim, string capacityKg, string percent) => new()
    {
        Facility = claim.Facility,
        Material = claim.Material,
        Year = claim.Year,
        // Without the zeros that a share of three decimals brings.
        UsedKg = Used(claim).ToString("0.##########", CultureInfo.InvariantCulture),
        CapacityKg = capacityKg,
        Percent = percent,
    };

    private static decimal Used(StoredClaim claim) => Wire.ParseDecimal(claim.UsedKg) + Wire.ParseDecimal(claim.Kg);

    private static decimal Share(StoredClaim claim) => Used(claim) / Wire.ParseDecimal(claim.CapacityKg);
}
