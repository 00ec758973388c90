using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Documents;
using Google.Protobuf;

namespace CrmClub.Declarations.Reassessment;

/// <summary>What a revoked certificate makes of a declaration.</summary>
/// <param name="Former">The newest revision until now.</param>
/// <param name="New">The next one.</param>
/// <param name="Difference">New duty less former duty; positive is additional duty.</param>
/// <param name="TimeBar">Last day on which the debt may be notified.</param>
internal sealed record Reassessed(StoredRevision Former, StoredRevision New, decimal Difference, DateOnly TimeBar)
{
    /// <summary>
    /// Decides again from the same versions with the certificate as it is now; null where the duty stays the same.
    /// </summary>
    public static Reassessed? Of(StoredRevision former, Certificate revoked, Standing standing, DateTime recordedAt)
    {
        var basis = Basis.Cited(standing, former.Declaration, former.Decision).With(revoked);
        var decision = Assessor.Decide(former.Declaration, basis).Decision;
        if (SameDuty(decision, former.Decision))
            return null;
        var day = former.Identity.AcceptanceDay;
        var policy = standing.Membership.Administration(former.Identity.Administration)!.PolicyOn(day)!;
        var next = new StoredRevision(
            former.Identity, former.Revision + 1, former.Document, decision.ToByteArray(),
            $"certificate {revoked.Number} revoked from {revoked.RevokedFrom}", CauseKeyOf(revoked), recordedAt);
        return new Reassessed(
            former,
            next,
            Wire.ParseDecimal(decision.Duty) - Wire.ParseDecimal(former.Decision.Duty),
            day.AddYears(policy.TimeBarYears));
    }

    private static string CauseKeyOf(Certificate revoked) => $"certificate:{revoked.Number}:{revoked.Version}";

    private static bool SameDuty(StoredDecision one, StoredDecision other) =>
        one.Duty == other.Duty
        && one.Items.Select(item => item.Duty).SequenceEqual(other.Items.Select(item => item.Duty));
}
