using System.Runtime.CompilerServices;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Journal;
using Npgsql;

namespace CrmClub.Tariffs.Storage;

/// <summary>Compares the tables with the entries that made them.</summary>
internal sealed class TariffsAudit : RowAudit
{
    protected override async IAsyncEnumerable<AuditedRow> StoredAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var stored in await TariffsReader.VersionsAsync(connection, cancel))
            yield return Row(stored.Entry, stored.Content.Version);
        foreach (var stored in await TariffsReader.RateSetsAsync(connection, cancel))
        {
            foreach (var row in Rows(stored.Entry, stored.Content.Set, stored.Content.Places))
                yield return row;
        }
    }

    protected override IEnumerable<AuditedRow> MadeBy(long entryId, string kind, byte[] body)
    {
        if (kind == TariffVersionPublished.Descriptor.FullName)
            return [Row(entryId, TariffVersionPublished.Parser.ParseFrom(body).Version)];
        if (kind == ExchangeRatesRecorded.Descriptor.FullName)
        {
            var set = ExchangeRatesRecorded.Parser.ParseFrom(body).Set;
            return Rows(entryId, set, Enumerable.Range(0, set.Rates.Count));
        }

        return [];
    }

    private static AuditedRow Row(long entry, TariffVersion version) =>
        new("tariff_version", $"number={version.Number}", entry, version);

    private static IEnumerable<AuditedRow> Rows(long entry, ExchangeRateSet set, IEnumerable<int> places)
    {
        var alone = new ExchangeRateSet { Number = set.Number, RecordedAt = set.RecordedAt };
        yield return new("exchange_rate_set", $"number={set.Number}", entry, alone);
        foreach (var (place, rate) in places.Zip(set.Rates))
            yield return new("exchange_rate", $"set_number={set.Number} place={place}", entry, rate);
    }
}
