using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Npgsql;

namespace CrmClub.Membership.Voting;

/// <summary>Ballots, open and closed.</summary>
internal sealed class ReadBallots(NpgsqlDataSource database)
{
    public async Task<GetBallotResponse> GetAsync(GetBallotRequest request, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var (ballot, votes) = await BallotReader.FindAsync(connection, request.Number, cancel);
        return ballot is null
            ? throw new ClubException(ErrorReason.NotFound, "There is no such ballot.")
            : new GetBallotResponse { Ballot = ballot, Votes = { votes } };
    }

    public async Task<ListBallotsResponse> ListAsync(ListBallotsRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        await using var connection = await database.OpenConnectionAsync(cancel);
        var read = (await BallotReader.AllAsync(connection, cancel))
            .Where(ballot => request.State == BallotState.Unspecified || ballot.State == request.State)
            .Where(ballot => page.After is null || string.CompareOrdinal(ballot.Number, page.After) > 0)
            .Take(page.Size + 1).ToList();
        var (ballots, next) = page.Cut(read, ballot => ballot.Number);
        return new ListBallotsResponse { Ballots = { ballots }, NextPageToken = next };
    }
}
