using System.Collections.Immutable;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Copies;
using CrmClub.Declarations.Quotas;
using CrmClub.Membership.Copy;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Declarations.Reassessment;

/// <summary>Why declarations are decided again, and on what.</summary>
/// <param name="Text">For people.</param>
/// <param name="Key">One revision and one adjustment of a declaration for each.</param>
/// <param name="Change">The basis with what has changed; null where the former one knew it.</param>
internal sealed record Cause(string Text, string Key, Func<Basis, Basis?> Change)
{
    /// <summary>Whether it settles what was secured until then.</summary>
    public bool Settles { get; init; }

    /// <param name="changed">The version that changed what counts.</param>
    public static Cause Of(Certificate changed) => new(
        $"certificate {changed.Number} {What(changed)}",
        $"certificate:{changed.Number}:{changed.Version}",
        // An amendment may have taken the certificate out.
        basis => basis.Certificates.GetValueOrDefault(changed.Number)?.Version < changed.Version
            ? basis.With(changed) : null);

    /// <param name="party">The party.</param>
    /// <param name="number">Number of its decision.</param>
    /// <param name="membership">Where that is known.</param>
    /// <param name="seq">Its place in Membership's journal.</param>
    public static Cause Of(Party party, int number, MembershipView membership, long seq)
    {
        var decision = party.Decisions[number - 1];
        var recordedAt = decision.RecordedAt.ToDateTime();
        return new(
            decision.Step == PartyStep.Correction
                ? $"decision {number} on {party.Code}: {Name(party.Decisions[decision.Corrects - 1].Step)} counts from "
                    + $"{decision.EffectiveOn} instead of {decision.OldEffectiveOn}"
                : $"decision {number} on {party.Code}: {Name(decision.Step)} from {decision.EffectiveOn}",
            $"party:{party.Code}:{number}",
            basis => basis.MembershipKnownAt >= recordedAt ? null : basis.Knowing(membership, seq, recordedAt));
    }

    /// <param name="corrected">What was corrected.</param>
    /// <param name="tariffs">Where the figures are.</param>
    public static Cause Of(Change.OfRates corrected, TariffView tariffs) => new(
        (corrected.Series.Length == 0 ? "reference prices" : $"exchange rates {corrected.Series}")
            + $" corrected by set {corrected.Set}",
        $"rates:{corrected.Set}",
        basis => basis.RateSet < corrected.Set ? basis.WithRates(corrected.Set, tariffs) : null);

    /// <param name="published">The version that counts.</param>
    public static Cause Of(TariffRelease published) => new(
        $"tariff version {published.Number} counts from {Wire.Day(published.ValidFrom)}",
        $"tariff:{published.Number}",
        basis => basis.Release.Number < published.Number ? basis.With(published) : null);

    /// <summary>The cause that a change is; null where it is not known here yet.</summary>
    public static Cause? In(Standing standing, Change change) => change switch
    {
        Change.OfCertificate one => standing.Certificates.Version(one.Number, one.Version) is { } changed
            ? Of(changed) : null,
        Change.OfParty one => standing.Membership.Party(one.Party)?.Contract is { } party
            && party.Decisions.Count >= one.Decision
            ? Of(party, one.Decision, standing.Membership, one.MembershipSeq) : null,
        Change.OfRates one => standing.Tariffs.RateSet >= one.Set ? Of(one, standing.Tariffs) : null,
        // What each drawing got is read where it is decided.
        Change.OfQuota one => QuotaCause.Of(one, ImmutableDictionary<(Guid, int, int), decimal>.Empty),
        Change.OfTariff one => standing.Tariffs.Version(one.Version) is { } release ? Of(release) : null,
        _ => throw new InvalidOperationException($"{change} is no cause."),
    };

    private static string What(Certificate changed) => changed.State switch
    {
        CertificateState.Revoked => $"revoked from {changed.RevokedFrom}",
        CertificateState.Superseded => $"superseded by {changed.SupersededBy} from {changed.SupersededFrom}",
        CertificateState.Suspended => $"suspended from {changed.Suspensions[^1].From}",
        _ => $"counts again from {changed.Suspensions[^1].Until}",
    };

    private static string Name(PartyStep step) => step.ToString().ToLowerInvariant();
}
