using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Copy;
using CrmClub.Tariffs.Changes;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using CountryGroup = CrmClub.Contracts.Tariffs.V1.CountryGroup;
using CountryGroupMember = CrmClub.Contracts.Tariffs.V1.CountryGroupMember;
using Origins = CrmClub.Tariffs.Engine.CountryGroup;

namespace CrmClub.Tariffs.Proposals;

/// <summary>
/// Country groups of a proposal: what is voted on is who is in them, so their rows are written into it, as Membership's
/// register has them.
/// </summary>
internal static class ProposedGroups
{
    /// <summary>Brings what measures name newly, and gives each group its rows; what can't be is noted.</summary>
    public static void Complete(ProposalContent content, ChangeStep step)
    {
        var carried = step.Book.NewestFirst[0].Document.Groups.Concat(content.Groups)
            .Select(group => group.Id).ToHashSet();
        content.Groups.Add(content.Additions.Concat(content.Amendments.Select(one => one.Measure ?? new()))
            .SelectMany(measure => measure.ExcludedOrigins.Prepend(measure.Origin))
            .Where(origin => !Countries.Contains(origin) && carried.Add(origin))
            .Select(origin => Registered(origin, step.Members)).OfType<CountryGroup>());
        HashSet<string> named = [];
        foreach (var (place, group) in content.Groups.Index())
        {
            var field = $"content.groups[{place}]";
            var registered = Registered(group.Id, step.Members);
            if (!named.Add(group.Id))
                step.Work.Faults.Add($"{field}.id", "", "UNIQUE", group.Id, "each once", $"{group.Id} is named twice.");
            else if (registered is null)
                step.Work.Faults.Add($"{field}.id", "", "ME4", group.Id, Accepted,
                    $"Membership's register says of no '{group.Id}' which countries are in it.");
            else if (group.Members.Count == 0)
                group.MergeFrom(registered);
            else if (!group.Members.Equals(registered.Members) && !Former(step.Book, group))
                step.Work.Faults.Add($"{field}.members", "", "GIVEN_BY_CLUB", $"{group.Members.Count} rows",
                    "none: the club gives them", $"The register has others of {group.Id}.");
        }
    }

    /// <summary>What may be named as origin.</summary>
    public const string Accepted =
        "a country by ISO 3166-1 alpha-2, a group of Membership's register, CLUB, ACCEDING or ALL";

    /// <summary>Puts the groups into the document.</summary>
    public static void Put(ProposalContent content, TariffDocument document)
    {
        foreach (var group in content.Groups)
        {
            var place = document.Groups.Select(one => one.Id).ToList().IndexOf(group.Id);
            if (place < 0)
                document.Groups.Add(group.Clone());
            else
                document.Groups[place] = group.Clone();
        }
    }

    /// <summary>Whether a group that a measure names has other countries than before.</summary>
    public static bool AreOthers(TariffDocument document, TariffDocument before) => before.Groups.Any(former =>
        document.Groups.FirstOrDefault(group => group.Id == former.Id) is { } group
        && !group.Members.Equals(former.Members)
        && document.Measures.Any(measure =>
            measure.Origin == group.Id || measure.ExcludedOrigins.Contains(group.Id)));

    // What a reverse brings back.
    private static bool Former(Versions.TariffBook book, CountryGroup group) => book.NewestFirst.Any(tariff =>
        tariff.Document.Groups.Any(one => one.Id == group.Id && one.Members.Equals(group.Members)));

    private static CountryGroup? Registered(string id, MembershipView members) =>
        id is Origins.All or Origins.Club or Origins.Acceding || members.CountriesOf(id) is not { } countries
            ? null
            : new CountryGroup
            {
                Id = id,
                NameEn = members.Group(id)!.NameEn,
                Members =
                {
                    countries.OrderBy(one => one.Country, StringComparer.Ordinal).ThenBy(one => one.Valid.From)
                        .Select(one => new CountryGroupMember
                        {
                            Country = one.Country,
                            ValidFrom = Wire.Day(one.Valid.From),
                            ValidTo = one.Valid.To is { } end ? Wire.Day(end) : "",
                        }),
                },
            };
}
