using System.Globalization;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Tariffs.Rates;

/// <summary>Sets with who recorded them, newest first.</summary>
internal sealed class ListRateSets(NpgsqlDataSource database)
{
    public async Task<ListRateSetsResponse> RunAsync(ListRateSetsRequest request, CancellationToken cancel)
    {
        var faults = new Violations();
        var page = Page.Read(request, faults);
        faults.ThrowIfAny();

        var before = int.TryParse(page.After, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
        await using var command = database.CreateCommand(
            """
            SELECT s.number, s.recorded_at, j.actor,
              (SELECT count(*)::int FROM exchange_rate WHERE set_number = s.number),
              (SELECT count(*)::int FROM reference_price WHERE set_number = s.number),
              coalesce((SELECT number FROM rate_correction WHERE entry_id = s.entry_id), 0)
            FROM exchange_rate_set s JOIN journal j ON j.id = s.entry_id
            WHERE s.number < $1 ORDER BY s.number DESC LIMIT $2
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = before });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = page.Size + 1 });
        var read = new List<RecordedRateSet>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            read.Add(new RecordedRateSet
            {
                Number = rows.GetInt32(0),
                RecordedAt = rows.GetDateTime(1).ToTimestamp(),
                RecordedBy = rows.GetString(2),
                Rates = rows.GetInt32(3),
                Prices = rows.GetInt32(4),
                Correction = rows.GetInt32(5),
            });
        }

        var (sets, next) = page.Cut(read, one => one.Number.ToString(CultureInfo.InvariantCulture));
        return new ListRateSetsResponse { Sets = { sets }, NextPageToken = next };
    }
}
