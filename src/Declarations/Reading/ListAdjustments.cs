using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using Npgsql;

namespace CrmClub.Declarations.Reading;

/// <summary>Proposed adjustments, newest first, page by page.</summary>
internal sealed class ListAdjustments(NpgsqlDataSource database, Sight sight)
{
    public async Task<ListAdjustmentsResponse> HandleAsync(
        ListAdjustmentsRequest request, Caller caller, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        var after = Guid.AllBitsSet;
        if (page.After is { } key && !Guid.TryParse(key, out after))
            faults.Add("page_token", "", "PAGE_TOKEN", key, "next_page_token of the page before",
                "It is no page token.");
        faults.ThrowIfAny();

        var administration = sight.Of(caller);
        var own = administration is null ? "" : "administration = $3 AND";
        await using var command = database.CreateCommand(
            $"SELECT {AdjustmentRows.Columns} FROM adjustment WHERE {own} id < $1 ORDER BY id DESC LIMIT $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = page.Size + 1 });
        if (administration is not null)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = administration });
        var (rows, next) = page.Cut(await AdjustmentRows.ReadAllAsync(command, cancel), row => row.Id);
        return new ListAdjustmentsResponse { Adjustments = { rows }, NextPageToken = next };
    }
}
