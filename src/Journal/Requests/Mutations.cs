using System.Security.Cryptography;
using System.Text;
using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using CrmClub.ServiceDefaults.Requests;
using Google.Protobuf;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>What a use case works with: its transaction, who asks, and where it notes broken rules.</summary>
public sealed record Work(NpgsqlTransaction Transaction, Caller Caller, Violations Faults, CancellationToken Cancel);

/// <summary>
/// Runs a change once per `request_id` of a caller: a repeat gets the first answer, the same id with other content is
/// refused. With `validate_only` everything is done and rolled back, so that the answer is the same and nothing stays.
/// The service's own schema has the table <c>request</c>.
/// </summary>
public sealed class Mutations(NpgsqlDataSource database, JournalSignal signal)
{
    private const string RequestIdField = "request_id";
    private const string ValidateOnlyField = "validate_only";

    /// <exception cref="ClubException">What the work refuses; VALIDATION_FAILED, REQUEST_ID_REUSED.</exception>
    public async Task<TResponse> RunAsync<TResponse>(
        IMessage request, Caller caller, Func<Work, Task<TResponse>> work, CancellationToken cancel)
        where TResponse : class, IMessage<TResponse>, new()
    {
        var fields = request.Descriptor.Fields;
        var faults = new Violations();
        var id = faults.RequestId((string)fields[RequestIdField].Accessor.GetValue(request));
        var validateOnly = (bool)fields[ValidateOnlyField].Accessor.GetValue(request);
        var hash = HashOf(request);

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (id != Guid.Empty && !validateOnly
            && await FirstAnswerAsync<TResponse>(transaction, caller.Id, id, hash, cancel) is { } first)
            return first;

        TResponse response;
        try
        {
            response = await work(new Work(transaction, caller, faults, cancel));
        }
        catch (PostgresException refusal) when (refusal.ConstraintName == "four_eyes")
        {
            throw new ClubException(ErrorReason.FourEyes, "Who prepared a change may not approve it.");
        }

        if (validateOnly)
            return response;
        await StoreAsync(transaction, caller.Id, id, hash, response, cancel);
        await transaction.CommitAsync(cancel);
        signal.Raise();
        return response;
    }

    // The kind of request is part of the content: one id is one deed.
    private static byte[] HashOf(IMessage request)
    {
        var content = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        request.Descriptor.Fields[RequestIdField].Accessor.Clear(content);
        return SHA256.HashData([.. Encoding.UTF8.GetBytes(request.Descriptor.FullName), .. content.ToByteArray()]);
    }

    private static async Task<TResponse?> FirstAnswerAsync<TResponse>(
        NpgsqlTransaction transaction, string client, Guid id, byte[] hash, CancellationToken cancel)
        where TResponse : class, IMessage<TResponse>, new()
    {
        // Two of the same at once: the second waits here until the first has its answer.
        await using (var alone = new NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", transaction.Connection, transaction))
        {
            alone.Parameters.Add(new() { Value = $"request {client} {id}" });
            await alone.ExecuteNonQueryAsync(cancel);
        }

        await using var select = new NpgsqlCommand(
            "SELECT hash, response FROM request WHERE client = $1 AND id = $2",
            transaction.Connection,
            transaction);
        select.Parameters.Add(new() { Value = client });
        select.Parameters.Add(new() { Value = id });
        await using var rows = await select.ExecuteReaderAsync(cancel);
        if (!await rows.ReadAsync(cancel))
            return null;
        if (!rows.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(hash))
        {
            throw new ClubException(
                ErrorReason.RequestIdReused, "This request_id was used before with other content.");
        }

        var response = new TResponse();
        response.MergeFrom(rows.GetFieldValue<byte[]>(1));
        return response;
    }

    private static async Task StoreAsync(
        NpgsqlTransaction transaction, string client, Guid id, byte[] hash, IMessage response, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand(
            "INSERT INTO request (client, id, hash, response) VALUES ($1, $2, $3, $4)",
            transaction.Connection,
            transaction);
        insert.Parameters.Add(new() { Value = client });
        insert.Parameters.Add(new() { Value = id });
        insert.Parameters.Add(new() { Value = hash });
        insert.Parameters.Add(new() { Value = response.ToByteArray() });
        await insert.ExecuteNonQueryAsync(cancel);
    }
}
