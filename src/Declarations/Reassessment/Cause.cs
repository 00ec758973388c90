using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Membership.Copy;

namespace CrmClub.Declarations.Reassessment;

/// <summary>Why declarations are decided again, and on what.</summary>
/// <param name="Text">For people.</param>
/// <param name="Key">One revision and one adjustment of a declaration for each.</param>
/// <param name="Change">The basis with what has changed; null where the former one knew it.</param>
internal sealed record Cause(string Text, string Key, Func<Basis, Basis?> Change)
{
    public static Cause Of(Certificate revoked) => new(
        $"certificate {revoked.Number} revoked from {revoked.RevokedFrom}",
        $"certificate:{revoked.Number}:{revoked.Version}",
        basis => basis.With(revoked));

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

    private static string Name(PartyStep step) => step.ToString().ToLowerInvariant();
}
