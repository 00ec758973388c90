using CrmClub.Contracts.Signing;
using CrmClub.ServiceDefaults.Signing;
using System.Security.Cryptography;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Json;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Tariffs.Founding;

/// <summary>Takes the treaty's annexes on the tariff and the exchange rates over, once.</summary>
internal sealed class TariffsFounding(
    NpgsqlDataSource database,
    JournalSignal signal,
    IHostApplicationLifetime lifetime,
    ILogger<TariffsFounding> logger,
    FoundingDocuments documents,
    TariffsRefresh refresh,
    SigningKey key,
    TimeProvider time)
    : Journal.Founding(database, signal, lifetime, logger)
{
    private const string Actor = "club";
    private const int FirstVersion = 1;

    protected override async Task WriteAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var file = await documents.ReadAsync("tariff.json", cancel);
        var rates = await documents.ReadAsync("exchange-rates.csv", cancel);
        var prices = await documents.ReadAsync("reference-prices.csv", cancel);
        var document = StrictJson.Read<TariffDocument>(file.Bytes);
        documents.Move(document);
        var faults = TariffDocuments.Check(document);
        if (faults.Count > 0)
            throw new ClubException(ErrorReason.ValidationFailed, Sentence(faults), faults);

        var at = time.RecordedNow();
        var founded = new ClubFounded { DocumentHash = ByteString.CopyFrom(file.Hash) };
        await transaction.AppendAsync(
            new NewEntry(Actor, "club", Wire.ParseDay(documents.FoundingDay), founded), cancel);
        await PublishAsync(transaction, document, at, cancel);
        foreach (var set in FoundingRates.Read(rates.Bytes, prices.Bytes, document))
        {
            set.RecordedAt = at;
            var recorded = new ExchangeRatesRecorded { Set = set };
            var entry = await transaction.AppendAsync(
                new NewEntry(Actor, $"rates {set.Number}", null, recorded), cancel);
            await RateSetRows.AddAsync(transaction, entry, set, cancel);
        }
    }

    protected override Task LoadAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        refresh.NowAsync(cancel);

    private async Task PublishAsync(
        NpgsqlTransaction transaction, TariffDocument document, Timestamp at, CancellationToken cancel)
    {
        var body = document.ToByteArray();
        var version = new TariffVersion
        {
            Number = FirstVersion,
            Hash = Convert.ToHexStringLower(SHA256.HashData(body)),
            Title = document.Title,
            ValidFrom = documents.FoundingDay,
            PublishedAt = at,
            Measures = document.Measures.Count,
        };
        version.Signature = TariffSignatures.Sign(version, key.Key);
        var published = new TariffVersionPublished { Version = version };
        var entry = await transaction.AppendAsync(
            new NewEntry(Actor, $"tariff {version.Number}", Wire.ParseDay(version.ValidFrom), published), cancel);
        await TariffsWriter.AddAsync(transaction, entry, version, body, cancel);
    }

    private static string Sentence(IReadOnlyList<Violation> faults) =>
        "The tariff document is not sound. "
        + string.Join(" ", faults.Select(fault => $"{fault.Field}: {fault.Message}"));
}
