using System.Globalization;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Web.Members;

/// <summary>What a party's rows say of a day, and how they look over the years.</summary>
internal static class PartyDays
{
    /// <summary>First day of the status that it has on the day; empty where that is not known.</summary>
    public static string Since(this Party party, string day) =>
        party.Statuses.LastOrDefault(row => Covers(row.ValidFrom, row.ValidTo, day))?.ValidFrom ?? "";

    /// <summary>Its share of the club's imports, by which its vote is weighed, percent.</summary>
    public static string VotingShare(this Party party, string day) =>
        party.VotingShares.LastOrDefault(row => string.CompareOrdinal(row.ValidFrom, day) <= 0)?.SharePercent
        ?? party.VotingSharePercent;

    /// <summary>Share of the base duty that its goods bear while it accedes, percent; empty outside that.</summary>
    public static string PhaseIn(this Party party, string day) =>
        party.PhaseIn.LastOrDefault(row => Covers(row.ValidFrom, row.ValidTo, day))?.SharePercent ?? "";

    /// <summary>How the share of the base duty falls, by its newest rows.</summary>
    public static IReadOnlyList<(DateOnly From, decimal Percent)> Steps(this Party party) =>
    [
        .. party.PhaseIn.GroupBy(row => row.ValidFrom).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (
                DateOnly.ParseExact(group.Key, "yyyy-MM-dd"),
                decimal.Parse(group.Last().SharePercent, CultureInfo.InvariantCulture))),
    ];

    /// <summary>Its states one after the other, each with its first day and the day after its last, by the newest rows.
    /// </summary>
    public static IReadOnlyList<(PartyStatus Status, DateOnly From, DateOnly? To)> States(this Party party)
    {
        var days = party.Statuses.SelectMany(row => new[] { row.ValidFrom, row.ValidTo })
            .Where(day => day.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
        var states = new List<(PartyStatus Status, DateOnly From, DateOnly? To)>();
        foreach (var (place, day) in days.Index())
        {
            DateOnly? to = place + 1 < days.Count ? Day(days[place + 1]) : null;
            if (party.Statuses.LastOrDefault(row => Covers(row.ValidFrom, row.ValidTo, day)) is not { } row)
                continue;
            if (states is [.., var last] && last.Status == row.Status && last.To == Day(day))
                states[^1] = last with { To = to };
            else
                states.Add((row.Status, Day(day), to));
        }

        return states;

        static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    // Days as they are written compare like days.
    private static bool Covers(string from, string to, string day) =>
        string.CompareOrdinal(from, day) <= 0 && (to.Length == 0 || string.CompareOrdinal(day, to) < 0);
}
