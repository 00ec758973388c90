using CrmClub.Journal;
using CrmClub.Membership.Changes;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Membership.Storage;

/// <summary>A change in work: on what holds at that moment, which nobody changes meanwhile.</summary>
/// <param name="Work">Its transaction, who asks, where broken rules are noted.</param>
/// <param name="Book">What holds.</param>
/// <param name="Today">Legal day of the secretariat.</param>
/// <param name="Now">When it is recorded.</param>
/// <param name="Reports">What proves that an applicant's system works with the club.</param>
internal sealed record Deed(Work Work, Book Book, DateOnly Today, Timestamp Now, ConformanceEvidence Reports)
{
    /// <summary>Writes what happened: its entry, and the rows that the entry makes.</summary>
    public async Task RecordAsync(string subject, DateOnly? effectiveDay, IMessage happened)
    {
        var entry = await Work.Transaction.AppendAsync(
            new NewEntry(Work.Caller.Id, subject, effectiveDay, happened), Work.Cancel);
        await MembershipWriter.AddAsync(Work.Transaction, MembershipRow.MadeBy(entry, happened), Work.Cancel);
    }
}

/// <summary>Runs changes one after the other: they are few, and each depends on all before it.</summary>
internal sealed class Deeds(
    NpgsqlDataSource database,
    Mutations mutations,
    JournalSignal signal,
    MembershipRefresh refresh,
    ClubTime clock,
    TimeProvider time,
    ConformanceEvidence reports)
{
    private static readonly Caller Club = new("club", "", "", IsPerson: false, new HashSet<string>());

    /// <summary>Runs a request once per `request_id`.</summary>
    public async Task<TResponse> RunAsync<TResponse>(
        IMessage request, Caller caller, Func<Deed, Task<TResponse>> work, CancellationToken cancel)
        where TResponse : class, IMessage<TResponse>, new()
    {
        var response = await mutations.RunAsync(
            request, caller, async one => await work(await BeginAsync(one)), cancel);
        await refresh.NowAsync(cancel);
        return response;
    }

    /// <summary>Runs what a rule does by itself.</summary>
    public async Task RunAsync(Func<Deed, Task> work, CancellationToken cancel)
    {
        await using (var connection = await database.OpenConnectionAsync(cancel))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await work(await BeginAsync(new Work(transaction, Club, new(), cancel)));
            await transaction.CommitAsync(cancel);
        }

        signal.Raise();
        await refresh.NowAsync(cancel);
    }

    /// <summary>Runs what another service's entry asks for, in the transaction that takes the entry.</summary>
    public async Task WithinAsync(
        NpgsqlTransaction transaction, string producer, Func<Deed, Task> work, CancellationToken cancel)
    {
        var caller = new Caller(producer, "", "", IsPerson: false, new HashSet<string>());
        await work(await BeginAsync(new Work(transaction, caller, new(), cancel)));
    }

    private async Task<Deed> BeginAsync(Work work)
    {
        // Other replicas are told once this commits.
        await using var alone = new NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtext('membership')), pg_notify($1, '')",
            work.Transaction.Connection,
            work.Transaction);
        alone.Parameters.Add(new() { Value = MembershipRefresh.Channel });
        await alone.ExecuteNonQueryAsync(work.Cancel);
        var book = await MembershipReader.BookAsync(work.Transaction.Connection!, work.Cancel);
        return new Deed(work, book, clock.Today(LegalDays.ClubZone), time.RecordedNow(), reports);
    }
}
