using CrmClub.Contracts.Common.V1;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Controls;
using CrmClub.Declarations.Copies;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Declarations.Assessment;

/// <summary>What is known at one moment, taken once per call: all of it immutable but for what is used of capacities,
/// which a decision writes down.</summary>
internal sealed record Standing(
    MembershipView Membership, TariffView Tariffs, CertificateView Certificates, ProfileBook Profiles,
    CapacityBook Capacity);

/// <summary>Takes the standing of the moment from the copies in memory.</summary>
internal sealed class StandingOfNow(
    MembershipState membership, TariffHolder tariffs, CertificateHolder certificates, ProfileHolder profiles,
    CapacityBook capacity)
{
    /// <exception cref="ClubException">A copy is not in memory yet: a process that has just started knows too little
    /// to call anything wrong.</exception>
    public Standing Take()
    {
        if (membership.View.Club is null || tariffs.View.FirstDay is null || !certificates.IsRead
            || profiles.Book is not { } book || !capacity.IsRead)
            throw new ClubException(ErrorReason.Unavailable,
                "Members, tariff, certificates, risk profiles and capacities are not all here yet.");
        return new Standing(membership.View, tariffs.View, certificates.View, book, capacity);
    }
}
