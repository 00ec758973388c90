using CrmClub.Contracts.Signing;
using CrmClub.Tariffs.Changes;
using System.Security.Cryptography;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Storage;
using Google.Protobuf;

namespace CrmClub.Tariffs.Proposals;

/// <summary>
/// Makes what was adopted the next version: on the newest one, whichever it was when it was proposed, so that of any
/// day the newest version that covers it says what all of them decided.
/// </summary>
internal sealed class PublishProposal(ChangeDesk desk)
{
    public Task<PublishProposalResponse> RunAsync(
        PublishProposalRequest request, Caller caller, CancellationToken cancel) =>
        desk.RunAsync(request, caller, async step =>
        {
            var faults = step.Work.Faults;
            var wanted = faults.Day("effective_on", "", request.EffectiveOn, required: false);
            faults.ThrowIfAny();
            var proposal = await step.TakeAsync(request.Number, request.KnownRevision, ProposalState.Adopted);
            var from = FirstDay(proposal.Content, wanted, step.Today, faults);
            var verdict = ProposalRules.Judge(proposal.Content, from, step.Book, step.Today, faults);
            faults.ThrowIfAny();

            var version = await PublishAsync(proposal, verdict.Candidate!, step);
            return new PublishProposalResponse { Proposal = proposal, Version = version };
        }, cancel);

    /// <summary>Makes the tariff as it would be the next version; an adopted proposal is published by that.</summary>
    public static async Task<TariffVersion> PublishAsync(Proposal proposal, Candidate candidate, ChangeStep step)
    {
        var number = step.Book.NewestFirst[0].Version.Number + 1;
        var body = candidate.Document.ToByteArray();
        var version = new TariffVersion
        {
            Number = number,
            Hash = Convert.ToHexStringLower(SHA256.HashData(body)),
            Title = candidate.Document.Title,
            ValidFrom = Wire.Day(candidate.From),
            PublishedAt = step.Now,
            Measures = candidate.Document.Measures.Count,
        };
        version.Signature = TariffSignatures.Sign(version, step.Key.Key);
        if (proposal.State == ProposalState.Adopted)
            (proposal.State, proposal.Version) = (ProposalState.Published, number);
        var entry = await step.RecordAsync(
            proposal, candidate.From, next => new TariffVersionPublished { Version = version, Proposal = next });
        await TariffsWriter.AddAsync(step.Work.Transaction, entry, version, body, step.Work.Cancel);
        return version;
    }

    private static DateOnly FirstDay(ProposalContent content, DateOnly? wanted, DateOnly today, Violations faults)
    {
        var own = Wire.ParseDay(content.EffectiveOn);
        var corrects = content.Cause.Length > 0;
        if (wanted < own || (corrects && wanted is not null && wanted != own))
            faults.Add("effective_on", "", "EFFECTIVE_DAY", Wire.Day(wanted.Value),
                corrects ? content.EffectiveOn : $"{content.EffectiveOn} or later",
                "The members adopted it for another day.");
        return wanted ?? (corrects || own > today ? own : today);
    }
}
