using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Npgsql;

namespace CrmClub.Suppliers.Grievances;

/// <summary>Grievances with all that was done, without what complainants wrote.</summary>
internal sealed class ReadGrievances(NpgsqlDataSource database)
{
    public async Task<GetGrievanceResponse> GetAsync(GetGrievanceRequest request, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return new GetGrievanceResponse
        {
            Grievance = await GrievanceStore.FindAsync(connection, request.Number, cancel)
                ?? throw new ClubException(ErrorReason.NotFound, "There is no such grievance."),
        };
    }

    public async Task<ListGrievancesResponse> ListAsync(ListGrievancesRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        if (!Enum.IsDefined(request.State))
            faults.Add("state", "", "STATE", $"{request.State}", "a state, or nothing", "There is no such state.");
        faults.ThrowIfAny();

        var query = new GrievanceQuery
        {
            State = request.State,
            Overdue = request.Overdue,
            After = page.After,
            Limit = page.Size + 1,
        };
        await using var connection = await database.OpenConnectionAsync(cancel);
        var (grievances, next) = page.Cut(
            [.. await GrievanceStore.ReadAsync(connection, query, cancel)], grievance => grievance.Number);
        return new ListGrievancesResponse { Grievances = { grievances }, NextPageToken = next };
    }
}
