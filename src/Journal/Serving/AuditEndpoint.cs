using CrmClub.Contracts.Journal.V1;
using CrmClub.ServiceDefaults.Errors;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>The proof that this service's records are whole.</summary>
internal sealed class AuditEndpoint(
    NpgsqlDataSource database, IEnumerable<IRowAudit> rows, SignedHeads heads, TreeProofs proofs, EntryList entries)
    : AuditService.AuditServiceBase
{
    public override async Task<GetTreeHeadResponse> GetTreeHead(GetTreeHeadRequest request, ServerCallContext context)
    {
        await using var command = database.CreateCommand(
            """
            SELECT e.id::text, e.since, h.size, h.root, h.at, ARRAY (SELECT id::text FROM epoch ORDER BY since DESC)
            FROM (SELECT id, since FROM epoch ORDER BY since DESC LIMIT 1) e
            LEFT JOIN (SELECT size, root, at FROM tree_head ORDER BY size DESC LIMIT 1) h ON true
            """);
        await using var row = await command.ExecuteReaderAsync(context.CancellationToken);
        await row.ReadAsync(context.CancellationToken);
        var empty = row.IsDBNull(2);
        return new GetTreeHeadResponse
        {
            Epoch = row.GetString(0),
            Size = empty ? 0 : row.GetInt64(2),
            Root = ByteString.CopyFrom(empty ? new MerkleTree().Root() : row.GetFieldValue<byte[]>(3)),
            At = Timestamp.FromDateTime(row.GetFieldValue<DateTime>(empty ? 1 : 4)),
            Epochs = { row.GetFieldValue<string[]>(5) },
            Signed = (await heads.NewestAsync(context.CancellationToken))?.Jws ?? "",
        };
    }

    public override async Task<GetConsistencyProofResponse> GetConsistencyProof(
        GetConsistencyProofRequest request, ServerCallContext context)
    {
        var newest = (await heads.NewestAsync(context.CancellationToken))?.Head.Size ?? 0;
        var faults = new Violations();
        if (request.Size < 1 || request.Size > newest)
        {
            faults.Add("size", "", "RANGE", $"{request.Size}", $"from 1 to {newest}", "So many are not sealed.");
        }

        if (request.FormerSize < 1 || request.FormerSize > request.Size)
        {
            faults.Add("former_size", "", "RANGE", $"{request.FormerSize}", "from 1 to size", "It was no part of it.");
        }

        faults.ThrowIfAny();

        var path = await proofs.ConsistencyAsync(request.FormerSize, request.Size, context.CancellationToken);
        return new() { Path = { path.Select(Convert.ToHexStringLower) } };
    }

    public override Task<ListEntriesResponse> ListEntries(ListEntriesRequest request, ServerCallContext context) =>
        entries.ReadAsync(request, context.CancellationToken);

    public override async Task VerifyAudit(
        VerifyAuditRequest request, IServerStreamWriter<VerifyAuditResponse> answers, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var audit = new Audit(connection, rows);
        var result = await audit.RunAsync(
            n => answers.WriteAsync(
                new VerifyAuditResponse { Progress = new VerifyAuditProgress { EntriesChecked = n } }, cancel),
            cancel);
        await answers.WriteAsync(new VerifyAuditResponse { Result = result }, cancel);
    }
}
