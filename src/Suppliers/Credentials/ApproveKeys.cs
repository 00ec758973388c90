using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Storage;
using Npgsql;

namespace CrmClub.Suppliers.Credentials;

/// <summary>
/// Second pair of eyes: another key signs from here on. What was signed before is verified as it was, unless its key is
/// compromised: then certificates get another credential.
/// </summary>
internal sealed class ApproveKeys(
    Mutations mutations, KeyRing ring, IssueCredential credentials, NpgsqlDataSource database, ClubTime time)
{
    public async Task<ApproveCredentialKeysResponse> RunAsync(
        ApproveCredentialKeysRequest request, Caller caller, CancellationToken cancel)
    {
        var response = await mutations.RunAsync(request, caller, work => ApproveAsync(request, work), cancel);
        if (request.ValidateOnly || response.Change.CompromisedKey.Length == 0)
            return response;
        // A service that dies before the last of them goes on when it starts again.
        await using var connection = await database.OpenConnectionAsync(cancel);
        await credentials.CatchUpAsync(connection, cancel);
        return response;
    }

    private async Task<ApproveCredentialKeysResponse> ApproveAsync(ApproveCredentialKeysRequest request, Work work)
    {
        if (!Guid.TryParseExact(request.ChangeId, "D", out var id))
            work.Faults.Add("change_id", "", "UUID", request.ChangeId, "id of a prepared change", "It is no UUID.");
        work.Faults.ThrowIfAny();

        await work.LockAsync(KeyChangeStore.Subject);
        var connection = work.Transaction.Connection!;
        var change = (await KeyChangeStore.ChangesAsync(connection, id, work.Cancel)).SingleOrDefault().Content
            ?? throw new ClubException(ErrorReason.NotFound, "There is no such change.");
        if (change.Author == work.Caller.Id)
            throw new ClubException(ErrorReason.FourEyes, "Who prepared a change may not approve it.");
        if ((await KeyChangeStore.ApprovalsAsync(connection, id, work.Cancel)).Count > 0)
            throw new ClubException(ErrorReason.StateForbids, "The change was approved before.");

        var keys = change.CompromisedKey.Length > 0
            ? ring.WithoutCompromised(change.CompromisedKey, time.UtcNow)
            : ring.Rotated(time.UtcNow);
        change.Approver = work.Caller.Id;
        var rotated = new CredentialKeysRotated
        {
            Keys = { keys.Select(key => key.Shown()) },
            Reason = change.Reason,
            Change = change,
        };
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, KeyChangeStore.Subject, null, rotated), work.Cancel);
        await KeyChangeStore.ApproveAsync(work, entry, change);
        // Last: a rotation that could not be recorded is none.
        if (!request.ValidateOnly)
            ring.Store(keys);
        return new ApproveCredentialKeysResponse { Change = change, Keys = { rotated.Keys } };
    }
}
