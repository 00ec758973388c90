using System.Runtime.CompilerServices;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Declarations.Simulation;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Declarations.Auditing;

/// <summary>Holds what simulations summed up against the entries that told it.</summary>
internal sealed class SimulationAudit : RowAudit
{
    protected override async IAsyncEnumerable<AuditedRow> StoredAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "SELECT entry_id, proposal, number, sums FROM simulation WHERE entry_id IS NOT NULL", connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            yield return new AuditedRow(
                "simulation", Key(rows.GetInt32(1), rows.GetInt32(2)), rows.GetInt64(0),
                Tally.From(rows.IsDBNull(3) ? null : rows.GetFieldValue<byte[]>(3)).ToTold());
    }

    protected override IEnumerable<AuditedRow> MadeBy(long entryId, string kind, byte[] body)
    {
        if (kind != SimulationDone.Descriptor.FullName)
            yield break;
        var done = SimulationDone.Parser.ParseFrom(body);
        yield return new AuditedRow("simulation", Key(done.Proposal, done.Number), entryId, done.Result);
    }

    private static string Key(int proposal, int number) => $"proposal={proposal} number={number}";
}
