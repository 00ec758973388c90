using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine.Quotas;
using CrmClub.Tariffs.Simulations;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Tariffs.Quotas;

/// <summary>
/// What Declarations tells: of quotas what was drawn and given back, and which days have ended; how far simulations
/// have come. Each entry counts once, however often it comes.
/// </summary>
internal sealed class DeclarationsCopy : ICopy
{
    public string Producer => "declarations";

    public async Task LoadAsync(
        NpgsqlTransaction transaction, long seq, IReadOnlyList<Any> records, CancellationToken cancel)
    {
        await StoreAsync(transaction, [.. records.Where(one => one.Is(DecidedDeclaration.Descriptor))
            .SelectMany(one => one.Unpack<DecidedDeclaration>().Quotas)], cancel);
        foreach (var closed in records.Where(one => one.Is(DayClosed.Descriptor)))
            await StoreAsync(transaction, closed.Unpack<DayClosed>(), cancel);
        await SimulationOutcomes.TakeAsync(transaction, records.Where(one => one.Is(SimulationDone.Descriptor))
            .Select(one => one.Unpack<SimulationDone>()), cancel);
    }

    public IEnumerable<JournalItem> Split(Entry entry)
    {
        if (entry.Kind == DayClosed.Descriptor.FullName)
            yield return new JournalItem(entry, 0, entry.Subject, DayClosed.Parser.ParseFrom(entry.Body));
        if (SimulationOutcomes.Read(entry.Kind, entry.Body) is { } simulated)
            yield return new JournalItem(entry, 0, entry.Subject, simulated);
        if (entry.Kind != DeclarationsDecided.Descriptor.FullName)
            yield break;
        foreach (var (place, one) in DeclarationsDecided.Parser.ParseFrom(entry.Body).Declarations.Index())
        {
            if (one.Quotas.Count > 0)
                yield return new JournalItem(entry, place, one.Mrn, one);
        }
    }

    public async Task ApplyAsync(
        NpgsqlTransaction transaction, IReadOnlyList<JournalItem> items, CancellationToken cancel)
    {
        await StoreAsync(transaction, [.. items.Select(item => item.Event).OfType<DecidedDeclaration>()
            .SelectMany(one => one.Quotas)], cancel);
        // Behind what was drawn on that day.
        foreach (var closed in items.Select(item => item.Event).OfType<DayClosed>())
            await StoreAsync(transaction, closed, cancel);
        await SimulationOutcomes.TakeAsync(transaction, items.Select(item => item.Event), cancel);
    }

    public Task RefreshAsync(CancellationToken cancel) => Task.CompletedTask;

    private static async Task StoreAsync(NpgsqlTransaction transaction, DayClosed closed, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand(
            "INSERT INTO day_closed (day) VALUES ($1) ON CONFLICT DO NOTHING", transaction.Connection, transaction);
        insert.Parameters.Add(new() { Value = Wire.ParseDay(closed.Day) });
        await insert.ExecuteNonQueryAsync(cancel);
    }

    private static async Task StoreAsync(
        NpgsqlTransaction transaction, IReadOnlyCollection<QuotaEntry> entries, CancellationToken cancel)
    {
        if (entries.Count == 0)
            return;
        var fresh = await InsertAsync(transaction, entries, cancel);
        var drawn = entries.Where(one => one.Returns.Length == 0 && fresh.Contains(one.Id)).ToList();
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(Command(
            """
            INSERT INTO quota_drawing (id, order_number, acceptance_day, counts_as, requested)
            SELECT * FROM unnest($1, $2, $3, $4, $5)
            """,
            drawn.Select(one => one.Id).ToArray(),
            drawn.Select(one => one.OrderNumber).ToArray(),
            drawn.Select(one => Wire.ParseDay(one.AcceptanceDay)).ToArray(),
            drawn.Select(one => QuotaDays.CountsAs(Wire.ParseDay(one.AcceptanceDay))).ToArray(),
            drawn.Select(one => Wire.ParseDecimal(one.Quantity)).ToArray()));
        var back = entries.Where(one => one.Returns.Length > 0 && fresh.Contains(one.Id))
            .GroupBy(one => one.Returns, one => Wire.ParseDecimal(one.Quantity)).ToList();
        batch.BatchCommands.Add(Command(
            """
            UPDATE quota_drawing d SET requested = requested - quantity
            FROM unnest($1, $2) AS back (id, quantity) WHERE d.id = back.id
            """,
            back.Select(one => one.Key).ToArray(), back.Select(one => one.Sum()).ToArray()));
        await batch.ExecuteNonQueryAsync(cancel);
        if (batch.BatchCommands[1].RecordsAffected != back.Count)
            throw new InvalidOperationException("What is given back was never drawn.");
    }

    private static async Task<HashSet<string>> InsertAsync(
        NpgsqlTransaction transaction, IReadOnlyCollection<QuotaEntry> entries, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(Command(
            """
            INSERT INTO quota_entry (id, order_number, acceptance_day, quantity, returns)
            SELECT * FROM unnest($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id
            """,
            entries.Select(one => one.Id).ToArray(),
            entries.Select(one => one.OrderNumber).ToArray(),
            entries.Select(one => Wire.ParseDay(one.AcceptanceDay)).ToArray(),
            entries.Select(one => Wire.ParseDecimal(one.Quantity)).ToArray(),
            entries.Select(one => one.Returns).ToArray()));
        var fresh = new HashSet<string>();
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            fresh.Add(rows.GetString(0));
        return fresh;
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
