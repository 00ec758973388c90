using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Npgsql;

namespace CrmClub.Membership.Changes;

/// <summary>The changes as they stand, oldest first.</summary>
internal sealed class ListChanges(NpgsqlDataSource database)
{
    public async Task<ListChangesResponse> AnswerAsync(ListChangesRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        var rows = await MembershipReader.RecordsAsync(connection, [Change.Descriptor], null, cancel);
        // Ids are in the order of time (UUIDv7).
        var read = rows.GroupBy(row => row.Code).Select(versions => (Change)versions.Last().Content)
            .Where(change => request.State == ChangeState.Unspecified || change.State == request.State)
            .OrderBy(change => change.Id, StringComparer.Ordinal)
            .Where(change => page.After is null || string.CompareOrdinal(change.Id, page.After) > 0)
            .Take(page.Size + 1).ToList();
        var (changes, next) = page.Cut(read, change => change.Id);
        return new ListChangesResponse { Changes = { changes }, NextPageToken = next };
    }
}
