using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Storage;
using Npgsql;

namespace CrmClub.Membership.Voting;

/// <summary>Reads ballots with the votes cast.</summary>
internal static class BallotReader
{
    /// <summary>A ballot as it stands, and every vote in the order in which they were cast.</summary>
    public static async Task<(Ballot? Ballot, IReadOnlyList<Vote> Votes)> FindAsync(
        NpgsqlConnection connection, string number, CancellationToken cancel)
    {
        var (ballots, votes) = await ReadAsync(connection, number, cancel);
        return (ballots.SingleOrDefault(), [.. votes]);
    }

    public static async Task<IReadOnlyList<Ballot>> OpenAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        [.. (await AllAsync(connection, cancel)).Where(ballot => ballot.State == BallotState.Open)];

    /// <summary>By number.</summary>
    public static async Task<IReadOnlyList<Ballot>> AllAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        (await ReadAsync(connection, null, cancel)).Ballots;

    private static async Task<(IReadOnlyList<Ballot> Ballots, IEnumerable<Vote> Votes)> ReadAsync(
        NpgsqlConnection connection, string? number, CancellationToken cancel)
    {
        var rows = await MembershipReader.RecordsAsync(
            connection, [Ballot.Descriptor, Vote.Descriptor], number, cancel);
        var votes = rows.Select(row => row.Content).OfType<Vote>().ToLookup(vote => vote.Ballot);
        var newest = rows.Where(row => row.Content is Ballot).GroupBy(row => row.Code)
            .Select(versions => (Ballot)versions.Last().Content)
            .OrderBy(ballot => ballot.Number, StringComparer.Ordinal);
        return ([.. newest.Select(ballot => Standing(ballot, votes[ballot.Number]))], votes.SelectMany(cast => cast));
    }

    // An outcome was recorded with the votes that made it; how an open one stands is counted.
    private static Ballot Standing(Ballot ballot, IEnumerable<Vote> votes)
    {
        if (ballot.State == BallotState.Open)
        {
            ballot.Votes.Add(Count.Newest(votes).Values);
            ballot.Tally = Count.Of(ballot, votes);
        }

        return ballot;
    }
}
