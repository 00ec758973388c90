using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Declarations.Capacity;
using CrmClub.Declarations.Storage;
using CrmClub.Journal;
using CrmClub.Tariffs.Documents;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Declarations.Copies;

/// <summary>
/// The copy of Suppliers: certificates in every version, and how much of capacities is used. A certificate that changes
/// what counts leaves a reassessment to be done, in the same transaction.
/// </summary>
internal sealed class SuppliersCopy(NpgsqlDataSource database, CertificateHolder state, CapacityCopy capacity)
    : ICopy, IDisposable
{
    private static readonly MessageDescriptor[] Changes =
    [
        CertificateIssued.Descriptor, CertificateRevoked.Descriptor, CertificateSuspended.Descriptor,
        CertificateSuspensionLifted.Descriptor, CertificateSuperseded.Descriptor, CapacityUsed.Descriptor,
        ClaimsCounted.Descriptor,
    ];

    private readonly SemaphoreSlim _refreshing = new(1, 1);

    public string Producer => "suppliers";

    public Task LoadAsync(
        NpgsqlTransaction transaction, long seq, IReadOnlyList<Any> records, CancellationToken cancel) =>
        StoreAsync(transaction, [.. records.Select(Read).OfType<IMessage>()], cancel);

    public IEnumerable<JournalItem> Split(Entry entry)
    {
        if (Changes.FirstOrDefault(kind => kind.FullName == entry.Kind) is { } change)
            yield return new JournalItem(entry, 0, entry.Subject, change.Parser.ParseFrom(entry.Body));
    }

    public async Task ApplyAsync(
        NpgsqlTransaction transaction, IReadOnlyList<JournalItem> items, CancellationToken cancel)
    {
        await StoreAsync(transaction, [.. items.Select(item => item.Event)], cancel);
        await Approvals.KeepAsync(transaction, items.Select(item => item.Event), cancel);
    }

    public async Task RefreshAsync(CancellationToken cancel)
    {
        await _refreshing.WaitAsync(cancel);
        try
        {
            var changes = new List<(long, Certificate)>();
            await using var select = database.CreateCommand(
                "SELECT change, document FROM certificate_version WHERE change > $1 ORDER BY change");
            select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = state.View.Change });
            await using var rows = await select.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
                changes.Add((rows.GetInt64(0), Certificate.Parser.ParseFrom(rows.GetFieldValue<byte[]>(1))));
            state.Replace(state.View.With(changes));
        }
        finally
        {
            _refreshing.Release();
        }

        await capacity.RefreshAsync(cancel);
    }

    public void Dispose() => _refreshing.Dispose();

    private static IMessage? Read(Any record) => record.Is(Certificate.Descriptor) ? record.Unpack<Certificate>()
        : record.Is(CapacityUsed.Descriptor) ? record.Unpack<CapacityUsed>()
        : record.Is(ClaimsCounted.Descriptor) ? record.Unpack<ClaimsCounted>() : null;

    private static async Task StoreAsync(
        NpgsqlTransaction transaction, IReadOnlyList<IMessage> told, CancellationToken cancel)
    {
        var used = told.Where(one => one is CapacityUsed or ClaimsCounted).ToList();
        if (used.Count > 0)
            await CapacityCopy.StoreAsync(transaction, used, cancel);
        if (used.Count < told.Count)
            await StoreAsync(transaction, told.Except(used).Select(CertificateOf).ToArray(), cancel);
    }

    private static Certificate CertificateOf(IMessage happened) => happened switch
    {
        Certificate certificate => certificate,
        CertificateIssued issued => issued.Certificate,
        CertificateRevoked revoked => revoked.Certificate,
        CertificateSuspended suspended => suspended.Certificate,
        CertificateSuspensionLifted lifted => lifted.Certificate,
        CertificateSuperseded superseded => superseded.Certificate,
        _ => throw new InvalidOperationException($"{happened.Descriptor.FullName} is no change of a certificate."),
    };

    private static async Task StoreAsync(
        NpgsqlTransaction transaction, Certificate[] certificates, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        // Waits for the groups that decided on the older state, and lets none begin until this commits: after it, the
        // reassessment's scan finds every declaration that relied on what is changed here.
        batch.BatchCommands.Add(CopyLock.Exclusive());
        var store = new NpgsqlBatchCommand(
            """
            WITH stored AS (
              INSERT INTO certificate_version (number, version, document)
              SELECT number, version, document
              FROM unnest($1, $2, $3) WITH ORDINALITY AS new (number, version, document, place) ORDER BY place
              ON CONFLICT (number, version) DO NOTHING
              RETURNING number, version)
            INSERT INTO reassessment (certificate, version, effective_day, recorded_at)
            SELECT number, version, effective_day, clock_timestamp()
            FROM stored JOIN unnest($1, $2, $4) AS new (number, version, effective_day) USING (number, version)
            WHERE effective_day IS NOT NULL
            ON CONFLICT (certificate, version) DO NOTHING
            """);
        store.AddArray(certificates.Select(one => one.Number));
        store.AddArray(certificates.Select(one => one.Version));
        store.AddArray(certificates.Select(one => one.ToByteArray()));
        store.AddArray(certificates.Select(ChangedFrom));
        batch.BatchCommands.Add(store);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    // The first day on which a version says something else than the one before; none of the first.
    private static DateOnly? ChangedFrom(Certificate certificate) => certificate.State switch
    {
        CertificateState.Revoked => Wire.ParseDay(certificate.RevokedFrom),
        CertificateState.Superseded => Wire.ParseDay(certificate.SupersededFrom),
        CertificateState.Suspended => Wire.ParseDay(certificate.Suspensions[^1].From),
        CertificateState.Issued when certificate.Suspensions.Count > 0 =>
            Wire.ParseDay(certificate.Suspensions[^1].Until),
        _ => null,
    };
}
