using CrmClub.Contracts.Membership.V1;
using CrmClub.Declarations.Assessment;
using CrmClub.Declarations.Storage;
using CrmClub.Tariffs.Documents;
using Google.Protobuf;

namespace CrmClub.Declarations.Reassessment;

/// <summary>What a cause makes of a declaration.</summary>
/// <param name="Former">The newest revision until now.</param>
/// <param name="New">The next one.</param>
/// <param name="Difference">New duty less former duty; positive is additional duty.</param>
/// <param name="TimeBar">Last day on which the debt may be notified.</param>
/// <param name="ProposedOn">Legal day on which it is proposed.</param>
/// <param name="LeftBelow">The smallest amount claimed, where it is additional duty below that.</param>
internal sealed record Reassessed(
    StoredRevision Former, StoredRevision New, decimal Difference, DateOnly TimeBar, DateOnly ProposedOn,
    decimal? LeftBelow)
{
    /// <summary>Whether it is proposed as an adjustment: what was secured until a quota's allocation is not.</summary>
    public bool IsProposed => Difference != 0
        && !(Difference > 0 && Settled.In(New.Decision) is { } settled && settled.Security >= Difference);

    /// <summary>
    /// Decides again from the same versions but for what has changed; null where the outcome stays the same.
    /// </summary>
    public static Reassessed? Of(
        StoredRevision former, Cause cause, Standing standing, DateTime recordedAt, DateOnly today)
    {
        if (cause.Change(Basis.Cited(standing, former)) is not { } basis)
            return null;
        // Only an allocation settles what was secured.
        basis = basis with { Settles = cause.Settles ? Settled.Of(former.Decision) : null };
        var (decision, missing) = Assessor.Decide(former.Declaration, basis);
        // Without a figure that was not needed before nothing can be proposed; the administration has to ask for it.
        if (missing.Count > 0 || SameOutcome(decision, former.Decision))
            return null;
        var day = former.Identity.AcceptanceDay;
        var policy = standing.Membership.Administration(former.Identity.Administration)!.PolicyOn(day)!;
        var next = new StoredRevision(
            former.Identity, former.Revision + 1, former.Document, decision.ToByteArray(), cause.Text, cause.Key,
            recordedAt);
        var difference = Wire.ParseDecimal(decision.Duty) - Wire.ParseDecimal(former.Decision.Duty);
        return new Reassessed(
            former, next, difference, day.AddYears(policy.TimeBarYears), today, SmallestAbove(difference, policy));
    }

    // What is to be repaid is not left: the debtor may ask for the least of it (UCC Art. 116(2)).
    private static decimal? SmallestAbove(decimal difference, AdministrationPolicy policy) =>
        difference > 0 && policy.Adjustments?.SmallestAmount is { Length: > 0 } smallest
        && Wire.ParseDecimal(smallest) is var amount && difference < amount ? amount : null;

    private static bool SameOutcome(StoredDecision one, StoredDecision other) =>
        one.Duty == other.Duty && one.Items.Select(Outcome).SequenceEqual(other.Items.Select(Outcome));

    private static (string Duty, bool InScope, bool NotAllowed, string? Allocated) Outcome(StoredItem item) =>
        (item.Duty, item.InScope, item.NotAllowed, item.Quota?.Allocated);
}
