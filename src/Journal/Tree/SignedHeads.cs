using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Signing;
using CrmClub.ServiceDefaults.Signing;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>A tree head and its compact JWS.</summary>
public sealed record SignedHead(TreeHead Head, string Jws);

/// <summary>
/// The newest tree head of this service, signed. It is signed when somebody asks and it has changed, at most once a
/// second: sealing waits for no signature.
/// </summary>
public sealed class SignedHeads(NpgsqlDataSource database, string service, SigningKey key, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _signing = new(1, 1);
    private SignedHead? _newest;
    private long _lookedAt;

    /// <summary>The newest, of a second ago at most; null while nothing is sealed.</summary>
    public async Task<SignedHead?> NewestAsync(CancellationToken cancel)
    {
        await _signing.WaitAsync(cancel);
        try
        {
            if (_lookedAt != 0 && time.GetElapsedTime(_lookedAt) < LookEvery)
                return _newest;
            var head = await ReadAsync(cancel);
            if (head is null || !head.Equals(_newest?.Head))
                _newest = head is null ? null : new SignedHead(head, TreeHeads.Sign(head, key.Key));
            _lookedAt = time.GetTimestamp();
            return _newest;
        }
        finally
        {
            _signing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signing.Dispose();

    private async Task<TreeHead?> ReadAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT (SELECT id::text FROM epoch ORDER BY since DESC LIMIT 1), size, root, at
            FROM tree_head ORDER BY size DESC LIMIT 1
            """);
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new TreeHead
            {
                Service = service,
                Epoch = row.GetString(0),
                Size = row.GetInt64(1),
                Root = Convert.ToHexStringLower(row.GetFieldValue<byte[]>(2)),
                At = Timestamp.FromDateTime(row.GetDateTime(3)),
            }
            : null;
    }
}
