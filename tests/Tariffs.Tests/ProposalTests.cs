using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using Npgsql;
using static CrmClub.Tariffs.Tests.TestProposals;

namespace CrmClub.Tariffs.Tests;

/// <summary>A proposal's way from a draft to what may be voted on.</summary>
public sealed class ProposalTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Draft_ThatBreaksRules_IsKept_AndNotSubmittedBeforeItIsRight()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var content = Content();
        content.Title = "";
        content.Amendments[0].Measure.Expression = "22 percents";

        var (draft, check) = await people.DraftAsync(content);
        var refusal = await Assert.ThrowsAsync<ClubException>(() => people.SubmitAsync(draft));
        var revised = await people.ReviseAsync(draft, Content());
        var submitted = await people.SubmitAsync(revised);

        Assert.Equal((1, 1, ProposalState.Draft), (draft.Number, draft.Revision, draft.State));
        Assert.Equal(
            ["content.title REQUIRED", "content.amendments[0].measure.expression EXPRESSION"],
            check.Faults.Select(fault => $"{fault.Field} {fault.Rule}"));
        Assert.Equal(check.Faults, refusal.Violations);
        Assert.Equal((3, ProposalState.Submitted), (submitted.Revision, submitted.State));
        Assert.NotEqual(draft.ContentHash, submitted.ContentHash);
        Assert.Equal(tariffs.State.Book.NewestFirst[0].Version.Hash, submitted.Content.BaseHash);
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Approve_ByWhoWroteInIt_IsRefused_AndAChangeVoidsTheApproval()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var draft = (await people.DraftAsync()).Proposal;
        var submitted = await people.SubmitAsync(await people.ReviseAsync(draft, Content(), Colleague));

        foreach (var author in new[] { Officer, Colleague })
        {
            var approval = await Assert.ThrowsAsync<ClubException>(() => people.ApproveAsync(submitted, author));
            var rejection = await Assert.ThrowsAsync<ClubException>(() => people.RejectAsync(submitted, "No", author));
            Assert.Equal((ErrorReason.FourEyes, ErrorReason.FourEyes), (approval.Reason, rejection.Reason));
        }

        var approved = await people.ApproveAsync(submitted);
        var changed = await people.ReviseAsync(approved, Content());

        Assert.Equal((ProposalState.Approved, Approver.Id), (approved.State, approved.Approver));
        Assert.Equal((ProposalState.Draft, ""), (changed.State, changed.Approver));
        Assert.Equal([Officer.Id, Colleague.Id], changed.Authors);
        Assert.Equal(
            [ProposalState.Draft, ProposalState.Draft, ProposalState.Submitted, ProposalState.Approved,
                ProposalState.Draft],
            (await people.GetAsync(1)).History.Select(revision => revision.State));
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Theory]
    [InlineData("'Approved', ARRAY['a', 'b'], 'b'", "four_eyes")]
    [InlineData("'Approved', ARRAY['a', 'b'], NULL", "approved_first")]
    [InlineData("'Published', ARRAY['a', 'b'], NULL", "approved_first")]
    public async Task Approval_WrittenPastTheService_IsRefusedByTheDatabase(string values, string constraint)
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => tariffs.ExecuteAsSuperuserAsync(
            "INSERT INTO proposal (number, revision, entry_id, state, authors, approver, body) "
            + $"SELECT 1, 1, min(id), {values}, '' FROM journal", Cancel));

        Assert.Equal(constraint, refusal.ConstraintName);
    }

    [Fact]
    public async Task Revise_TwoAtOnce_OneWinsAndTheOtherIsTold()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var draft = (await people.DraftAsync()).Proposal;

        var outcomes = await Task.WhenAll(new[] { Officer, Colleague }.Select(async author =>
        {
            try
            {
                return $"revision {(await people.ReviseAsync(draft, Content(), author)).Revision}";
            }
            catch (ClubException refusal)
            {
                return $"{refusal.Reason}";
            }
        }));

        Assert.Equal(["ConcurrentChange", "revision 2"], outcomes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Steps_InAStateThatForbidsThem_AreRefused()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var draft = (await people.DraftAsync()).Proposal;
        var early = await Assert.ThrowsAsync<ClubException>(() => people.ApproveAsync(draft));
        var rejected = await people.RejectAsync(await people.SubmitAsync(draft), "The figures are of 2025");
        var withdrawn = await people.WithdrawAsync((await people.DraftAsync()).Proposal);

        Assert.Equal(ErrorReason.StateForbids, early.Reason);
        foreach (var over in new[] { rejected, withdrawn })
        {
            var refusal = await Assert.ThrowsAsync<ClubException>(() => people.ReviseAsync(over, Content()));
            Assert.Equal(ErrorReason.StateForbids, refusal.Reason);
            Assert.Null((await people.GetAsync(over.Number)).Check);
        }

        Assert.Equal((ProposalState.Rejected, "The figures are of 2025"), (rejected.State, rejected.Remark));
        Assert.Equal((ProposalState.Withdrawn, "Overtaken by events"), (withdrawn.State, withdrawn.Remark));
        Assert.Equal(
            ErrorReason.NotFound, (await Assert.ThrowsAsync<ClubException>(() => people.GetAsync(3))).Reason);
        Assert.Empty(await tariffs.AuditAsync(Cancel));
    }

    [Fact]
    public async Task Draft_TooLargeOrOnNothing_IsNotKept()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        var content = Content();
        content.BaseVersion = 7;
        content.Reverses = 3;
        content.Reason = new string('x', 300_000);
        content.Ends.Add(Enumerable.Range(0, 1001).Select(number => $"M-{number:0000}"));

        var refusal = await Assert.ThrowsAsync<ClubException>(() => people.DraftAsync(content));

        Assert.Equal(
            ["VERSION", "GIVEN_BY_CLUB", "CONTENT_SIZE", "COUNT"], refusal.Violations.Select(fault => fault.Rule));
        Assert.Empty((await people.ListAsync(new())).Proposals);
    }

    [Fact]
    public async Task List_ByStateAndPage_ShowsTheNewestFirst()
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        var people = new TestProposals(tariffs);
        for (var count = 0; count < 3; count++)
            await people.DraftAsync();
        await people.SubmitAsync((await people.GetAsync(2)).Proposal);

        var first = await people.ListAsync(new ListProposalsRequest { PageSize = 2 });
        var second = await people.ListAsync(
            new ListProposalsRequest { PageSize = 2, PageToken = first.NextPageToken });
        var drafts = await people.ListAsync(new ListProposalsRequest { State = ProposalState.Draft });

        Assert.Equal([3, 2], first.Proposals.Select(one => one.Number));
        Assert.Equal(ProposalState.Submitted, first.Proposals[1].State);
        Assert.Equal(1, Assert.Single(second.Proposals).Number);
        Assert.Equal([3, 1], drafts.Proposals.Select(one => one.Number));
    }

    [Theory]
    [InlineData("UPDATE proposal SET approver = 'somebody' WHERE revision = 3")]
    [InlineData("UPDATE proposal SET body = body || '\\x5801' WHERE revision = 3")]
    [InlineData("DELETE FROM proposal WHERE revision = 3")]
    public async Task Audit_ChangedBySuperuser_NamesTheRow(string change)
    {
        await using var tariffs = await TestTariffs.FoundedAsync(postgres, Cancel);
        await new TestProposals(tariffs).ApprovedAsync();
        await tariffs.ExecuteAsSuperuserAsync(change, Cancel);

        Assert.StartsWith(
            "proposal number=1 revision=3:", Assert.Single(await tariffs.AuditAsync(Cancel)), StringComparison.Ordinal);
    }
}
