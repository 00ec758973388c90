using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Requests;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Facilities;

/// <summary>A facility of a registered operator enters the registry.</summary>
internal sealed class RegisterFacility(Mutations mutations, ClubTime time)
{
    private const int NameLengthMax = 200;

    public Task<RegisterFacilityResponse> RunAsync(
        RegisterFacilityRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => RegisterAsync(request, work), cancel);

    private async Task<RegisterFacilityResponse> RegisterAsync(RegisterFacilityRequest request, Work work)
    {
        var facility = request.Facility?.Clone() ?? new Facility();
        Check(facility, work.Faults);
        if (await SuppliersReader.OperatorAsync(work.Transaction.Connection!, facility.Operator, work.Cancel) is null)
        {
            work.Faults.Add(
                "facility.operator", "", "OPERATOR", facility.Operator, "number of a registered operator",
                "There is no such operator.");
        }

        work.Faults.ThrowIfAny();

        // One way to write a number, so that the row says what its entry says.
        foreach (var scope in facility.Scopes)
            scope.CapacityTonsPerYear = SupplierRules.Plain(scope.CapacityTonsPerYear);
        if (facility.Place is { } place)
        {
            place.Latitude = SupplierRules.Degrees(place.Latitude);
            place.Longitude = SupplierRules.Degrees(place.Longitude);
        }

        if (facility.CapacitiesFrom.Length == 0)
            facility.CapacitiesFrom = ChangeRules.Day(time.Today(ChangeRules.ClubZone));
        facility.Number = await Numbers.FacilityAsync(work, facility.Country);
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, facility.Number, null, new FacilityRegistered { Facility = facility }),
            work.Cancel);
        await FacilityStore.AddAsync(work, entry, facility);
        return new RegisterFacilityResponse { Facility = facility };
    }

    private static void Check(Facility facility, Violations faults)
    {
        if (facility.Number.Length > 0)
        {
            faults.Add(
                "facility.number", "", "GIVEN_BY_CLUB", facility.Number, "nothing", "The club gives the number.");
        }

        faults.Name("facility.name", facility.Name, NameLengthMax);
        faults.Country("facility.country", facility.Country);
        if (!Enum.IsDefined(facility.Kind) || facility.Kind == 0)
            faults.Add("facility.kind", "", "KIND", $"{facility.Kind}", "a kind of facility", "There is no such kind.");
        faults.Day("facility.capacities_from", "", facility.CapacitiesFrom, required: false);
        faults.Place("facility.place", facility.Place);
        faults.Scopes("facility.scopes", facility.Scopes);
        foreach (var (place, scope) in facility.Scopes.Index())
            faults.Capacity($"facility.scopes[{place}].capacity_tons_per_year", scope.CapacityTonsPerYear);
    }
}
