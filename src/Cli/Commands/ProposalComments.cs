using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>proposal comment|resolve</c>: what people say of a proposal and its measures.</summary>
internal static class ProposalComments
{
    private static readonly Argument<string> Text = new("TEXT") { Description = "What is to be said" };

    private static readonly Argument<int> Comment = new("COMMENT") { Description = "The comment's number" };

    private static readonly Option<string?> On = new("--on")
    {
        Description = "The measure, such as additions[0], amendments[0] or ends[0] (default: all of the proposal)",
        HelpName = "PLACE",
    };

    public static Command Make(Argument<int> number) => new ClubCommand("comment",
        "Says something of a proposal, or of a measure in it.",
        "crmclub proposal comment 1 --on additions[0] \"Do the figures of 2026 bear this out?\"")
        .With(number, Text, On).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Officer);
            var request = new CommentProposalRequest
            {
                RequestId = ProposalCommand.NewId(),
                Number = invocation.Get(number),
                KnownRevision = await ProposalCommand.KnownRevisionAsync(invocation, client),
                Place = invocation.Get(On) ?? "",
                Text = invocation.Get(Text),
            };
            var answer = await invocation.CallAsync(client, o => client.Proposals.CommentProposalAsync(request, o));
            return Write(invocation, answer.Comment);
        });

    public static Command Resolve(Argument<int> number) => new ClubCommand("resolve",
        "Notes that a comment is settled.", "crmclub proposal resolve 1 2").With(number, Comment)
        .Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Officer);
            var request = new ResolveCommentRequest
            {
                RequestId = ProposalCommand.NewId(),
                Number = invocation.Get(number),
                Comment = invocation.Get(Comment),
            };
            var answer = await invocation.CallAsync(client, o => client.Proposals.ResolveCommentAsync(request, o));
            return Write(invocation, answer.Comment);
        });

    /// <summary>One line, as it stands.</summary>
    public static string Line(ProposalComment comment) =>
        $"  {comment.Number} {(comment.Place.Length > 0 ? $"{comment.Place} " : "")}"
        + $"{comment.RecordedAt.ToDateTime():yyyy-MM-dd HH:mm}: {comment.Text}"
        + (comment.ResolvedAt is null ? "" : $" (settled {comment.ResolvedAt.ToDateTime():yyyy-MM-dd HH:mm})");

    private static int Write(Invocation invocation, ProposalComment comment)
    {
        if (invocation.Json) invocation.Out.Document(comment);
        else invocation.Out.Line(Line(comment).TrimStart());
        return ExitCodes.Done;
    }
}
