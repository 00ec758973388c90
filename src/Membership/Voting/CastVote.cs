using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;

namespace CrmClub.Membership.Voting;

/// <summary>A delegate or a deputy votes for a party; with the last final vote the ballot closes.</summary>
internal sealed class CastVote(Deeds deeds, CloseBallot close, ClubTime clock)
{
    public Task<CastVoteResponse> RunAsync(CastVoteRequest request, Caller caller, CancellationToken cancel) =>
        deeds.RunAsync(request, caller, deed => CastAsync(request, deed), cancel);

    private async Task<CastVoteResponse> CastAsync(CastVoteRequest request, Deed deed)
    {
        var work = deed.Work;
        if (request.Choice is not (VoteChoice.Yes or VoteChoice.No or VoteChoice.Abstain))
            work.Faults.Add("choice", "", "CHOICE", $"{request.Choice}", "yes, no or abstain",
                "There is no such choice.");
        work.Faults.ThrowIfAny();

        var (ballot, votes) = await BallotReader.FindAsync(work.Transaction.Connection!, request.Ballot, work.Cancel);
        if (ballot is null)
            throw new ClubException(ErrorReason.NotFound, "There is no such ballot.");
        var mandate = deed.Book.MandateOf(work.Caller.Id, deed.Today)
            ?? throw new ClubException(ErrorReason.NoMandate, "The caller has no mandate today.");
        var party = mandate.Party;
        if (ballot.Entitled.All(member => member.Party != party))
            throw new ClubException(ErrorReason.NoMandate, $"{party} has no vote in this ballot.");
        if (ballot.State != BallotState.Open || clock.UtcNow >= ballot.Deadline.ToDateTimeOffset())
            throw new ClubException(ErrorReason.StateForbids, ballot.ClosedOn.Length > 0
                ? $"The ballot closed on {ballot.ClosedOn}." : "The ballot's deadline has passed.");
        if (votes.LastOrDefault(earlier => earlier.Party == party) is { Final: true } final)
            throw new ClubException(
                ErrorReason.StateForbids, $"The vote of {party} is final since {final.CastOn}, "
                    + $"cast by its {(final.Deputy ? "deputy" : "delegate")}.");

        var vote = new Vote
        {
            Ballot = ballot.Number,
            Party = party,
            Choice = request.Choice,
            Final = request.Final,
            PersonId = work.Caller.Id,
            CastOn = LegalDays.Write(deed.Today),
            Deputy = mandate.Deputy,
            RecordedAt = deed.Now,
        };
        await deed.RecordAsync(ballot.Number, null, new VoteCast { Vote = vote });
        IReadOnlyList<Vote> all = [.. votes, vote];
        ballot.Votes.Clear();
        ballot.Votes.Add(Count.Newest(all).Values);
        ballot.Tally = Count.Of(ballot, all);
        if (Count.AllFinal(ballot, all))
            await close.RunAsync(deed, ballot, deed.Today);
        return new CastVoteResponse { Vote = vote, Ballot = ballot };
    }
}
