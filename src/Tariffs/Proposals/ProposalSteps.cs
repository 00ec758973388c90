using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Changes;
using Google.Protobuf;

namespace CrmClub.Tariffs.Proposals;

/// <summary>A proposal in a step: taken as the caller knows it, recorded as it stands after.</summary>
internal static class ProposalSteps
{
    private const string SubjectPrefix = "proposal ";

    /// <summary>The proposal as the caller knows it, if it is in one of these states.</summary>
    /// <exception cref="ClubException">There is none, it has changed since, or its state forbids the step.</exception>
    public static async Task<Proposal> TakeAsync(
        this ChangeStep step, int number, int knownRevision, params ProposalState[] states)
    {
        var proposal = await ProposalRows.FindAsync(step.Work.Transaction.Connection!, number, step.Work.Cancel)
            ?? throw new ClubException(ErrorReason.NotFound, $"There is no proposal {number}.");
        if (proposal.Revision != knownRevision)
            throw new ClubException(
                ErrorReason.ConcurrentChange,
                $"Proposal {number} is {proposal.State} at revision {proposal.Revision}: read it again.");
        if (!states.Contains(proposal.State))
            throw new ClubException(
                ErrorReason.StateForbids,
                $"Proposal {number} is {proposal.State}; this is done while it is {string.Join(" or ", states)}.");
        return proposal;
    }

    /// <summary>Writes the next revision with the entry that tells of it.</summary>
    /// <returns>The entry's id.</returns>
    public static async Task<long> RecordAsync(
        this ChangeStep step, Proposal proposal, DateOnly? effectiveDay, Func<Proposal, IMessage> happened)
    {
        proposal.Revision++;
        proposal.RecordedAt = step.Now;
        var entry = await step.Work.Transaction.AppendAsync(
            new NewEntry(step.Work.Caller.Id, Subject(proposal.Number), effectiveDay, happened(proposal)),
            step.Work.Cancel);
        await ProposalRows.AddAsync(step.Work.Transaction, entry, proposal, step.Work.Cancel);
        return entry;
    }

    /// <summary>The same for a step that has no event of its own.</summary>
    public static Task RecordAsync(this ChangeStep step, Proposal proposal) =>
        step.RecordAsync(proposal, null, next => new ProposalRecorded { Proposal = next });

    /// <summary>What names a proposal for ever.</summary>
    public static string Subject(int number) => string.Create(CultureInfo.InvariantCulture, $"{SubjectPrefix}{number}");

    /// <summary>Number of the proposal that a subject names; 0 where it names none.</summary>
    public static int NumberOf(string subject) =>
        subject.StartsWith(SubjectPrefix, StringComparison.Ordinal)
        && int.TryParse(subject[SubjectPrefix.Length..], CultureInfo.InvariantCulture, out var number) ? number : 0;
}
