using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Membership.Changes;

/// <summary>
/// Two officers at once: what one of them prepared before the other's change took effect would undo that unseen.
/// </summary>
internal static class Overtaken
{
    /// <exception cref="ClubException">CONCURRENT_CHANGE with what changed meanwhile.</exception>
    public static void Refuse(Change change, Deed deed)
    {
        string[] since = [.. Touched(change, deed.Book)
            .Where(one => one.RecordedAt is { } at && at > change.RecordedAt).Select(one => one.What)];
        if (since.Length > 0)
            throw new ClubException(
                ErrorReason.ConcurrentChange,
                $"Since this was prepared: {string.Join("; ", since)}. Prepare it again.");
    }

    // What stands in the place of the change, with the instant from which it does. Administrations and client ids are
    // registered once: a rule says so. A rotation starts from the system as it stands.
    private static IEnumerable<(string What, Timestamp RecordedAt)> Touched(Change change, Book book) =>
        change.ContentCase switch
        {
            Change.ContentOneofCase.Criterion => book.All.OfType<CriterionMet>()
                .Where(met => met.Party == change.Criterion.Party && met.Criterion == change.Criterion.Criterion)
                .Select(met => ($"{met.Party} was found to meet {met.Criterion} by {met.Evidence}", met.RecordedAt)),
            Change.ContentOneofCase.Correction =>
                (book.View.Party(change.Correction.Party)?.Contract.Decisions ?? []).Select(decision => (
                    $"{change.Correction.Party} {decision.Number} {decision.Step} from {decision.EffectiveOn}",
                    decision.RecordedAt)),
            Change.ContentOneofCase.VotingShares => book.View.Parties.SelectMany(
                party => party.Contract.VotingShares,
                (party, row) => ($"{party.Code} has {row.SharePercent} % from {row.ValidFrom}", row.RecordedAt)),
            Change.ContentOneofCase.Mandate => book.All.OfType<Mandate>()
                .Where(mandate => IsInTheWay(mandate, change.Mandate))
                .Select(mandate => (
                    $"{mandate.PersonId} votes for {mandate.Party} from {mandate.ValidFrom}", mandate.RecordedAt)),
            Change.ContentOneofCase.CustomsSystem => Touched(book.View.SystemOf(change.CustomsSystem.ClientId)),
            Change.ContentOneofCase.CountryGroup => Touched(
                book.Groups.LastOrDefault(group => group.Code == change.CountryGroup.Code)),
            Change.ContentOneofCase.Notice => book.Notices
                .Where(notice => notice.Corrects.Length > 0 && notice.Corrects == change.Notice.Corrects)
                .Select(notice => ($"{notice.Number} corrects {notice.Corrects}", notice.RecordedAt)),
            _ => [],
        };

    private static IEnumerable<(string, Timestamp)> Touched(SystemView? system) => system is null
        ? []
        : [($"{system.Contract.Name} {(system.Contract.Suspended ? "is suspended" : "was registered anew")}",
            system.Contract.RecordedAt)];

    private static IEnumerable<(string, Timestamp)> Touched(CountryGroup? group) => group is null
        ? []
        : group.Members.Select(row => (
            $"{group.Code} has {row.Member} from {row.ValidFrom}{(row.ValidTo.Length > 0 ? $" to {row.ValidTo}" : "")}",
            row.RecordedAt)).Append(($"{group.Code} was stated anew", group.RecordedAt));

    // A deputy stands beside the delegate, not in their place.
    private static bool IsInTheWay(Mandate one, Mandate other) =>
        (one.PersonId == other.PersonId || (one.Party == other.Party && one.Deputy == other.Deputy))
        && Days.Read(one.ValidFrom, one.ValidTo).Overlap(Days.Read(other.ValidFrom, other.ValidTo));
}
