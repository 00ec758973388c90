using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Ledger;
using CrmClub.Suppliers.Requests;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Facilities;

/// <summary>Another capacity from a day on; those before it stay.</summary>
internal sealed class ChangeCapacity(Mutations mutations)
{
    public Task<ChangeCapacityResponse> RunAsync(
        ChangeCapacityRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => ChangeAsync(request, work), cancel);

    private static async Task<ChangeCapacityResponse> ChangeAsync(ChangeCapacityRequest request, Work work)
    {
        var connection = work.Transaction.Connection!;
        await work.LockAsync($"capacities {request.Facility}");
        var from = Check(request, work.Faults);
        var facility = await FacilityStore.FacilityAsync(connection, request.Facility, work.Cancel);
        if (facility is null)
        {
            work.Faults.Add(
                "facility", "", "FACILITY", request.Facility, "number of a registered facility",
                "There is no such facility.");
        }

        var before = facility is null ? [] : await OfAsync(facility.Number);
        var last = before.LastOrDefault() is { } newest ? First(newest) : (DateOnly?)null;
        if (from is not null && from <= last)
        {
            work.Faults.Add(
                "valid_from", "", "CAPACITY_OVERLAP", request.ValidFrom, $"a day after {ChangeRules.Day(last.Value)}",
                "A capacity is recorded for that day or later.");
        }
        else if (before.Count == 0 && facility?.Scopes.Count >= SupplierRules.ScopesMax)
        {
            work.Faults.Add(
                "material", "", "COUNT", $"{facility.Scopes.Count + 1}", $"at most {SupplierRules.ScopesMax}",
                "The facility does as much as one may.");
        }

        work.Faults.ThrowIfAny();

        var change = new CapacityChanged
        {
            Facility = facility!.Number,
            Material = request.Material,
            Stage = request.Stage,
            CapacityTonsPerYear = SupplierRules.Plain(request.CapacityTonsPerYear),
            ValidFrom = ChangeRules.Day(from!.Value),
            Reason = request.Reason,
        };
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, facility.Number, from, change), work.Cancel);
        await FacilityStore.AddAsync(work, entry, change, last);
        await BalanceStore.TellAsync(
            work.Transaction,
            work.Caller.Id,
            new AccountQuery(facility.Number, change.Material, change.Stage) { FromYear = from.Value.Year },
            work.Cancel);
        return new ChangeCapacityResponse { Capacities = { await OfAsync(facility.Number) } };

        async Task<List<Capacity>> OfAsync(string number) =>
            [.. (await FacilityStore.CapacitiesAsync(connection, number, work.Cancel))
                .Where(capacity => capacity.Material == request.Material && capacity.Stage == request.Stage)];
    }

    private static DateOnly First(Capacity capacity) =>
        capacity.ValidFrom.Length == 0 ? DateOnly.MinValue : ChangeRules.Day(capacity.ValidFrom);

    private static DateOnly? Check(ChangeCapacityRequest request, Violations faults)
    {
        faults.MaterialAtStage("", request.Material, request.Stage);
        faults.Capacity("capacity_tons_per_year", request.CapacityTonsPerYear);
        ChangeRules.Reason(request.Reason, faults);
        return faults.Day("valid_from", "", request.ValidFrom);
    }
}
