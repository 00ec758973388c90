using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Declarations.Conformance;

/// <summary>A run that is worked on, which no other call of its system changes meanwhile.</summary>
internal sealed record OpenRun(
    Guid Id, string Administration, DateTime StartedAt, List<RunCall> Calls, NpgsqlTransaction Transaction);

/// <summary>Keeps the runs of applicants' systems. Of each system the newest one counts.</summary>
internal sealed class Runs(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly Dictionary<string, MessageParser> Requests = new()
    {
        ["SubmitDeclaration"] = SubmitDeclarationRequest.Parser,
        ["SubmitDeclarations"] = SubmitDeclarationRequest.Parser,
        ["GetDeclaration"] = GetDeclarationRequest.Parser,
        ["ListDeclarations"] = ListDeclarationsRequest.Parser,
    };

    /// <summary>Works on the newest run, and commits.</summary>
    /// <exception cref="ClubException">STATE_FORBIDS where there is none.</exception>
    public async Task<T> WithNewestAsync<T>(string client, Func<OpenRun, Task<T>> work, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await LockAsync(transaction, client, cancel);
        var run = await NewestAsync(transaction, client, cancel) ?? throw new ClubException(
            ErrorReason.StateForbids, "The system has no conformance run: start one, or try with validate_only.");
        var result = await work(run);
        await transaction.CommitAsync(cancel);
        return result;
    }

    /// <summary>The newest run as it is now, null where there is none.</summary>
    public async Task<OpenRun?> FindNewestAsync(string client, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        return await NewestAsync(transaction, client, cancel);
    }

    /// <summary>Begins a run; one without a call is taken on, so that starting twice starts once.</summary>
    public async Task<OpenRun> StartAsync(string client, string administration, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await LockAsync(transaction, client, cancel);
        if (await NewestAsync(transaction, client, cancel) is { Calls.Count: 0 } unused
            && unused.Administration == administration)
            return unused;
        var run = new OpenRun(
            Guid.CreateVersion7(), administration, time.GetUtcNow().UtcDateTime, [], transaction);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO conformance_run (id, client, administration, started_at) VALUES ($1, $2, $3, $4)",
            connection,
            transaction);
        insert.Parameters.Add(new() { Value = run.Id });
        insert.Parameters.Add(new() { Value = client });
        insert.Parameters.Add(new() { Value = administration });
        insert.Parameters.Add(new() { Value = run.StartedAt });
        await insert.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return run;
    }

    public async Task AddAsync(OpenRun run, RunCall call, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO conformance_call (run, place, rpc, request, outcome, rules, answer, called_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            run.Transaction.Connection,
            run.Transaction);
        insert.Parameters.Add(new() { Value = run.Id });
        insert.Parameters.Add(new() { Value = call.Place });
        insert.Parameters.Add(new() { Value = call.Rpc });
        insert.Parameters.Add(new() { Value = call.Request.ToByteArray() });
        insert.Parameters.Add(new() { Value = call.Outcome });
        insert.Parameters.Add(new() { Value = call.Rules.ToArray() });
        insert.Parameters.Add(new()
        {
            Value = (object?)call.Answer?.ToByteArray() ?? DBNull.Value,
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea,
        });
        insert.Parameters.Add(new() { Value = time.GetUtcNow().UtcDateTime });
        await insert.ExecuteNonQueryAsync(cancel);
        run.Calls.Add(call);
    }

    private static async Task LockAsync(NpgsqlTransaction transaction, string client, CancellationToken cancel)
    {
        await using var alone = new NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", transaction.Connection, transaction);
        alone.Parameters.Add(new() { Value = $"conformance {client}" });
        await alone.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<OpenRun?> NewestAsync(
        NpgsqlTransaction transaction, string client, CancellationToken cancel)
    {
        OpenRun? run = null;
        await using (var select = new NpgsqlCommand(
            """
            SELECT id, administration, started_at FROM conformance_run WHERE client = $1 ORDER BY id DESC LIMIT 1
            """,
            transaction.Connection,
            transaction))
        {
            select.Parameters.Add(new() { Value = client });
            await using var rows = await select.ExecuteReaderAsync(cancel);
            if (await rows.ReadAsync(cancel))
                run = new(rows.GetGuid(0), rows.GetString(1), rows.GetDateTime(2), [], transaction);
        }

        if (run is not null)
            await ReadCallsAsync(run, cancel);
        return run;
    }

    private static async Task ReadCallsAsync(OpenRun run, CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            "SELECT place, rpc, request, outcome, rules, answer FROM conformance_call WHERE run = $1 ORDER BY place",
            run.Transaction.Connection,
            run.Transaction);
        select.Parameters.Add(new() { Value = run.Id });
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            run.Calls.Add(new RunCall(
                rows.GetInt32(0), rows.GetString(1),
                Requests[rows.GetString(1)].ParseFrom(rows.GetFieldValue<byte[]>(2)),
                rows.GetString(3), rows.GetFieldValue<string[]>(4),
                rows.IsDBNull(5) ? null : DeclarationAnswer.Parser.ParseFrom(rows.GetFieldValue<byte[]>(5))));
    }
}
