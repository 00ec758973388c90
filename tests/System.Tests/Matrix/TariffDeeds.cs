using CrmClub.Contracts.Identifiers;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Testing.Clubs;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CrmClub.System.Tests.Matrix;

/// <summary>Sound deeds of the service on the tariff: proposals for a day on which no other test declares.</summary>
internal sealed class TariffDeeds(ClubUnderTest club)
{
    private static readonly IReadOnlyList<string> Origins =
        [.. Countries.All.Keys.Order(StringComparer.Ordinal)];

    private static int _drafts;

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
        "PutProposalToVote" => Deeds.Pair(
            new PutProposalToVoteRequest
            {
                RequestId = Deeds.NewId(),
                Number = (await ApprovedAsync(cancel)).Number,
                KnownRevision = 3,
            },
            one => one.Deadline = "2040-01-01"),
        "PublishProposal" => Deeds.Pair(await PublicationAsync(cancel), one => one.EffectiveOn = "2040-02-01"),
        "ReverseProposal" => Deeds.Pair(
            new ReverseProposalRequest
            {
                RequestId = Deeds.NewId(),
                Number = await PublishedAsync(cancel),
                Reason = "It did not help",
                EffectiveOn = "2041-01-01",
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
        "ChangeQuotaState" => Deeds.Pair(
            new ChangeQuotaStateRequest
            {
                RequestId = Deeds.NewId(),
                OrderNumber = "099999",
                State = QuotaState.Blocked,
                Reason = "Its volume is being corrected",
            },
            one => one.Reason += ", again"),
        "RecordRates" => Deeds.Pair(Rates("1.1"), one => one.Reason += ", again"),
        "ApproveRateCorrection" => Deeds.Pair(
            new ApproveRateCorrectionRequest { RequestId = Deeds.NewId(), Number = await CorrectionAsync(cancel) },
            one => one.Number += 1000),
        "RejectRateCorrection" => Deeds.Pair(
            new RejectRateCorrectionRequest
            {
                RequestId = Deeds.NewId(),
                Number = await CorrectionAsync(cancel),
                Reason = "Nobody published it",
            },
            one => one.Reason += ", again"),
        "CommentProposal" => Deeds.Pair(await CommentAsync(cancel), one => one.Text += ", again"),
        "SimulateProposal" => Deeds.Pair(
            new SimulateProposalRequest
            {
                RequestId = Deeds.NewId(),
                Number = await DraftedAsync(cancel),
                KnownRevision = 1,
                FromDay = "2040-01-01",
                ToDay = "2040-01-02",
            },
            one => one.ToDay = "2040-01-03"),
        "ResolveComment" => Deeds.Pair(await CommentedAsync(cancel), one => one.Comment = 9),
        _ => throw new InvalidOperationException($"{rpc.FullName} has a request_id and no example here."),
    };

    // Each of an origin of its own: what is published does not stand in the way of the next.
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
                    Origin = Origins[Interlocked.Increment(ref _drafts) % Origins.Count],
                    ExcludedOrigins = { "CLUB" },
                    Expression = "9 %",
                },
            },
        },
    };

    // A series of its own, by which no administration decides.
    private static RecordRatesRequest Rates(string rate, string? series = null) => new()
    {
        RequestId = Deeds.NewId(),
        Reason = "Test",
        Rates =
        {
            new ExchangeRate
            {
                Series = series ?? $"TEST-{Guid.NewGuid():N}",
                Base = "EUR",
                Quote = "USD",
                Rate = rate,
                ValidFrom = "2023-01-01",
                Source = "Test",
            },
        },
    };

    private async Task<int> CorrectionAsync(CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var first = Rates("1.1");
        foreach (var request in new[] { first, Rates("1.2", first.Rates[0].Series) })
        {
            var answer = await officer.CallAsync(
                options => officer.Rates.RecordRatesAsync(request, options), cancel: cancel);
            if (answer.Correction is { } correction)
                return correction.Number;
        }

        throw new InvalidOperationException("Another rate was taken for no correction.");
    }

    private async Task<int> DraftedAsync(CancellationToken cancel)
    {
        using var officer = club.SignedInAs("secretariat");
        var drafted = await officer.CallAsync(
            options => officer.Proposals.DraftProposalAsync(Draft(), options), cancel: cancel);
        return drafted.Proposal.Number;
    }

    private async Task<CommentProposalRequest> CommentAsync(CancellationToken cancel) => new()
    {
        RequestId = Deeds.NewId(),
        Number = await DraftedAsync(cancel),
        KnownRevision = 1,
        Place = "additions[0]",
        Text = "Do the figures bear this out?",
    };

    private async Task<ResolveCommentRequest> CommentedAsync(CancellationToken cancel)
    {
        var request = await CommentAsync(cancel);
        using var officer = club.SignedInAs("secretariat");
        await officer.CallAsync(options => officer.Proposals.CommentProposalAsync(request, options), cancel: cancel);
        return new ResolveCommentRequest { RequestId = Deeds.NewId(), Number = request.Number, Comment = 1 };
    }

    private async Task<Proposal> ApprovedAsync(CancellationToken cancel)
    {
        var number = await SubmittedAsync(cancel);
        using var approver = club.SignedInAs("approver");
        var request = new ApproveProposalRequest { RequestId = Deeds.NewId(), Number = number, KnownRevision = 2 };
        return (await approver.CallAsync(
            options => approver.Proposals.ApproveProposalAsync(request, options), cancel: cancel)).Proposal;
    }

    private async Task<PublishProposalRequest> PublicationAsync(CancellationToken cancel)
    {
        var adopted = await club.AdoptAsync(await ApprovedAsync(cancel), cancel);
        return new PublishProposalRequest
        {
            RequestId = Deeds.NewId(),
            Number = adopted.Number,
            KnownRevision = adopted.Revision,
        };
    }

    private async Task<int> PublishedAsync(CancellationToken cancel)
    {
        var request = await PublicationAsync(cancel);
        using var approver = club.SignedInAs("approver");
        await approver.CallAsync(
            options => approver.Proposals.PublishProposalAsync(request, options), cancel: cancel);
        return request.Number;
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
