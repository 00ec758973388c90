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

namespace CrmClub.Suppliers.Ledger;

/// <summary>What is used of a facility's capacities, to each what is theirs to see.</summary>
internal sealed class ReadBalances(NpgsqlDataSource database, ClubTime time)
{
    private const int YearMin = 2000;
    private const int YearMax = 9999;

    public async Task<GetBalanceResponse> GetAsync(
        GetBalanceRequest request, Caller caller, CancellationToken cancel)
    {
        var faults = new Violations();
        Check(request.Year, faults);
        faults.ThrowIfAny();
        await using var connection = await database.OpenConnectionAsync(cancel);
        var facility = await FacilityStore.FacilityAsync(connection, request.Facility, cancel);
        var view = await ApplicationView.OfAsync(connection, caller, time.Today(ChangeRules.ClubZone), cancel);
        // Another's is answered like none.
        if (facility is null || !(view.All || view.Operators.Contains(facility.Operator)))
            throw new ClubException(ErrorReason.NotFound, "There is no such facility.");
        var query = new AccountQuery(facility.Number, Year: request.Year == 0 ? null : request.Year);
        return new GetBalanceResponse
        {
            Balances = { await BalanceReader.BalancesAsync(connection, query, cancel) },
        };
    }

    public async Task<ListClaimsResponse> ClaimsAsync(ListClaimsRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        Check(request.Year, faults);
        faults.ThrowIfAny();
        await using var connection = await database.OpenConnectionAsync(cancel);
        var facility = await FacilityStore.FacilityAsync(connection, request.Facility, cancel)
            ?? throw new ClubException(ErrorReason.NotFound, "There is no such facility.");
        var year = request.Year == 0 ? time.Today(ChangeRules.ClubZone).Year : request.Year;
        var read = await BalanceReader.ClaimsAsync(
            connection, facility.Number, year, page.After, page.Size + 1, cancel);
        var (claims, next) = page.Cut(read, BalanceReader.KeyOf);
        return new ListClaimsResponse { Claims = { claims }, NextPageToken = next };
    }

    private static void Check(int year, Violations faults)
    {
        if (year != 0 && year is < YearMin or > YearMax)
            faults.Add("year", "", "YEAR", $"{year}", $"0, or {YearMin} to {YearMax}", "There is no such year.");
    }
}
