using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Changes;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Tariffs.Proposals;

/// <summary>Drafts the reverse of a published proposal: what it ended comes back, what it brought ends.</summary>
internal sealed class ReverseProposal(ChangeDesk desk)
{
    public Task<ReverseProposalResponse> RunAsync(
        ReverseProposalRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            var connection = step.Work.Transaction.Connection!;
            var published = await ProposalRows.FindAsync(connection, request.Number, cancel)
                ?? throw new ClubException(ErrorReason.NotFound, $"There is no proposal {request.Number}.");
            if (published.State != ProposalState.Published)
                throw new ClubException(
                    ErrorReason.StateForbids, $"Proposal {published.Number} is {published.State}: it changed nothing.");
            var content = ContentOf(published, request.Reason, request.EffectiveOn.Length > 0
                ? request.EffectiveOn : Wire.Day(step.Today.AddDays(ProposalRules.NoticeDaysMin)), step);
            var draft = new Proposal { Number = await ProposalRows.NextNumberAsync(connection, cancel) };
            var verdict = await DraftProposal.WriteAsync(draft, content, step, published.Number);
            return new ReverseProposalResponse { Proposal = draft, Check = verdict.Contract };
        }, cancel);

    /// <summary>What takes back all that a published proposal did, from a day on.</summary>
    public static ProposalContent ContentOf(Proposal published, string reason, string effectiveOn, ChangeStep step)
    {
        var done = AsPublished(published, step);
        var content = new ProposalContent
        {
            Title = $"Reverse of proposal {published.Number}: {published.Content.Title}",
            Reason = reason,
            LegalBase = published.Content.LegalBase,
            EffectiveOn = effectiveOn,
            Reverses = published.Number,
        };
        foreach (var brought in done.Brought)
        {
            if (brought.Amended is { } amended)
                content.Amendments.Add(
                    new MeasureAmendment { Id = brought.Measure.Id, Measure = AsNew(amended, brought.Measure.Id) });
            else
                content.Ends.Add(brought.Measure.Id);
        }

        var former = step.Book.NewestFirst.First(tariff => tariff.Version.Number < published.Version).Document;
        content.Groups.Add(former.Groups.Where(
            group => published.Content.Groups.Any(brought => brought.Id == group.Id)));
        var ended = done.Ended.Select(one => one.Measure)
            .Where(measure => done.Brought.All(one => one.Amended?.Id != measure.Id));
        content.Additions.Add(ended.Select(measure => AsNew(measure, "")));
        return content;
    }

    /// <summary>What it did, with the ids that were given then.</summary>
    private static Candidate AsPublished(Proposal published, ChangeStep step)
    {
        var version = step.Book.Version(published.Version)!;
        var former = step.Book.NewestFirst.Where(tariff => tariff.Version.Number < published.Version).ToList();
        var ids = former.SelectMany(tariff => tariff.Document.Measures.Select(measure => measure.Id)).ToHashSet();
        return Candidate.Of(
            published.Content, former[0].Document, Wire.ParseDay(version.Version.ValidFrom), ids, new Violations());
    }

    // From the reverse's own day on; as long as it would have lasted.
    private static Measure AsNew(Measure measure, string id) => new(measure) { Id = id, ValidFrom = "" };
}
