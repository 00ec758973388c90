using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Declarations.Capacity;

/// <summary>What no facility can have made, as a quantity of another unit comes to, is caught at entry.</summary>
internal static class ClaimBounds
{
    // Above a year's capacity is an alert and no error: stocks are sold, and who ships too much shall be seen. A
    // thousandfold error comes far beyond.
    private const int YearsOfCapacityMax = 10;

    /// <summary>Notes items of which one claims more than ten years of a facility's capacity.</summary>
    public static void Check(Declaration declaration, StoredDecision decision, Violations faults)
    {
        foreach (var (place, item) in decision.Items.Index())
        {
            foreach (var claim in item.Claims.Where(claim => claim.CapacityKg.Length > 0
                && Wire.ParseDecimal(claim.Kg) > YearsOfCapacityMax * Wire.ParseDecimal(claim.CapacityKg)))
                faults.Add(
                    $"items[{place}].net_mass_kg", "18 01", "UNIT_SLIP", declaration.Items[place].NetMassKg,
                    $"at most {YearsOfCapacityMax} times the {claim.CapacityKg} kg of contained {claim.Material} that "
                    + $"{claim.Facility} can make in a year",
                    "So much can't come from this facility: is it given in another unit than kg?");
        }
    }
}
