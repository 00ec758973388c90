using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Suppliers.Applications;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;
using Npgsql;

namespace CrmClub.Suppliers.Facilities;

/// <summary>One facility with its operator and certificates; and all of them.</summary>
internal sealed class ReadFacilities(NpgsqlDataSource database, ClubTime time)
{
    public async Task<GetFacilityResponse> GetAsync(GetFacilityRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var day = faults.Day("as_of", "", request.AsOf, required: false);
        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        var facility = await FacilityStore.FacilityAsync(connection, request.Number, cancel, day)
            ?? throw new ClubException(ErrorReason.NotFound, "There is no such facility.");
        var certificates = await SuppliersReader.CertificatesAsync(
            connection, new CertificateQuery { Facility = facility.Number, NewestOnly = true }, cancel);
        return new GetFacilityResponse
        {
            Facility = facility,
            Operator = await SuppliersReader.OperatorAsync(connection, facility.Operator, cancel),
            Certificates = { certificates.Select(stored => stored.Content) },
            Capacities = { await FacilityStore.CapacitiesAsync(connection, facility.Number, cancel) },
        };
    }

    public async Task<ListFacilitiesResponse> ListAsync(
        ListFacilitiesRequest request, Caller caller, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        var own = request.Own
            ? await ApplicationStore.RepresentedAsync(
                connection, caller.Id, time.Today(ChangeRules.ClubZone), cancel)
            : null;
        var read = await FacilityStore.FacilitiesAsync(connection, page.After, page.Size + 1, own, cancel);
        var (facilities, next) = page.Cut([.. read.Select(stored => stored.Content)], facility => facility.Number);
        return new ListFacilitiesResponse { Facilities = { facilities }, NextPageToken = next };
    }
}
