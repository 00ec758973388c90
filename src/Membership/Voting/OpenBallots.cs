using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Membership.Voting;

/// <summary>The open ballots, in memory, so that their deadlines are watched without asking the database.</summary>
internal sealed class OpenBallots
{
    private volatile IReadOnlyList<Ballot> _all = [];

    public IReadOnlyList<Ballot> All => _all;

    public void Replace(IReadOnlyList<Ballot> ballots) => _all = ballots;
}
