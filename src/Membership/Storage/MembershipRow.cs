using System.Collections.Frozen;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Journal;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CrmClub.Membership.Storage;

/// <summary>
/// A row of this service's tables. Writing, reading and auditing speak of the same rows, so they can't drift apart.
/// </summary>
/// <param name="Code">What the row is about: party, administration, client id; empty for the club.</param>
/// <param name="Place">Place among the rows of one entry about the same thing.</param>
/// <param name="Entry">Id of the entry that made it.</param>
/// <param name="Content">The other columns.</param>
internal sealed record MembershipRow(string Code, int Place, long Entry, IMessage Content)
{
    private static readonly TypeRegistry Events = TypeRegistry.FromFiles(EventsReflection.Descriptor);

    /// <summary>The messages that are kept as they are, in the table of records, by their name.</summary>
    public static readonly FrozenDictionary<string, MessageDescriptor> Records = new[]
    {
        PartyDecision.Descriptor, PhaseInRow.Descriptor, VotingShareRow.Descriptor, AccessionCriterion.Descriptor,
        CriterionMet.Descriptor, PhaseInStep.Descriptor, VotingRule.Descriptor, Mandate.Descriptor, Holiday.Descriptor,
        TreatyTerms.Descriptor, CustomsSystem.Descriptor, Change.Descriptor, Ballot.Descriptor, Vote.Descriptor,
        Notice.Descriptor, CountryGroup.Descriptor,
    }.ToFrozenDictionary(descriptor => descriptor.Name);

    public static bool IsRecord(IMessage content) => Records.ContainsKey(content.Descriptor.Name);

    /// <summary>The rows that an entry makes; none for a kind that makes no rows.</summary>
    public static IEnumerable<MembershipRow> MadeBy(long entry, string kind, byte[] body) =>
        Events.Find(kind) is { } known ? MadeBy(entry, known.Parser.ParseFrom(body)) : [];

    /// <summary>The rows that an event makes.</summary>
    public static IEnumerable<MembershipRow> MadeBy(long entry, IMessage happened) => happened switch
    {
        ClubFounded founded => Founding(entry, founded.Document),
        PartyDecided decided =>
            [
                .. Decision(entry, decided), .. Judged(entry, decided.Change), .. Published(entry, decided.Notice),
            ],
        ChangeRecorded recorded => Judged(entry, recorded.Change),
        CriterionFoundMet found =>
            [new(found.Criterion.Party, 0, entry, found.Criterion), .. Judged(entry, found.Change)],
        VotingSharesSet set =>
            [
                .. set.Parties.Select(party => new MembershipRow(party.Code, 0, entry, party.VotingShares[^1])),
                .. Judged(entry, set.Change),
            ],
        MandateGiven given => [new(given.Mandate.Party, 0, entry, given.Mandate), .. Judged(entry, given.Change)],
        AdministrationRegistered registered =>
            [.. Rows(entry, registered.Administration), .. Judged(entry, registered.Change)],
        CustomsSystemSet set =>
            [new(set.CustomsSystem.ClientId, 0, entry, set.CustomsSystem), .. Judged(entry, set.Change)],
        CountryGroupSet set =>
            [new(set.CountryGroup.Code, 0, entry, set.CountryGroup), .. Judged(entry, set.Change)],
        BallotOpened opened => [new(opened.Ballot.Number, 0, entry, opened.Ballot)],
        VoteCast cast => [new(cast.Vote.Ballot, 0, entry, cast.Vote)],
        BallotClosed closed =>
            [new(closed.Ballot.Number, 0, entry, closed.Ballot), .. Published(entry, closed.Notice)],
        BallotLapsed lapsed =>
            [new(lapsed.Ballot.Number, 0, entry, lapsed.Ballot), .. Published(entry, lapsed.Notice)],
        NoticePublished published => [.. Published(entry, published.Notice), .. Judged(entry, published.Change)],
        _ => [],
    };

    public AuditedRow Audited => new(Table, $"{Code} entry={Entry} place={Place}".TrimStart(), Entry, Content);

    private string Table => Content switch
    {
        Club => "club",
        Party => "party",
        PartyStatusRow => "party_status",
        Administration => "administration",
        AdministrationPolicy => "administration_policy",
        _ => $"record {Content.Descriptor.Name}",
    };

    private static IEnumerable<MembershipRow> Founding(long entry, FoundingDocument document)
    {
        var club = new Club { FoundingDay = document.FoundingDay, SecretariatTenantId = document.SecretariatTenantId };
        yield return new("", 0, entry, club);
        foreach (var party in document.Parties)
        {
            yield return new(party.Code, 0, entry, Alone(party));
            foreach (var (place, status) in party.Statuses.Index())
                yield return new(party.Code, place, entry, status);
        }

        foreach (var row in document.Administrations.SelectMany(administration => Rows(entry, administration)))
            yield return row;

        foreach (var system in document.CustomsSystems)
            yield return new(system.ClientId, 0, entry, system);
        foreach (var group in document.CountryGroups)
            yield return new(group.Code, 0, entry, group);
        IEnumerable<IMessage> rules =
        [
            .. document.AccessionCriteria, .. document.PhaseIn, .. document.VotingRules, .. document.Mandates,
            .. document.Holidays, document.Terms ?? new TreatyTerms(),
        ];
        foreach (var (place, rule) in rules.Index())
            yield return new(rule is Mandate mandate ? mandate.Party : "", place, entry, rule);
    }

    private static IEnumerable<MembershipRow> Rows(long entry, Administration administration)
    {
        var alone = administration.Clone();
        alone.Policies.Clear();
        yield return new(administration.Code, 0, entry, alone);
        foreach (var (place, policy) in administration.Policies.Index())
            yield return new(administration.Code, place, entry, policy);
    }

    private static IEnumerable<MembershipRow> Judged(long entry, Change? change) =>
        change is null ? [] : [new(change.Id, 0, entry, change)];

    // Decisions and outcomes of before there were notices have none.
    private static IEnumerable<MembershipRow> Published(long entry, Notice? notice) =>
        notice is null ? [] : [new(notice.Number, 0, entry, notice)];

    private static IEnumerable<MembershipRow> Decision(long entry, PartyDecided decided)
    {
        var (decision, party) = (decided.Decision, decided.Party);
        yield return new(party.Code, decision.Number, entry, decision);
        if (decision.Step == PartyStep.Application)
            yield return new(party.Code, 0, entry, Alone(party));
        var statuses = party.Statuses.Where(row => row.RecordedAt.Equals(decision.RecordedAt));
        foreach (var (place, status) in statuses.Index())
            yield return new(party.Code, place, entry, status);
        var shares = party.PhaseIn.Where(row => row.RecordedAt.Equals(decision.RecordedAt));
        foreach (var (place, share) in shares.Index())
            yield return new(party.Code, place, entry, share);
    }

    // Without what hangs on it in rows of its own.
    private static Party Alone(Party party) => new()
    {
        Code = party.Code,
        NameEn = party.NameEn,
        NameJa = party.NameJa,
        Countries = { party.Countries },
        VotingSharePercent = party.VotingSharePercent,
    };
}
