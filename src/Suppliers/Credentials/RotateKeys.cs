using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;

namespace CrmClub.Suppliers.Credentials;

/// <summary>Another key signs from here on; credentials signed before are verified as they were.</summary>
internal sealed class RotateKeys(Mutations mutations, KeyRing ring, ClubTime time)
{
    public Task<RotateCredentialKeysResponse> RunAsync(
        RotateCredentialKeysRequest request, Caller caller, CancellationToken cancel) =>
        mutations.RunAsync(request, caller, work => RotateAsync(request, work), cancel);

    private async Task<RotateCredentialKeysResponse> RotateAsync(RotateCredentialKeysRequest request, Work work)
    {
        ChangeRules.Reason(request.Reason, work.Faults);
        work.Faults.ThrowIfAny();
        await work.LockAsync("credential keys");
        var keys = ring.Rotated(time.UtcNow);
        var rotated = new CredentialKeysRotated { Reason = request.Reason, Keys = { keys.Select(key => key.Shown()) } };
        await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, "credential-keys", null, rotated), work.Cancel);
        // Last: a rotation that could not be recorded is none.
        if (!request.ValidateOnly)
            ring.Store(keys);
        return new RotateCredentialKeysResponse { Keys = { rotated.Keys } };
    }
}
