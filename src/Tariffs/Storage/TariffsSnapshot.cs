using System.Runtime.CompilerServices;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.Tariffs.Proposals;
using CrmClub.Tariffs.Quotas;
using CrmClub.Tariffs.Simulations;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Tariffs.Storage;

/// <summary>The present state for those who begin to copy it; they fetch documents by their hash.</summary>
internal sealed class TariffsSnapshot : ISnapshotSource
{
    public async IAsyncEnumerable<IMessage> ReadAsync(
        NpgsqlTransaction transaction, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var stored in await TariffsReader.VersionsAsync(transaction.Connection!, 0, cancel))
            yield return stored.Content.Version;
        foreach (var stored in await RateSetRows.AfterAsync(transaction.Connection!, 0, cancel))
            yield return stored.Content.Set;
        var connection = transaction.Connection!;
        foreach (var account in (await QuotaRows.AccountsAsync(connection, null, cancel)).Values)
            yield return account;
        foreach (var state in (await QuotaRows.StatesAsync(connection, cancel)).Values)
            yield return state;
        foreach (var simulation in await SimulationRows.OpenAsync(connection, cancel))
            yield return new SimulationRecorded { Simulation = simulation };
        foreach (var proposal in await ProposalRows.ListAsync(
            connection, ProposalState.Voting, int.MaxValue, int.MaxValue, cancel))
            yield return PutProposalToVote.Event(proposal);
    }
}
