using System.Security.Cryptography;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Membership.Notices;
using CrmClub.Membership.Storage;

namespace CrmClub.Membership.Voting;

/// <summary>
/// Opens the ballot on what another service proposes: one for each proposal, however often it is told. What can't be
/// voted on is refused in the journal, so that the other service learns it.
/// </summary>
internal sealed class PutToVote(OpenBallot open)
{
    public async Task RunAsync(Deed deed, ProposalPutToVote proposal)
    {
        var all = await BallotReader.AllAsync(deed.Work.Transaction.Connection!, deed.Work.Cancel);
        var known = all.FirstOrDefault(ballot => ballot.Proposal == proposal.Subject);
        if (known is not null && known.ContentHash == proposal.ContentHash)
            return;
        var rule = deed.Book.Rule(proposal.Rule, deed.Today);
        var confirmed = all.FirstOrDefault(ballot => ballot.Proposal == proposal.Confirms
            && proposal.Confirms.Length > 0 && OpenBallots.Lapses(ballot, all));
        IEnumerable<PartyShare> entitled = [.. OpenBallot.Entitled(deed)];
        string[] faults = [.. Faults(proposal, known, rule, confirmed, entitled, deed)];
        var deadline = rule is null || faults.Length > 0 ? null
            : proposal.Deadline.Length > 0 ? OpenBallot.Deadline(LegalDays.Read(proposal.Deadline), deed)
            : open.Deadline(rule, deed);
        if (deadline is null && faults.Length == 0)
            faults = ["The calendar of working days does not reach as far as the deadline."];
        if (faults.Length > 0)
        {
            await deed.RecordAsync(proposal.Subject, null, new BallotRefused
            {
                Subject = proposal.Subject,
                ContentHash = proposal.ContentHash,
                Reason = string.Join(' ', faults),
            });
            return;
        }

        var ballot = new Ballot
        {
            Subject = proposal.Rule,
            Title = proposal.Title,
            ContentHash = proposal.ContentHash,
            Rule = rule,
            Entitled = { entitled },
            OpenedOn = LegalDays.Write(deed.Today),
            Author = deed.Work.Caller.Id,
            State = BallotState.Open,
            RecordedAt = deed.Now,
            Proposal = proposal.Subject,
            Confirms = confirmed?.Number ?? "",
        };
        await open.RecordAsync(ballot, deadline!.Value, deed);
    }

    /// <summary>Closes the ballot on what was taken back; one that is closed stays so.</summary>
    public static async Task WithdrawAsync(Deed deed, ProposalWithdrawn withdrawn)
    {
        var open = await BallotReader.OpenAsync(deed.Work.Transaction.Connection!, deed.Work.Cancel);
        if (open.FirstOrDefault(ballot => ballot.Proposal == withdrawn.Subject) is not { } ballot)
            return;
        ballot.State = BallotState.Withdrawn;
        ballot.ClosedOn = LegalDays.Write(deed.Today);
        ballot.RecordedAt = deed.Now;
        await deed.RecordAsync(ballot.Number, deed.Today, new BallotClosed
        {
            Ballot = ballot,
            Notice = await OwnNotices.OfAsync(ballot, deed),
        });
    }

    private static IEnumerable<string> Faults(
        ProposalPutToVote proposal, Ballot? known, VotingRule? rule, Ballot? confirmed,
        IEnumerable<PartyShare> entitled, Deed deed)
    {
        if (known is not null)
            yield return $"Ballot {known.Number} votes on another content of {proposal.Subject}.";
        if (proposal.Subject.Length == 0)
            yield return "The subject is missing.";
        if (proposal.ContentHash.Length != SHA256.HashSizeInBytes)
            yield return "The content hash has not 32 bytes.";
        if (proposal.Title.Length is 0 or > OpenBallot.TitleLengthMax)
            yield return $"The title has not 1 to {OpenBallot.TitleLengthMax} characters.";
        if (proposal.Rule is not (VotingSubject.Tariff or VotingSubject.Groups or VotingSubject.Emergency))
            yield return $"{proposal.Rule} is not put to the vote by another service.";
        else if (rule is null)
            yield return $"No voting rule is in force for {proposal.Rule}.";
        if (proposal.Deadline.Length > 0 && !(LegalDays.TryRead(proposal.Deadline, out var last) && last >= deed.Today))
            yield return $"'{proposal.Deadline}' is no day to come.";
        if (proposal.Confirms.Length > 0 && (confirmed is null || proposal.Rule == VotingSubject.Emergency))
            yield return $"{proposal.Confirms} is no outcome that lapses, or this is no ordinary vote.";
        if (!entitled.Any())
            yield return "No member is entitled to vote.";
    }
}
