using CrmClub.Declarations.Copies;
using CrmClub.Membership.Copy;

namespace CrmClub.Declarations.Assessment;

/// <summary>What is known at one moment, taken once per call: all of it immutable.</summary>
internal sealed record Standing(MembershipView Membership, TariffView Tariffs, CertificateView Certificates);

/// <summary>Takes the standing of the moment from the copies in memory.</summary>
internal sealed class StandingOfNow(MembershipState membership, TariffHolder tariffs, CertificateHolder certificates)
{
    public Standing Take() => new(membership.View, tariffs.View, certificates.View);
}
