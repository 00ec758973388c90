using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Declarations.Quotas;
using CrmClub.Declarations.Simulation;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Declarations.Copies;

/// <summary>
/// The copy of Tariffs: references of the versions and the sets of exchange rates. The documents themselves are fetched
/// by <see cref="TariffFetcher"/>. A version that can decide, and a set that corrects another, leave a reassessment to
/// be done, in the same transaction.
/// </summary>
internal sealed class TariffsCopy(NpgsqlDataSource database, TariffHolder holder) : ICopy, IDisposable
{
    private readonly SemaphoreSlim _refreshing = new(1, 1);

    public string Producer => "tariffs";

    public async Task LoadAsync(
        NpgsqlTransaction transaction, long seq, IReadOnlyList<Any> records, CancellationToken cancel)
    {
        foreach (var record in records)
        {
            if (record.TryUnpack<TariffVersion>(out var version))
                await StoreAsync(transaction, version, cancel);
            else if (record.TryUnpack<ExchangeRateSet>(out var set))
                await StoreAsync(transaction, set, cancel);
            else if (record.TryUnpack<QuotaAccount>(out var account))
                await QuotaCopy.StoreAsync(transaction, account, cancel);
            else if (record.TryUnpack<QuotaStateChanged>(out var state))
                await QuotaCopy.StoreAsync(transaction, state, cancel);
            else if (record.TryUnpack<SimulationRecorded>(out var simulation))
                await SimulationCopy.StoreAsync(transaction, simulation.Simulation, cancel);
        }
    }

    public IEnumerable<JournalItem> Split(Entry entry)
    {
        if (entry.Kind == TariffVersionPublished.Descriptor.FullName)
            yield return new JournalItem(entry, 0, entry.Subject, TariffVersionPublished.Parser.ParseFrom(entry.Body));
        else if (entry.Kind == ExchangeRatesRecorded.Descriptor.FullName)
            yield return new JournalItem(entry, 0, entry.Subject, ExchangeRatesRecorded.Parser.ParseFrom(entry.Body));
        else if (entry.Kind == QuotaAllocated.Descriptor.FullName)
            yield return new JournalItem(entry, 0, entry.Subject, QuotaAllocated.Parser.ParseFrom(entry.Body));
        else if (entry.Kind == QuotaStateChanged.Descriptor.FullName)
            yield return new JournalItem(entry, 0, entry.Subject, QuotaStateChanged.Parser.ParseFrom(entry.Body));
        else if (entry.Kind == SimulationRecorded.Descriptor.FullName)
            yield return new JournalItem(entry, 0, entry.Subject, SimulationRecorded.Parser.ParseFrom(entry.Body));
    }

    public async Task ApplyAsync(
        NpgsqlTransaction transaction, IReadOnlyList<JournalItem> items, CancellationToken cancel)
    {
        // As for certificates: groups that knew less commit before, and are found.
        await LockAsync(transaction, cancel);
        await Approvals.KeepAsync(transaction, items.Select(item => item.Event), cancel);
        foreach (var item in items)
        {
            if (item.Event is TariffVersionPublished published)
            {
                await StoreAsync(transaction, published.Version, cancel);
                await TariffChanges.LeaveAsync(transaction, published.Version, cancel);
            }
            else if (item.Event is ExchangeRatesRecorded recorded)
            {
                await StoreAsync(transaction, recorded.Set, cancel);
                await TariffChanges.LeaveAsync(transaction, recorded.Set.Number, cancel);
            }
            else if (item.Event is QuotaAllocated allocated)
            {
                await QuotaCopy.StoreAsync(transaction, allocated, cancel);
            }
            else if (item.Event is QuotaStateChanged state)
            {
                await QuotaCopy.StoreAsync(transaction, state, cancel);
            }
            else if (item.Event is SimulationRecorded simulated)
            {
                await SimulationCopy.StoreAsync(transaction, simulated.Simulation, cancel);
            }
        }
    }

    /// <summary>Stores the document of a version: from then on it decides.</summary>
    public async Task StoreAsync(TariffVersion version, byte[] document, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await LockAsync(transaction, cancel);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO tariff_document (hash, document) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING",
            connection,
            transaction);
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Convert.FromHexString(version.Hash) });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = document });
        await insert.ExecuteNonQueryAsync(cancel);
        await TariffChanges.LeaveAsync(transaction, version, cancel);
        await transaction.CommitAsync(cancel);
    }

    public async Task RefreshAsync(CancellationToken cancel)
    {
        await _refreshing.WaitAsync(cancel);
        try
        {
            holder.Replace(await ReadAsync(cancel));
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public void Dispose() => _refreshing.Dispose();

    private async Task<TariffView> ReadAsync(CancellationToken cancel)
    {
        var releases = new List<TariffRelease>();
        var missing = new List<TariffVersion>();
        var rates = new List<Tariffs.Engine.ExchangeRate>();
        var prices = new List<Tariffs.Engine.ReferencePrice>();
        var newestSet = 0;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT reference, document FROM tariff_version LEFT JOIN tariff_document USING (hash)"),
                new("SELECT document FROM rate_set"),
                new(QuotaCopy.AccountsSql),
                new(QuotaCopy.StatesSql),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var reference = TariffVersion.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0));
            if (await rows.IsDBNullAsync(1, cancel))
                missing.Add(reference);
            else if (holder.View.Version(reference.Number) is { } known)
                releases.Add(known);
            else
                releases.Add(Release(reference, rows.GetFieldValue<byte[]>(1)));
        }

        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var set = ExchangeRateSet.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0));
            newestSet = Math.Max(newestSet, set.Number);
            rates.AddRange(set.Rates.Select(rate => ExchangeRates.From(rate, set.Number)));
            prices.AddRange(set.Prices.Select(price => ExchangeRates.From(price, set.Number)));
        }

        var accounts = new List<QuotaAccount>();
        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel))
            accounts.Add(QuotaAccount.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)));
        var states = new List<QuotaStateChanged>();
        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel))
            states.Add(QuotaStateChanged.Parser.ParseFrom(rows.GetFieldValue<byte[]>(0)));
        return new TariffView(
            releases, missing, newestSet, new ExchangeRateTable(rates), new ReferencePriceTable(prices))
        {
            Quotas = new QuotaView(accounts, states),
        };
    }

    private static async Task LockAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(CopyLock.Exclusive());
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static TariffRelease Release(TariffVersion reference, byte[] document) => new(
        reference.Number,
        ByteString.CopyFrom(Convert.FromHexString(reference.Hash)),
        Wire.ParseDay(reference.ValidFrom),
        TariffSnapshot.Compile(TariffDocuments.ToTariff(TariffDocument.Parser.ParseFrom(document))));

    private static async Task StoreAsync(NpgsqlTransaction transaction, TariffVersion version, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand(
            "INSERT INTO tariff_version (number, hash, reference) VALUES ($1, $2, $3) ON CONFLICT (number) DO NOTHING",
            transaction.Connection,
            transaction);
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version.Number });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Convert.FromHexString(version.Hash) });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = version.ToByteArray() });
        await insert.ExecuteNonQueryAsync(cancel);
    }

    private static async Task StoreAsync(NpgsqlTransaction transaction, ExchangeRateSet set, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand(
            "INSERT INTO rate_set (number, document) VALUES ($1, $2) ON CONFLICT (number) DO NOTHING",
            transaction.Connection,
            transaction);
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = set.Number });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = set.ToByteArray() });
        await insert.ExecuteNonQueryAsync(cancel);
    }
}
