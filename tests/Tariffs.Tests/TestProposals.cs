using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Proposals;

namespace CrmClub.Tariffs.Tests;

/// <summary>What people do with proposals, through the service's use cases.</summary>
internal sealed class TestProposals(TestTariffs tariffs)
{
    public static readonly Caller Officer = Person("0b000000-0000-4000-8000-000000000001");
    public static readonly Caller Colleague = Person("0b000000-0000-4000-8000-00000000000e");
    public static readonly Caller Approver = Person("0b000000-0000-4000-8000-000000000002");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A sound one on 1 March 2027: 22 % instead of 20 % on Nd-Pr oxide from 1 June on.</summary>
    public static ProposalContent Content() => new()
    {
        Title = "Base duty on Nd-Pr oxide to 22 %",
        Reason = "Imports below cost have doubled.",
        LegalBase = "Decision of the members on Annex II, Part A",
        EffectiveOn = "2027-06-01",
        BaseVersion = 1,
        Amendments = { new MeasureAmendment { Id = "M-0005", Measure = Base("28469010", "22 %") } },
    };

    public static Measure Base(string code, string expression) => new()
    {
        Type = MeasureType.Base,
        GoodsCode = code,
        Origin = "ALL",
        ExcludedOrigins = { "CLUB" },
        Expression = expression,
    };

    public async Task<(Proposal Proposal, ProposalCheck Check)> DraftAsync(
        ProposalContent? content = null, Caller? author = null)
    {
        var answer = await new DraftProposal(tariffs.Desk).DraftAsync(
            new DraftProposalRequest { RequestId = NewId(), Content = content ?? Content() },
            author ?? Officer,
            Cancel);
        return (answer.Proposal, answer.Check);
    }

    public async Task<Proposal> ReviseAsync(Proposal known, ProposalContent content, Caller? author = null) =>
        (await new DraftProposal(tariffs.Desk).ReviseAsync(new ReviseProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
            Content = content,
        }, author ?? Officer, Cancel)).Proposal;

    public async Task<Proposal> SubmitAsync(Proposal known) =>
        (await new JudgeProposal(tariffs.Desk).SubmitAsync(new SubmitProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
        }, Officer, Cancel)).Proposal;

    public async Task<Proposal> ApproveAsync(Proposal known, Caller? approver = null) =>
        (await new JudgeProposal(tariffs.Desk).ApproveAsync(new ApproveProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
        }, approver ?? Approver, Cancel)).Proposal;

    public async Task<Proposal> RejectAsync(Proposal known, string reason, Caller? approver = null) =>
        (await new JudgeProposal(tariffs.Desk).RejectAsync(new RejectProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
            Reason = reason,
        }, approver ?? Approver, Cancel)).Proposal;

    public async Task<Proposal> WithdrawAsync(Proposal known, string reason = "Overtaken by events") =>
        (await new JudgeProposal(tariffs.Desk).WithdrawAsync(new WithdrawProposalRequest
        {
            RequestId = NewId(),
            Number = known.Number,
            KnownRevision = known.Revision,
            Reason = reason,
        }, Officer, Cancel)).Proposal;

    public async Task<Proposal> ApprovedAsync(ProposalContent? content = null) =>
        await ApproveAsync(await SubmitAsync((await DraftAsync(content)).Proposal));

    public Task<GetProposalResponse> GetAsync(int number) =>
        new ReadProposals(tariffs.Data, tariffs.State, tariffs.Clock)
            .GetAsync(new GetProposalRequest { Number = number }, Cancel);

    public Task<ListProposalsResponse> ListAsync(ListProposalsRequest request) =>
        new ReadProposals(tariffs.Data, tariffs.State, tariffs.Clock).ListAsync(request, Cancel);

    public static string NewId() => Guid.CreateVersion7().ToString("D");

    private static Caller Person(string id) => new(id, "web", "club", IsPerson: true, new HashSet<string>());
}
