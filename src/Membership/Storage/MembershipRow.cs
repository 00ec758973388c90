using CrmClub.Contracts.Membership.V1;
using CrmClub.Journal;
using Google.Protobuf;

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
    /// <summary>The rows that the founding makes.</summary>
    public static IEnumerable<MembershipRow> MadeBy(long entry, FoundingDocument document)
    {
        var club = new Club { FoundingDay = document.FoundingDay, SecretariatTenantId = document.SecretariatTenantId };
        yield return new("", 0, entry, club);
        foreach (var party in document.Parties)
        {
            var alone = party.Clone();
            alone.Statuses.Clear();
            yield return new(party.Code, 0, entry, alone);
            foreach (var (place, status) in party.Statuses.Index())
                yield return new(party.Code, place, entry, status);
        }

        foreach (var administration in document.Administrations)
        {
            var alone = administration.Clone();
            alone.Policies.Clear();
            yield return new(administration.Code, 0, entry, alone);
            foreach (var (place, policy) in administration.Policies.Index())
                yield return new(administration.Code, place, entry, policy);
        }

        foreach (var system in document.CustomsSystems)
            yield return new(system.ClientId, 0, entry, system);
    }

    public AuditedRow Audited => new(Table, $"{Code} entry={Entry} place={Place}".TrimStart(), Entry, Content);

    private string Table => Content switch
    {
        Club => "club",
        Party => "party",
        PartyStatusRow => "party_status",
        Administration => "administration",
        AdministrationPolicy => "administration_policy",
        CustomsSystem => "customs_system",
        _ => throw new InvalidOperationException($"No table holds {Content.Descriptor.FullName}."),
    };
}
