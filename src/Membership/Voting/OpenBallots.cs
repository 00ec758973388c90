using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Membership.Voting;

/// <summary>The ballots for which a day comes, in memory, so that it is watched without asking the database.</summary>
internal sealed class OpenBallots
{
    private volatile IReadOnlyList<Ballot> _all = [];

    private volatile IReadOnlyList<Ballot> _lapsing = [];

    /// <summary>Those that are open until their deadline.</summary>
    public IReadOnlyList<Ballot> All => _all;

    /// <summary>Those whose outcome lapses unless it is confirmed.</summary>
    public IReadOnlyList<Ballot> Lapsing => _lapsing;

    public void Replace(IReadOnlyList<Ballot> ballots)
    {
        _all = [.. ballots.Where(ballot => ballot.State == BallotState.Open)];
        _lapsing = [.. ballots.Where(ballot => Lapses(ballot, ballots))];
    }

    /// <summary>Whether an outcome lapses: it was adopted for a time, and no other ballot has confirmed it.</summary>
    public static bool Lapses(Ballot ballot, IEnumerable<Ballot> all) =>
        ballot.State == BallotState.Adopted && ballot.LapsesOn.Length > 0 && !all.Any(other =>
            other.Confirms == ballot.Number && other.State == BallotState.Adopted
            && string.CompareOrdinal(other.ClosedOn, ballot.LapsesOn) < 0);
}
