using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Suppliers.Register;

/// <summary>What a version of a certificate says, as far as searches ask.</summary>
internal sealed record CertificateFacts(
    CertificateLevel Level,
    DateOnly From,
    DateOnly To,
    DateOnly? RevokedFrom,
    DateOnly? SupersededFrom,
    IReadOnlyList<(DateOnly From, DateOnly? Until)> Suspensions,
    IReadOnlyList<(string Material, Stage Stage)> Scopes)
{
    /// <summary>What it is on a day; a version says so of every day.</summary>
    public RegisterState StateOn(DateOnly day)
    {
        if (RevokedFrom <= day)
            return RegisterState.Revoked;
        if (SupersededFrom <= day)
            return RegisterState.Superseded;
        if (To <= day)
            return RegisterState.Expired;
        if (Suspensions.Any(one => one.From <= day && (one.Until is null || day < one.Until)))
            return RegisterState.Suspended;
        return day < From ? RegisterState.NotYetValid : RegisterState.Valid;
    }
}
