using System.Globalization;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Groups;
using CrmClub.Membership.Voting;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Membership.Founding;

/// <summary>Rules of what the treaty says on accession, votes, mandates and the calendar.</summary>
internal static class TreatyCheck
{
    private const int TitleLengthMax = 200;

    public static void Of(FoundingDocument document, Violations faults)
    {
        foreach (var (place, criterion) in document.AccessionCriteria.Index())
        {
            faults.Text($"accession_criteria[{place}].id", "", criterion.Id, TitleLengthMax);
            faults.Text($"accession_criteria[{place}].title_en", "", criterion.TitleEn, TitleLengthMax);
            faults.Text($"accession_criteria[{place}].title_ja", "", criterion.TitleJa, TitleLengthMax);
        }

        faults.AddRange(PhaseInRules.Faults(document.PhaseIn));
        foreach (var (place, rule) in document.VotingRules.Index())
            Check(rule, $"voting_rules[{place}]", faults);
        foreach (var (place, mandate) in document.Mandates.Index())
        {
            var known = document.Parties.Any(party => party.Code == mandate.Party);
            Holds(faults, $"mandates[{place}].party", "PARTY", mandate.Party, known);
            var isId = Guid.TryParseExact(mandate.PersonId, "D", out _);
            Holds(faults, $"mandates[{place}].person_id", "UUID", mandate.PersonId, isId);
            faults.Day($"mandates[{place}].valid_from", "", mandate.ValidFrom);
            faults.Day($"mandates[{place}].valid_to", "", mandate.ValidTo, required: false);
        }

        foreach (var (place, holiday) in document.Holidays.Index())
            faults.Day($"holidays[{place}].day", "", holiday.Day);
        Holds(faults, "terms.withdrawal_notice_days", "REQUIRED", "", document.Terms?.WithdrawalNoticeDays >= 0);
        foreach (var (place, term) in (document.Terms ?? new TreatyTerms()).GoodsOnTheWay.Index())
        {
            faults.Day($"terms.goods_on_the_way[{place}].valid_from", "", term.ValidFrom);
            faults.Day($"terms.goods_on_the_way[{place}].valid_to", "", term.ValidTo, required: false);
            Holds(faults, $"terms.goods_on_the_way[{place}].days", "NOT_NEGATIVE", $"{term.Days}", term.Days >= 0);
        }

        foreach (var (place, group) in document.CountryGroups.Index())
            GroupRules.Check(group, $"country_groups[{place}]", document.CountryGroups, faults);

        var shares = document.Parties.Sum(party => Percent(party.VotingSharePercent) ?? 0);
        Holds(faults, "parties.voting_share_percent", "SUM", $"{shares}", shares == 100);
    }

    private static void Check(VotingRule rule, string field, Violations faults)
    {
        Holds(faults, $"{field}.subject", "SUBJECT", $"{rule.Subject}", rule.Subject > 0);
        Holds(faults, $"{field}.majority", "MAJORITY", $"{rule.Majority}", rule.Majority > 0);
        var isDouble = rule.Majority == Majority.Double;
        Share(faults, $"{field}.members_percent", rule.MembersPercent, required: isDouble);
        Share(faults, $"{field}.imports_percent", rule.ImportsPercent, required: isDouble);
        Share(faults, $"{field}.quorum_percent", rule.QuorumPercent, required: true);
        var oneDeadline = rule.DeadlineDays > 0 != rule.DeadlineHours > 0;
        Holds(faults, $"{field}.deadline_days", "DAYS_OR_HOURS", $"{rule.DeadlineDays}", oneDeadline);
        faults.Day($"{field}.valid_from", "", rule.ValidFrom);
        faults.Day($"{field}.valid_to", "", rule.ValidTo, required: false);
    }

    private static void Share(Violations faults, string field, string value, bool required) =>
        Holds(faults, field, "PERCENT", value, value.Length == 0 ? !required : Percent(value) is not null);

    private static decimal? Percent(string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
        && percent <= 100 ? percent : null;

    private static void Holds(Violations faults, string field, string rule, string value, bool holds)
    {
        if (!holds)
            faults.Add(field, "", rule, value, "", $"{field} breaks the rule {rule}.");
    }
}
