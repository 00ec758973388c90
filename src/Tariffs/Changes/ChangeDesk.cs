using CrmClub.Journal;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Signing;
using CrmClub.Tariffs.Storage;
using CrmClub.Tariffs.Versions;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Tariffs.Changes;

/// <summary>A step of a change in work, on what holds at that moment and nobody changes meanwhile.</summary>
/// <param name="Work">Its transaction, who asks, where broken rules are noted.</param>
/// <param name="Book">Every version.</param>
/// <param name="Members">Membership, with its register of country groups.</param>
/// <param name="Today">Legal day of the secretariat.</param>
/// <param name="Now">When it is recorded.</param>
/// <param name="Key">By which a version is signed.</param>
internal sealed record ChangeStep(
    Work Work, TariffBook Book, MembershipView Members, DateOnly Today, Timestamp Now, SigningKey Key);

/// <summary>
/// Runs the steps of proposals and of corrections one after the other: they are few, and each depends on all before it.
/// </summary>
internal sealed class ChangeDesk(
    Mutations mutations, TariffState state, MembershipState members, TariffsRefresh refresh, SigningKey key,
    ClubTime clock, TimeProvider time)
{
    public async Task<TResponse> RunAsync<TResponse>(
        IMessage request, Caller caller, Func<ChangeStep, Task<TResponse>> work, CancellationToken cancel)
        where TResponse : class, IMessage<TResponse>, new()
    {
        var response = await mutations.RunAsync(
            request, caller, async one => await work(await BeginAsync(one)), cancel);
        await refresh.NowAsync(cancel);
        return response;
    }

    /// <summary>Takes a step that another service's entry asks for, in the transaction that takes the entry.</summary>
    public async Task WithinAsync(
        NpgsqlTransaction transaction, string producer, Func<ChangeStep, Task> work, CancellationToken cancel)
    {
        var caller = new Caller(producer, "", "", IsPerson: false, new HashSet<string>());
        await work(await BeginAsync(new Work(transaction, caller, new(), cancel)));
    }

    private async Task<ChangeStep> BeginAsync(Work work)
    {
        // Other replicas are told once this commits.
        await using var alone = new NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtext('tariff changes')), pg_notify($1, '')",
            work.Transaction.Connection,
            work.Transaction);
        alone.Parameters.Add(new() { Value = TariffsRefresh.Channel });
        await alone.ExecuteNonQueryAsync(work.Cancel);
        var book = await TariffsReader.BookAsync(work.Transaction.Connection!, state.Book, work.Cancel);
        return new ChangeStep(work, book, members.View, clock.Today(AskedVersion.ClubZone), time.RecordedNow(), key);
    }
}
