using System.Globalization;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Membership.Voting;

/// <summary>
/// How a vote stands. Denominators are all the entitled, and shares are compared by multiplying, never by dividing:
/// exactly. Pure.
/// </summary>
internal static class Count
{
    /// <param name="ballot">Its rule and who is entitled.</param>
    /// <param name="votes">Votes in the order in which they were cast; of one party the last counts.</param>
    public static Tally Of(Ballot ballot, IEnumerable<Vote> votes)
    {
        var newest = Newest(votes);
        var entitled = ballot.Entitled.Sum(Share);
        var inFavour = ballot.Entitled.Where(member =>
            newest.TryGetValue(member.Party, out var vote) && vote.Choice == VoteChoice.Yes).ToList();
        var voted = ballot.Entitled.Count(member => newest.ContainsKey(member.Party));
        var rule = ballot.Rule;
        var hasQuorum = Reaches(voted, ballot.Entitled.Count, rule.QuorumPercent);
        return new Tally
        {
            EntitledMembers = ballot.Entitled.Count,
            VotedMembers = voted,
            YesMembers = inFavour.Count,
            EntitledShare = Write(entitled),
            YesShare = Write(inFavour.Sum(Share)),
            HasQuorum = hasQuorum,
            HasMajority = hasQuorum && rule.Majority switch
            {
                Majority.Unanimity => inFavour.Count == ballot.Entitled.Count,
                Majority.Simple => inFavour.Count * 2 > ballot.Entitled.Count,
                Majority.Double => Reaches(inFavour.Count, ballot.Entitled.Count, rule.MembersPercent)
                    && Reaches(inFavour.Sum(Share), entitled, rule.ImportsPercent),
                _ => false,
            },
        };
    }

    /// <summary>Whether every entitled party has cast a vote that it can't change any more.</summary>
    public static bool AllFinal(Ballot ballot, IEnumerable<Vote> votes)
    {
        var newest = Newest(votes);
        return ballot.Entitled.All(member => newest.TryGetValue(member.Party, out var vote) && vote.Final);
    }

    public static Dictionary<string, Vote> Newest(IEnumerable<Vote> votes)
    {
        var newest = new Dictionary<string, Vote>();
        foreach (var vote in votes)
            newest[vote.Party] = vote;
        return newest;
    }

    private static bool Reaches(decimal part, decimal whole, string percent) =>
        part * 100 >= decimal.Parse(percent, CultureInfo.InvariantCulture) * whole;

    private static decimal Share(PartyShare member) =>
        decimal.Parse(member.SharePercent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static string Write(decimal share) => share.ToString(CultureInfo.InvariantCulture);
}
