using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using static CrmClub.Tariffs.Tests.TestProposals;

namespace CrmClub.Tariffs.Tests;

/// <summary>What people say of a proposal.</summary>
public sealed class CommentTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Comment_OnAMeasure_StandsWithItsAuthorUntilItIsSettled_AndChangesNoApproval()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var submitted = await people.SubmitAsync((await people.DraftAsync()).Proposal);

        var first = await people.CommentAsync(submitted, "amendments[0]", "Do the figures\nbear this out?", Approver);
        var second = await people.CommentAsync(submitted, "", "A good title.");
        var settled = await people.ResolveAsync(submitted.Number, first.Number);
        var approved = await people.ApproveAsync(submitted);
        var read = await people.GetAsync(submitted.Number);

        Assert.Equal((1, 2, "amendments[0]", Approver.Id, ""),
            (first.Number, first.Revision, first.Place, first.Author, first.ResolvedBy));
        Assert.Null(first.ResolvedAt);
        Assert.Equal((Officer.Id, first.Text), (settled.ResolvedBy, settled.Text));
        Assert.NotNull(settled.ResolvedAt);
        Assert.Equal([settled, second], read.Comments);
        Assert.Equal((ProposalState.Approved, 3), (approved.State, approved.Revision));
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Comment_Broken_NamesEveryFault()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var draft = (await people.DraftAsync()).Proposal;

        var refusal = await Assert.ThrowsAsync<ClubException>(
            () => people.CommentAsync(draft, "amendments[1]", new string('x', 2001)));

        Assert.Equal(
            ["text TEXT_LENGTH", "place PLACE"], refusal.Violations.Select(fault => $"{fault.Field} {fault.Rule}"));
        Assert.Empty((await people.GetAsync(draft.Number)).Comments);
    }

    [Fact]
    public async Task Comment_WhereThereIsNothingToSay_IsRefused()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var draft = (await people.DraftAsync()).Proposal;
        await people.CommentAsync(draft, "", "Why?");
        await people.ResolveAsync(draft.Number, 1);

        async Task<ErrorReason> RefusedAsync(Func<Task> deed) =>
            (await Assert.ThrowsAsync<ClubException>(deed)).Reason;

        Assert.Equal(ErrorReason.StateForbids, await RefusedAsync(() => people.ResolveAsync(draft.Number, 1)));
        Assert.Equal(ErrorReason.NotFound, await RefusedAsync(() => people.ResolveAsync(draft.Number, 2)));
        var revised = await people.ReviseAsync(draft, Content());
        Assert.Equal(ErrorReason.ConcurrentChange, await RefusedAsync(() => people.CommentAsync(draft, "", "Why?")));
        var withdrawn = await people.WithdrawAsync(revised);
        Assert.Equal(ErrorReason.StateForbids, await RefusedAsync(() => people.CommentAsync(withdrawn, "", "Why?")));
    }

    [Fact]
    public async Task Comment_ChangedPastTheService_IsFoundByTheAudit()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        await people.CommentAsync((await people.DraftAsync()).Proposal, "", "Why?");

        await tariffs.ExecuteAsSuperuserAsync("DELETE FROM proposal_comment", Cancel);

        Assert.Contains("proposal_comment", Assert.Single(await tariffs.AuditAsync(Cancel)), StringComparison.Ordinal);
    }
}
