using System.Text.RegularExpressions;
using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Membership.Groups;

/// <summary>What holds for a country group, and how a version of it is recorded.</summary>
internal static partial class GroupRules
{
    private const int NameLengthMax = 200;
    private const int SourceLengthMax = 500;
    private const int CorrectionLengthMax = 2000;
    private const int MembersMax = 500;

    // As the origin of a measure it stands for every country.
    private const string All = "ALL";

    /// <summary>Rules of a group that a change states.</summary>
    public static void Check(CountryGroup group, Deed deed)
    {
        const string field = "change.country_group";
        var faults = deed.Work.Faults;
        Check(group, field, [.. deed.Book.Groups, group], faults);
        CheckPast(group, field, deed);
        if (group.RecordedAt is not null || group.Members.Any(row => row.RecordedAt is not null))
            faults.Add($"{field}.recorded_at", "", "GIVEN_BY_CLUB", "", "nothing", "The club gives the instants.");
    }

    /// <summary>Rules of a group among all groups, itself included.</summary>
    public static void Check(
        CountryGroup group, string field, IEnumerable<CountryGroup> all, Violations faults)
    {
        var groups = new CountryGroups(all, MembershipView.Empty);
        if (!Code().IsMatch(group.Code) || CountryGroups.IsCountry(group.Code))
            faults.Add($"{field}.code", "", "GROUP_CODE", group.Code,
                "2 to 30 capitals, digits and hyphens, not two letters", "This can't be the code of a group.");
        if (group.Code == All || CountryGroups.IsOwn(group.Code))
            faults.Add($"{field}.code", "", "RESERVED", group.Code, "a code that the club does not use itself",
                "Nobody states this group.");
        faults.Text($"{field}.name_en", "", group.NameEn, NameLengthMax);
        faults.Text($"{field}.name_ja", "", group.NameJa, NameLengthMax);
        faults.Text($"{field}.source", "", group.Source, SourceLengthMax);
        faults.Text($"{field}.correction", "", group.Correction, CorrectionLengthMax, required: false);
        if (group.Members.Count is 0 or > MembersMax)
            faults.Add($"{field}.members", "", "COUNT", $"{group.Members.Count}", $"1 to {MembersMax}",
                "A group has members.");
        foreach (var (place, row) in group.Members.Index())
            Check(row, $"{field}.members[{place}]", groups, faults);
        CheckOverlaps(group, field, faults);
        if (groups.Cycle(group.Code) is var (day, way))
            faults.Add($"{field}.members", "", "NO_CYCLE", string.Join(" > ", way), "groups in which it is not itself",
                $"From {LegalDays.Write(day)} on the group would be in itself.");
    }

    /// <summary>Gives a version its record time; rows that were known before keep theirs.</summary>
    public static void Stamp(CountryGroup group, CountryGroup? known, Timestamp now)
    {
        group.RecordedAt = now;
        foreach (var row in group.Members)
        {
            var same = known?.Members.FirstOrDefault(other =>
                (other.Member, other.ValidFrom, other.ValidTo) == (row.Member, row.ValidFrom, row.ValidTo));
            row.RecordedAt = same?.RecordedAt ?? now;
        }
    }

    private static void Check(CountryGroupMember row, string field, CountryGroups groups, Violations faults)
    {
        if (!CountryGroups.IsCountry(row.Member) && !groups.Knows(row.Member))
            faults.Add($"{field}.member", "", "GROUP", row.Member, string.Join(", ", groups.Codes),
                "There is no such group.");
        else if (CountryGroups.IsCountry(row.Member)
            && Countries.Check(row.Member) is { IsValid: false } broken)
            faults.Add($"{field}.member", "", broken.Rule, row.Member, broken.Accepted, broken.Message);
        var from = faults.Day($"{field}.valid_from", "", row.ValidFrom);
        if (faults.Day($"{field}.valid_to", "", row.ValidTo, required: false) <= from)
            faults.Add($"{field}.valid_to", "", "AFTER_FROM", row.ValidTo, $"after {row.ValidFrom}",
                "The row ends before it begins.");
    }

    private static void CheckOverlaps(CountryGroup group, string field, Violations faults)
    {
        var rows = CountryGroups.Rows(group).OrderBy(row => row.Member, StringComparer.Ordinal)
            .ThenBy(row => row.Valid.From).ToList();
        foreach (var (one, next) in rows.Zip(rows.Skip(1)))
        {
            if (one.Member == next.Member && one.Valid.Overlap(next.Valid))
                faults.Add($"{field}.members", "", "OVERLAP", $"{next.Member} from {LegalDays.Write(next.Valid.From)}",
                    "rows of a member one after the other", $"{next.Member} is in the group already on that day.");
        }
    }

    // What a group was on days past was told to others; to tell it otherwise needs a cause.
    private static void CheckPast(CountryGroup group, string field, Deed deed)
    {
        var known = deed.Book.Groups.LastOrDefault(other => other.Code == group.Code);
        var differs = known is null ? [] : Past(known, deed.Today).ToHashSet();
        differs.SymmetricExceptWith(known is null ? [] : Past(group, deed.Today));
        if (differs.Count > 0 && group.Correction.Length == 0)
            deed.Work.Faults.Add($"{field}.members", "", "EFFECTIVE_BEFORE_DECISION",
                string.Join(", ", differs.Order()),
                $"rows that differ from {LegalDays.Write(deed.Today)} on, or a correction with its cause",
                "Days that have passed would be told otherwise.");
        if (differs.Count == 0 && group.Correction.Length > 0)
            deed.Work.Faults.Add($"{field}.correction", "", "NOT_HERE", group.Correction, "nothing",
                "No day that has passed is told otherwise.");
    }

    private static IEnumerable<string> Past(CountryGroup group, DateOnly today) =>
        CountryGroups.Rows(group).Where(row => row.Valid.From < today).Select(row =>
            $"{row.Member} {LegalDays.Write(row.Valid.From)}"
            + (row.Valid.To < today ? $" to {LegalDays.Write(row.Valid.To.Value)}" : ""));

    [GeneratedRegex("^[A-Z][A-Z0-9-]{1,29}\\z")]
    private static partial Regex Code();
}
