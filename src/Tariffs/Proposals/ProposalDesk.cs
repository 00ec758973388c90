using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.Tariffs.Storage;
using CrmClub.Tariffs.Versions;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Tariffs.Proposals;

/// <summary>A step of a proposal in work, on what holds at that moment and nobody changes meanwhile.</summary>
/// <param name="Work">Its transaction, who asks, where broken rules are noted.</param>
/// <param name="Book">Every version.</param>
/// <param name="Today">Legal day of the secretariat.</param>
/// <param name="Now">When it is recorded.</param>
internal sealed record ProposalStep(Work Work, TariffBook Book, DateOnly Today, Timestamp Now)
{
    /// <summary>The proposal as the caller knows it, if it is in one of these states.</summary>
    /// <exception cref="ClubException">There is none, it has changed since, or its state forbids the step.</exception>
    public async Task<Proposal> TakeAsync(int number, int knownRevision, params ProposalState[] states)
    {
        var proposal = await ProposalRows.FindAsync(Work.Transaction.Connection!, number, Work.Cancel)
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
    public async Task RecordAsync(Proposal proposal, Func<Proposal, IMessage> happened)
    {
        proposal.Revision++;
        proposal.RecordedAt = Now;
        var entry = await Work.Transaction.AppendAsync(
            new NewEntry(Work.Caller.Id, Subject(proposal.Number), null, happened(proposal)), Work.Cancel);
        await ProposalRows.AddAsync(Work.Transaction, entry, proposal, Work.Cancel);
    }

    /// <summary>The same for a step that has no event of its own.</summary>
    public Task RecordAsync(Proposal proposal) =>
        RecordAsync(proposal, next => new ProposalRecorded { Proposal = next });

    /// <summary>What names a proposal for ever.</summary>
    public static string Subject(int number) => $"proposal {number}";
}

/// <summary>Runs the steps of proposals one after the other: they are few, and each depends on all before it.</summary>
internal sealed class ProposalDesk(Mutations mutations, TariffState state, ClubTime clock, TimeProvider time)
{
    public Task<TResponse> RunAsync<TResponse>(
        IMessage request, Caller caller, Func<ProposalStep, Task<TResponse>> work, CancellationToken cancel)
        where TResponse : class, IMessage<TResponse>, new() =>
        mutations.RunAsync(request, caller, async one => await work(await BeginAsync(one)), cancel);

    private async Task<ProposalStep> BeginAsync(Work work)
    {
        await using var alone = new NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtext('proposals'))",
            work.Transaction.Connection,
            work.Transaction);
        await alone.ExecuteNonQueryAsync(work.Cancel);
        var book = await TariffsReader.BookAsync(work.Transaction.Connection!, state.Book, work.Cancel);
        return new ProposalStep(work, book, clock.Today(AskedVersion.ClubZone), time.RecordedNow());
    }
}
