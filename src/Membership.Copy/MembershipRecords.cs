using CrmClub.Contracts.Membership.V1;
using Google.Protobuf;

namespace CrmClub.Membership.Copy;

/// <summary>The messages of which Membership's state consists, as snapshot, founding and copy carry them.</summary>
public static class MembershipRecords
{
    /// <summary>The records that the founding makes.</summary>
    public static IEnumerable<IMessage> Of(FoundingDocument document) =>
    [
        new Club { FoundingDay = document.FoundingDay, SecretariatTenantId = document.SecretariatTenantId },
        .. document.Parties,
        .. document.Administrations,
        .. document.CustomsSystems,
        .. document.CountryGroups,
        .. document.Holidays.DistinctBy(KeyOf),
        document.Terms ?? new TreatyTerms(),
    ];

    /// <summary>The records that an event replaces; none where it changes nothing that is copied.</summary>
    public static IEnumerable<IMessage> Of(IMessage happened) => happened switch
    {
        ClubFounded founded => Of(founded.Document),
        PartyDecided decided => [decided.Party],
        VotingSharesSet set => set.Parties,
        AdministrationRegistered registered => [registered.Administration],
        CustomsSystemSet set => [set.CustomsSystem],
        CountryGroupSet set => [set.CountryGroup],
        _ => [],
    };

    /// <summary>Whether it is copied: a snapshot has more than that for those who need it.</summary>
    public static bool IsRecord(IMessage message) =>
        message is Club or TreatyTerms or Party or Administration or CustomsSystem or CountryGroup or Holiday;

    /// <summary>A record's key among those of its kind.</summary>
    public static string KeyOf(IMessage record) => record switch
    {
        Club => "club",
        TreatyTerms => "terms",
        Party party => party.Code,
        Administration administration => administration.Code,
        CustomsSystem system => system.ClientId,
        CountryGroup group => group.Code,
        Holiday holiday => $"{holiday.Calendar} {holiday.Day}",
        _ => throw new ArgumentException($"{record.Descriptor.FullName} is no record of Membership.", nameof(record)),
    };
}
