using CrmClub.Testing;
using Npgsql;

namespace CrmClub.Storage;

/// <summary>
/// The baseline: a kilobyte and two unique numbers a row, 500 rows a statement, one outbox row a group. No decision, no
/// check for repeats, no history.
/// </summary>
internal sealed class BareStore : IAsyncDisposable
{
    public const int GroupRows = 500;

    private const int RowBytes = 1024;
    private const int OutboxBytes = 350;

    private readonly NpgsqlDataSource _database;
    private readonly byte[][] _documents = [.. Enumerable.Range(0, GroupRows).Select(_ => new byte[RowBytes])];

    private BareStore(TestDatabase where)
    {
        _database = NpgsqlDataSource.Create(where.Superuser);
        foreach (var document in _documents) Random.Shared.NextBytes(document);
    }

    public static async Task<BareStore> StartAsync(PostgresServer postgres) =>
        new(await postgres.CreateAsync("bare", """
            CREATE TABLE kept (id uuid PRIMARY KEY, request_id uuid NOT NULL UNIQUE, document bytea NOT NULL);
            CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL);
            """));

    public async Task StoreGroupAsync()
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        var rows = new NpgsqlBatchCommand(
            "INSERT INTO kept SELECT * FROM unnest($1, $2, $3) ON CONFLICT (request_id) DO NOTHING");
        rows.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = Ids(Guid.CreateVersion7) });
        rows.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = Ids(Guid.NewGuid) });
        rows.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = _documents });
        batch.BatchCommands.Add(rows);
        var outbox = new NpgsqlBatchCommand("INSERT INTO outbox (body) VALUES ($1)");
        outbox.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = new byte[OutboxBytes] });
        batch.BatchCommands.Add(outbox);
        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static Guid[] Ids(Func<Guid> next) => [.. Enumerable.Range(0, GroupRows).Select(_ => next())];
}
