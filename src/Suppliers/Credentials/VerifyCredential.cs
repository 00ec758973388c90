using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Credentials;
using CrmClub.ServiceDefaults;

namespace CrmClub.Suppliers.Credentials;

/// <summary>Judges a credential by the keys and lists of now.</summary>
internal sealed class VerifyCredential(
    ReadCredentials credentials, KeyRing keys, Issuer issuer, SupplierMetrics metrics, ClubTime time)
{
    // A certificate names two.
    private const int ListsMax = 4;

    public async Task<VerifyCredentialResponse> RunAsync(VerifyCredentialRequest request, CancellationToken cancel)
    {
        var lists = new List<string>();
        foreach (var address in StatusList.Named(request.Credential).Take(ListsMax))
            if (issuer.ListOf(address) is { } name && await credentials.ListAsync(name, cancel) is { } list)
                lists.Add(list);
        var verdict = Verifier.Verify(
            request.Credential, new(keys.Document(issuer), lists, time.UtcNow, request.Scope));
        metrics.Verified(verdict);
        return new VerifyCredentialResponse { Verdict = verdict };
    }
}
