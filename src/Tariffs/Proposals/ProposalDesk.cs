using System.Globalization;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Signing;
using CrmClub.Tariffs.Storage;
using CrmClub.Tariffs.Versions;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Tariffs.Proposals;

/// <summary>A step of a proposal in work, on what holds at that moment and nobody changes meanwhile.</summary>
/// <param name="Work">Its transaction, who asks, where broken rules are noted.</param>
/// <param name="Book">Every version.</param>
/// <param name="Members">Membership, with its register of country groups.</param>
/// <param name="Today">Legal day of the secretariat.</param>
/// <param name="Now">When it is recorded.</param>
/// <param name="Key">By which a version is signed.</param>
internal sealed record ProposalStep(
    Work Work, TariffBook Book, MembershipView Members, DateOnly Today, Timestamp Now, SigningKey Key)
{
    private const string SubjectPrefix = "proposal ";

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
    /// <returns>The entry's id.</returns>
    public async Task<long> RecordAsync(Proposal proposal, DateOnly? effectiveDay, Func<Proposal, IMessage> happened)
    {
        proposal.Revision++;
        proposal.RecordedAt = Now;
        var entry = await Work.Transaction.AppendAsync(
            new NewEntry(Work.Caller.Id, Subject(proposal.Number), effectiveDay, happened(proposal)), Work.Cancel);
        await ProposalRows.AddAsync(Work.Transaction, entry, proposal, Work.Cancel);
        return entry;
    }

    /// <summary>The same for a step that has no event of its own.</summary>
    public Task RecordAsync(Proposal proposal) =>
        RecordAsync(proposal, null, next => new ProposalRecorded { Proposal = next });

    /// <summary>What names a proposal for ever.</summary>
    public static string Subject(int number) => string.Create(CultureInfo.InvariantCulture, $"{SubjectPrefix}{number}");

    /// <summary>Number of the proposal that a subject names; 0 where it names none.</summary>
    public static int NumberOf(string subject) =>
        subject.StartsWith(SubjectPrefix, StringComparison.Ordinal)
        && int.TryParse(subject[SubjectPrefix.Length..], CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>Runs the steps of proposals one after the other: they are few, and each depends on all before it.</summary>
internal sealed class ProposalDesk(
    Mutations mutations, TariffState state, MembershipState members, TariffsRefresh refresh, SigningKey key,
    ClubTime clock, TimeProvider time)
{
    public async Task<TResponse> RunAsync<TResponse>(
        IMessage request, Caller caller, Func<ProposalStep, Task<TResponse>> work, CancellationToken cancel)
        where TResponse : class, IMessage<TResponse>, new()
    {
        var response = await mutations.RunAsync(
            request, caller, async one => await work(await BeginAsync(one)), cancel);
        await refresh.NowAsync(cancel);
        return response;
    }

    /// <summary>Takes a step that another service's entry asks for, in the transaction that takes the entry.</summary>
    public async Task WithinAsync(
        NpgsqlTransaction transaction, string producer, Func<ProposalStep, Task> work, CancellationToken cancel)
    {
        var caller = new Caller(producer, "", "", IsPerson: false, new HashSet<string>());
        await work(await BeginAsync(new Work(transaction, caller, new(), cancel)));
    }

    private async Task<ProposalStep> BeginAsync(Work work)
    {
        // Other replicas are told once this commits.
        await using var alone = new NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtext('proposals')), pg_notify($1, '')",
            work.Transaction.Connection,
            work.Transaction);
        alone.Parameters.Add(new() { Value = TariffsRefresh.Channel });
        await alone.ExecuteNonQueryAsync(work.Cancel);
        var book = await TariffsReader.BookAsync(work.Transaction.Connection!, state.Book, work.Cancel);
        return new ProposalStep(work, book, members.View, clock.Today(AskedVersion.ClubZone), time.RecordedNow(), key);
    }
}
