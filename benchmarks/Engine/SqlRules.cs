using CrmClub.Tariffs.Engine;
using CrmClub.Testing;
using Npgsql;
using NpgsqlTypes;

namespace CrmClub.Engine;

/// <summary>The generated tariff in a table of PostgreSQL, and the whole rule in one prepared query an item.</summary>
internal sealed class SqlRules : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _query;
    private readonly IReadOnlyList<Consignment> _items;

    private SqlRules(PostgresServer server, NpgsqlConnection connection, IReadOnlyList<Consignment> items)
    {
        (_server, _connection, _items) = (server, connection, items);
        _query = new NpgsqlCommand(
            """
            SELECT round(coalesce(
                       max($3 * percent) FILTER (WHERE kind = 'certified'),
                       max(least(greatest($3 * percent, $4 * least_kg), $4 * most_kg)) FILTER (WHERE kind = 'base')), 2)
                 + round(greatest(0, max($4 * 0.97 * floor_kg) - $3), 2)
            FROM measure
            WHERE code = ANY($1) AND origin IN ('ALL', $2) AND NOT excluded @> ARRAY[$2]
              AND validity @> $5 AND (document IS NULL OR document = $6)
            """,
            connection)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { NpgsqlDbType = NpgsqlDbType.Text },
                new() { NpgsqlDbType = NpgsqlDbType.Numeric },
                new() { NpgsqlDbType = NpgsqlDbType.Numeric },
                new() { NpgsqlDbType = NpgsqlDbType.Date },
                new() { NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        _query.Prepare();
    }

    public static async Task<SqlRules> StartAsync(int measures, IReadOnlyList<Consignment> items)
    {
        var server = await PostgresServer.StartAsync();
        var database = await server.CreateAsync("rules", Table);
        var connection = new NpgsqlConnection(database.Superuser);
        await connection.OpenAsync();
        await using (var rows = await connection.BeginBinaryImportAsync("COPY measure FROM STDIN (FORMAT binary)"))
        {
            for (var line = 0; line < measures / GeneratedTariff.MeasuresPerLine; line++)
            {
                await RowAsync("base", line, GeneratedTariff.Rate(line), GeneratedTariff.Least(line),
                    GeneratedTariff.Most, null);
                await RowAsync("certified", line, 0.04m, null, null, null);
                await RowAsync("floor", line, null, null, null, 325);
            }

            await rows.CompleteAsync();

            async Task RowAsync(
                string kind, int line, decimal? percent, decimal? least, decimal? most, decimal? floor)
            {
                var isCertified = kind == "certified";
                await rows.StartRowAsync();
                await rows.WriteAsync(GeneratedTariff.Code(line), NpgsqlDbType.Text);
                await rows.WriteAsync(kind, NpgsqlDbType.Text);
                await rows.WriteAsync(CountryGroup.All, NpgsqlDbType.Text);
                await rows.WriteAsync<string[]>(isCertified ? ["CN"] : [], NpgsqlDbType.Array | NpgsqlDbType.Text);
                await rows.WriteAsync(
                    new NpgsqlRange<DateOnly>(GeneratedTariff.Valid.From, true, false, default, false, true),
                    NpgsqlDbType.DateRange);
                await (isCertified
                    ? rows.WriteAsync(DocumentCodes.Certificate, NpgsqlDbType.Text)
                    : rows.WriteNullAsync());
                foreach (var figure in new[] { percent, least, most, floor })
                    await (figure is { } given ? rows.WriteAsync(given, NpgsqlDbType.Numeric) : rows.WriteNullAsync());
            }
        }

        await using var analyze = new NpgsqlCommand("CREATE INDEX ON measure (code); ANALYZE measure", connection);
        await analyze.ExecuteNonQueryAsync();
        return new SqlRules(server, connection, items);
    }

    /// <summary>Decides every item once.</summary>
    public decimal Decide()
    {
        var sum = 0m;
        foreach (var item in _items)
        {
            string code = item.GoodsCode;
            _query.Parameters[0].Value = new[] { code[..2], code[..4], code[..6], code };
            _query.Parameters[1].Value = item.Origin;
            _query.Parameters[2].Value = item.CustomsValue;
            _query.Parameters[3].Value = item.NetMassKg;
            _query.Parameters[4].Value = item.AcceptanceDay;
            _query.Parameters[5].Value = item.Documents.Length > 0 ? item.Documents[0].Code : "";
            sum += (decimal)_query.ExecuteScalar()!;
        }

        return sum;
    }

    public async ValueTask DisposeAsync()
    {
        await _query.DisposeAsync();
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    private const string Table =
        """
        CREATE TABLE measure (
            code text NOT NULL, kind text NOT NULL, origin text NOT NULL, excluded text[] NOT NULL,
            validity daterange NOT NULL, document text,
            percent numeric, least_kg numeric, most_kg numeric, floor_kg numeric)
        """;
}
