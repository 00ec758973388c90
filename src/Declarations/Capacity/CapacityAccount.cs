using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Declarations.Capacity;

/// <summary>A material at a stage of a facility in a calendar year of acceptance.</summary>
internal readonly record struct CapacityAccount(string Facility, string Material, Stage Stage, int Year)
{
    public static CapacityAccount Of(CapacityClaim claim) =>
        new(claim.Facility, claim.Material, claim.Stage, claim.Year);
}
