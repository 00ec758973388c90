using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Changes;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Tariffs.Proposals;

/// <summary>Asks Membership for a ballot, and takes its outcome; each by its own journal.</summary>
internal sealed partial class PutProposalToVote(ChangeDesk desk, ILogger<PutProposalToVote> log)
{
    private const string NotAdopted = "The members did not adopt it.";

    public Task<PutProposalToVoteResponse> RunAsync(
        PutProposalToVoteRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            var faults = step.Work.Faults;
            if (faults.Day("deadline", "", request.Deadline, required: false) < step.Today)
                faults.Add("deadline", "", "DAY_TO_COME", request.Deadline, $"{Wire.Day(step.Today)} or later",
                    "The last day of voting has passed.");
            if (request is { Emergency: true, Confirms: not 0 })
                faults.Add("confirms", "", "ORDINARY_VOTE", $"{request.Confirms}", "0, or no emergency",
                    "An emergency is confirmed by an ordinary vote.");
            else if (request.Confirms != 0 && await ProposalRows.FindAsync(
                step.Work.Transaction.Connection!, request.Confirms, cancel) is not { LapsesOn.Length: > 0 })
                faults.Add("confirms", "", "PROPOSAL", $"{request.Confirms}",
                    "number of a proposal adopted in an emergency", "Nothing of that proposal lapses.");
            faults.ThrowIfAny();
            var proposal = await step.TakeAsync(request.Number, request.KnownRevision, ProposalState.Approved);
            // What was right when it was approved may not be any more.
            JudgeProposal.ThrowIfUnsound(proposal, step);
            proposal.State = ProposalState.Voting;
            proposal.Remark = "";
            proposal.Emergency = request.Emergency;
            await step.RecordAsync(proposal, null, next =>
            {
                var put = Event(next);
                put.Deadline = request.Deadline;
                put.Confirms = request.Confirms == 0 ? "" : ProposalSteps.Subject(request.Confirms);
                put.Proposal = next;
                return put;
            });
            return new PutProposalToVoteResponse { Proposal = proposal };
        }, cancel);

    /// <summary>What Membership is told of a proposal.</summary>
    public static ProposalPutToVote Event(Proposal proposal) => new()
    {
        Subject = ProposalSteps.Subject(proposal.Number),
        ContentHash = proposal.ContentHash,
        Rule = proposal.Emergency ? VotingSubject.Emergency : VotingSubject.Tariff,
        Title = proposal.Content.Title,
    };

    /// <summary>Takes a ballot's outcome; one of another content, or told before, changes nothing.</summary>
    public async Task CloseAsync(ChangeStep step, Ballot ballot)
    {
        if (await VotingAsync(step, ballot.Proposal, ballot.ContentHash) is not { } proposal
            || ballot.State is not (BallotState.Adopted or BallotState.Rejected))
            return;
        var adopted = ballot.State == BallotState.Adopted;
        proposal.State = adopted ? ProposalState.Adopted : ProposalState.Rejected;
        proposal.Remark = adopted ? "" : NotAdopted;
        proposal.Ballot = ballot.Number;
        proposal.DecidedOn = ballot.ClosedOn;
        proposal.LapsesOn = adopted ? ballot.LapsesOn : "";
        await step.RecordAsync(proposal);
    }

    /// <summary>Takes that there is no ballot: it is approved as before, with the reason.</summary>
    public async Task RefuseAsync(ChangeStep step, BallotRefused refused)
    {
        if (await VotingAsync(step, refused.Subject, refused.ContentHash) is not { } proposal)
            return;
        proposal.State = ProposalState.Approved;
        proposal.Remark = refused.Reason;
        await step.RecordAsync(proposal);
    }

    private async Task<Proposal?> VotingAsync(ChangeStep step, string subject, Google.Protobuf.ByteString hash)
    {
        var proposal = await ProposalRows.FindAsync(
            step.Work.Transaction.Connection!, ProposalSteps.NumberOf(subject), step.Work.Cancel);
        if (proposal?.State != ProposalState.Voting)
            return null;
        if (proposal.ContentHash == hash)
            return proposal;
        OtherContent(subject);
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "The outcome of a vote on {Subject} is of another content; it changes nothing.")]
    private partial void OtherContent(string subject);
}
