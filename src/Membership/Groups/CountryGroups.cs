using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;

namespace CrmClub.Membership.Groups;

/// <summary>The country groups by what was known at an instant, ready to be asked by day. Pure.</summary>
internal sealed class CountryGroups
{
    private static readonly Dictionary<string, (PartyStatus Status, CountryGroup Group)> Own = new()
    {
        ["ACCEDING"] = (PartyStatus.Acceding, new CountryGroup
        {
            Code = "ACCEDING",
            NameEn = "Countries acceding to the club",
            NameJa = "クラブ加盟移行国",
            Source = "The lives of the parties",
        }),
        ["CLUB"] = (PartyStatus.Member, new CountryGroup
        {
            Code = "CLUB",
            NameEn = "Members of the club",
            NameJa = "クラブ加盟国",
            Source = "The lives of the parties",
        }),
    };

    private readonly SortedDictionary<string, CountryGroup> _stated = new(StringComparer.Ordinal);
    private readonly MembershipView _members;
    private readonly DateTime? _knownAt;

    /// <param name="versions">Every version of every group, oldest first.</param>
    /// <param name="members">Who is in the club.</param>
    /// <param name="knownAt">Null for now.</param>
    public CountryGroups(IEnumerable<CountryGroup> versions, MembershipView members, DateTime? knownAt = null)
    {
        (_members, _knownAt) = (members, knownAt);
        foreach (var version in versions)
        {
            if (knownAt is null || version.RecordedAt.ToDateTime() <= knownAt)
                _stated[version.Code] = version;
        }
    }

    /// <summary>Codes of all groups, the club's own among them.</summary>
    public IEnumerable<string> Codes => _stated.Keys.Concat(Own.Keys).Order(StringComparer.Ordinal);

    /// <summary>Whether nobody states the group: it follows from who is in the club.</summary>
    public static bool IsOwn(string code) => Own.ContainsKey(code);

    /// <summary>Whether a member's code is that of a country, and not of a group.</summary>
    public static bool IsCountry(string member) => member is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];

    /// <summary>The rows of a group whose days can be read.</summary>
    public static IEnumerable<(string Member, Days Valid)> Rows(CountryGroup group)
    {
        foreach (var row in group.Members)
        {
            if (LegalDays.TryRead(row.ValidFrom, out _)
                && (row.ValidTo.Length == 0 || LegalDays.TryRead(row.ValidTo, out _)))
                yield return (row.Member, Days.Read(row.ValidFrom, row.ValidTo));
        }
    }

    public bool Knows(string code) => IsOwn(code) || _stated.ContainsKey(code);

    /// <summary>A group and its countries on a day; null where there is no such group.</summary>
    public CountryGroupOnDay? On(string code, DateOnly day)
    {
        var group = Own.TryGetValue(code, out var own) ? own.Group : _stated.GetValueOrDefault(code);
        if (group is null)
            return null;
        var countries = new SortedSet<string>(StringComparer.Ordinal);
        Add(code, day, countries, []);
        return new CountryGroupOnDay { Group = group, Countries = { countries } };
    }

    /// <summary>
    /// The first day on which a group is in itself, and the way over those in it back to it; null where there is none.
    /// </summary>
    public (DateOnly Day, IReadOnlyList<string> Way)? Cycle(string code)
    {
        // A cycle begins on the first day of one of its rows.
        var turns = _stated.Values.SelectMany(Rows).Where(row => !IsCountry(row.Member))
            .Select(row => row.Valid.From).Distinct().Order();
        foreach (var day in turns)
        {
            List<string> way = [code];
            if (LeadsTo(code, day, way, []))
                return (day, way);
        }

        return null;
    }

    private IEnumerable<string> Members(string code, DateOnly day) => _stated.TryGetValue(code, out var group)
        ? Rows(group).Where(row => row.Valid.Cover(day)).Select(row => row.Member)
        : [];

    private void Add(string code, DateOnly day, SortedSet<string> countries, HashSet<string> seen)
    {
        if (!seen.Add(code))
            return;
        if (Own.TryGetValue(code, out var own))
            countries.UnionWith(_members.Parties.Where(party => party.StatusOn(day, _knownAt) == own.Status)
                .SelectMany(party => party.Contract.Countries));
        foreach (var member in Members(code, day))
        {
            if (IsCountry(member))
                countries.Add(member);
            else
                Add(member, day, countries, seen);
        }
    }

    private bool LeadsTo(string goal, DateOnly day, List<string> way, HashSet<string> seen)
    {
        foreach (var next in Members(way[^1], day).Where(member => !IsCountry(member)))
        {
            if (next != goal && !seen.Add(next))
                continue;
            way.Add(next);
            if (next == goal || LeadsTo(goal, day, way, seen))
                return true;
            way.RemoveAt(way.Count - 1);
        }

        return false;
    }
}
