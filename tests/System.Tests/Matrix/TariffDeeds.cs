using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing.Clubs;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Sound deeds of the service on the tariff: proposals for a day on which no other test declares.</summary>
internal sealed class TariffDeeds(ClubUnderTest club)
{
    /// <summary>A request that changes something, and the same with other content.</summary>
    public async Task<(IMessage, IMessage)> MakeAsync(MethodDescriptor rpc, CancellationToken cancel) => rpc.Name switch
    {
        "DraftProposal" => Deeds.Pair(Draft(), one => one.Content.Reason += ", again"),
        "ReviseProposal" => Deeds.Pair(
            new ReviseProposalRequest
            {
                RequestId = Deeds.NewId(),
                Number = await DraftedAsync(cancel),
                KnownRevision = 1,
                Content = Draft().Content,
            },
            one => one.Content.Reason += ", again"),
        "SubmitProposal" => Deeds.Pair(
            new SubmitProposalRequest
            {
                RequestId = Deeds.NewId(),
                Number = await DraftedAsync(cancel),
                KnownRevision = 1,
            },
            one => one.KnownRevision = 9),
        "ApproveProposal" => Deeds.Pair(
            new ApproveProposalRequest
            {
                RequestId = Deeds.NewId(),
                Number = await SubmittedAsync(cancel),
                KnownRevision = 2,
            },
            one => one.KnownRevision = 9),
        "RejectProposal" => Deeds.Pair(
            new RejectProposalRequest
            {
                RequestId = Deeds.NewId(),
                Number = await SubmittedAsync(cancel),
                KnownRevision = 2,
                Reason = "The figures are old",
            },
            one => one.Reason += ", again"),
        "WithdrawProposal" => Deeds.Pair(
            new WithdrawProposalRequest
            {
                RequestId = Deeds.NewId(),
                Number = await DraftedAsync(cancel),
                KnownRevision = 1,
                Reason = "Overtaken by events",
            },
            one => one.Reason += ", again"),
        _ => throw new InvalidOperationException($"{rpc.FullName} has a request_id and no example here."),
    };

    private static DraftProposalRequest Draft() => new()
    {
        RequestId = Deeds.NewId(),
        Content = new ProposalContent
        {
            Title = "Base duty on magnets to 9 %",
            Reason = "Imports below cost have doubled",
            LegalBase = "Decision of the members",
            EffectiveOn = "2040-01-01",
            Additions =
            {
                new Measure
                {
                    Type = MeasureType.Base,
                    GoodsCode = "85051110",
                    Origin = "ALL",
                    ExcludedOrigins = { "CLUB" },
                    Expression = "9 %",
                },
            },
        },
    };

    private async Task<int> DraftedAsync(CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var drafted = await officer.CallAsync(
            options => officer.Proposals.DraftProposalAsync(Draft(), options), cancel: cancel);
        return drafted.Proposal.Number;
    }

    private async Task<int> SubmittedAsync(CancellationToken cancel)
    {
        var number = await DraftedAsync(cancel);
        using var officer = club.SignedInAs("secretariat");
        var request = new SubmitProposalRequest { RequestId = Deeds.NewId(), Number = number, KnownRevision = 1 };
        await officer.CallAsync(options => officer.Proposals.SubmitProposalAsync(request, options), cancel: cancel);
        return number;
    }
}
