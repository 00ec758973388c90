using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Credentials;

/// <summary>First pair of eyes: the keys are to be rotated, or one of them is declared compromised.</summary>
internal sealed class RotateKeys(Mutations mutations, KeyRing ring, ClubTime time)
{
    public Task<RotateCredentialKeysResponse> RunAsync(
        RotateCredentialKeysRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            ChangeRules.Reason(request.Reason, work.Faults);
            work.Faults.ThrowIfAny();
            // What can't be done now is said now.
            ring.Rotated(time.UtcNow);
            return new RotateCredentialKeysResponse
            {
                Keys = { ring.Keys.Select(key => key.Shown()) },
                Change = await PrepareAsync(work, "", request.Reason),
            };
        }, cancel);

    public Task<CompromiseCredentialKeyResponse> CompromiseAsync(
        CompromiseCredentialKeyRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, async work =>
        {
            ChangeRules.Reason(request.Reason, work.Faults);
            work.Faults.ThrowIfAny();
            ring.WithoutCompromised(request.KeyId, time.UtcNow);
            return new CompromiseCredentialKeyResponse
            {
                Change = await PrepareAsync(work, request.KeyId, request.Reason),
            };
        }, cancel);

    private static async Task<CredentialKeyChange> PrepareAsync(Work work, string compromised, string reason)
    {
        var change = new CredentialKeyChange
        {
            Id = Guid.CreateVersion7().ToString("D"),
            CompromisedKey = compromised,
            Author = work.Caller.Id,
            Reason = reason,
        };
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(
                work.Caller.Id, KeyChangeStore.Subject, null, new CredentialKeyChangePrepared { Change = change }),
            work.Cancel);
        await KeyChangeStore.AddAsync(work, entry, change);
        return change;
    }
}
