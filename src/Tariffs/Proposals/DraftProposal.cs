using CrmClub.Tariffs.Changes;
using System.Security.Cryptography;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Identity;
using Google.Protobuf;

namespace CrmClub.Tariffs.Proposals;

/// <summary>Writes a proposal's content. It may break rules still; the answer names them.</summary>
internal sealed class DraftProposal(ChangeDesk desk)
{
    /// <summary>Bytes of a content, so that an entry holds the proposal.</summary>
    public const int ContentBytesMax = 256 * 1024;

    /// <summary>Measures that one proposal adds, amends and ends.</summary>
    public const int MeasuresMax = 1000;

    public Task<DraftProposalResponse> DraftAsync(
        DraftProposalRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            var proposal = new Proposal
            {
                Number = await ProposalRows.NextNumberAsync(step.Work.Transaction.Connection!, cancel),
            };
            var verdict = await WriteAsync(proposal, request.Content, step);
            return new DraftProposalResponse { Proposal = proposal, Check = verdict.Contract };
        }, cancel);

    public Task<ReviseProposalResponse> ReviseAsync(
        ReviseProposalRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            var proposal = await step.TakeAsync(
                request.Number, request.KnownRevision,
                ProposalState.Draft, ProposalState.Submitted, ProposalState.Approved);
            var reverses = proposal.Content.Reverses;
            var verdict = await WriteAsync(proposal, request.Content, step, reverses);
            return new ReviseProposalResponse { Proposal = proposal, Check = verdict.Contract };
        }, cancel);

    /// <summary>Writes a content and judges it.</summary>
    public static async Task<ProposalVerdict> WriteAsync(
        Proposal proposal, ProposalContent? written, ChangeStep step, int reverses = 0)
    {
        var content = written?.Clone() ?? new ProposalContent();
        Complete(content, reverses, step);
        step.Work.Faults.ThrowIfAny();

        proposal.Content = content;
        proposal.ContentHash = ByteString.CopyFrom(SHA256.HashData(content.ToByteArray()));
        proposal.State = ProposalState.Draft;
        proposal.Approver = "";
        if (!proposal.Authors.Contains(step.Work.Caller.Id))
            proposal.Authors.Add(step.Work.Caller.Id);
        await step.RecordAsync(proposal);
        return ProposalRules.Judge(content, step.Book, step.Today);
    }

    private static void Complete(ProposalContent content, int reverses, ChangeStep step)
    {
        var faults = step.Work.Faults;
        if (content.BaseVersion == 0)
            content.BaseVersion = step.Book.NewestFirst[0].Version.Number;
        var hash = step.Book.Version(content.BaseVersion)?.Version.Hash;
        if (hash is null)
            faults.Add("content.base_version", "", "VERSION", $"{content.BaseVersion}", "number of a tariff version",
                "There is no such version.");
        else if (content.BaseHash.Length > 0 && content.BaseHash != hash)
            faults.Add("content.base_hash", "", "GIVEN_BY_CLUB", content.BaseHash, "nothing, or the version's hash",
                "The version has another hash.");
        content.BaseHash = hash ?? "";
        if (content.Reverses != 0 && content.Reverses != reverses)
            faults.Add("content.reverses", "", "GIVEN_BY_CLUB", $"{content.Reverses}", "nothing",
                "The club says what a proposal reverses.");
        content.Reverses = reverses;
        ProposedGroups.Complete(content, step);
        if (content.CalculateSize() is var size && size > ContentBytesMax)
            faults.Add("content", "", "CONTENT_SIZE", $"{size}", $"at most {ContentBytesMax} bytes",
                "The proposal is too large: divide it.");
        if (content.Additions.Count + content.Amendments.Count + content.Ends.Count is var count && count > MeasuresMax)
            faults.Add("content", "", "COUNT", $"{count}", $"at most {MeasuresMax} measures",
                "The proposal has too many measures: divide it.");
    }
}
