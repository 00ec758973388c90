using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Changes;

namespace CrmClub.Tariffs.Proposals;

/// <summary>What people say of a proposal and its measures. It changes nothing of the proposal itself.</summary>
internal sealed class CommentProposal(ChangeDesk desk)
{
    /// <summary>Comments on one proposal.</summary>
    public const int CommentsMax = 1000;

    private const int TextLengthMax = 2000;

    private static readonly ProposalState[] Open =
        [ProposalState.Draft, ProposalState.Submitted, ProposalState.Approved, ProposalState.Voting,
            ProposalState.Adopted];

    public Task<CommentProposalResponse> CommentAsync(
        CommentProposalRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            var proposal = await step.TakeAsync(request.Number, request.KnownRevision, Open);
            var before = await CommentRows.OfAsync(step.Work.Transaction.Connection!, proposal.Number, cancel);
            var faults = step.Work.Faults;
            faults.Text("text", "", request.Text.Replace('\n', ' '), TextLengthMax);
            if (request.Place.Length > 0 && !Places(proposal.Content).Contains(request.Place))
                faults.Add("place", "", "PLACE", request.Place,
                    string.Join(", ", Places(proposal.Content).Take(20)), "The proposal has nothing there.");
            if (before.Count >= CommentsMax)
                faults.Add("number", "", "COUNT", $"{before.Count}", $"at most {CommentsMax} comments",
                    "There are too many comments on it.");
            faults.ThrowIfAny();
            var comment = new ProposalComment
            {
                Proposal = proposal.Number,
                Number = before.Count + 1,
                Revision = proposal.Revision,
                Place = request.Place,
                Text = request.Text,
                Author = caller.Id,
                RecordedAt = step.Now,
            };
            await RecordAsync(comment, step);
            return new CommentProposalResponse { Comment = comment };
        }, cancel);

    public Task<ResolveCommentResponse> ResolveAsync(
        ResolveCommentRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            var comments = await CommentRows.OfAsync(step.Work.Transaction.Connection!, request.Number, cancel);
            var comment = comments.FirstOrDefault(one => one.Number == request.Comment)
                ?? throw new ClubException(
                    ErrorReason.NotFound, $"Proposal {request.Number} has no comment {request.Comment}.");
            if (comment.ResolvedBy.Length > 0)
                throw new ClubException(ErrorReason.StateForbids, $"Comment {comment.Number} is settled already.");
            comment.ResolvedBy = caller.Id;
            comment.ResolvedAt = step.Now;
            await RecordAsync(comment, step);
            return new ResolveCommentResponse { Comment = comment };
        }, cancel);

    private static IEnumerable<string> Places(ProposalContent content) =>
        Places("additions", content.Additions.Count)
            .Concat(Places("amendments", content.Amendments.Count))
            .Concat(Places("ends", content.Ends.Count));

    private static IEnumerable<string> Places(string field, int count) =>
        Enumerable.Range(0, count).Select(place => $"{field}[{place}]");

    private static async Task RecordAsync(ProposalComment comment, ChangeStep step)
    {
        var work = step.Work;
        var entry = await work.Transaction.AppendAsync(
            new NewEntry(work.Caller.Id, ProposalSteps.Subject(comment.Proposal), null,
                new ProposalCommented { Comment = comment }), work.Cancel);
        await CommentRows.AddAsync(work.Transaction, entry, comment, work.Cancel);
    }
}
