using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Signing;
using Npgsql;

namespace CrmClub.Journal;

/// <summary>Proofs of this service's tree, from the stored leaves and the hashes of their full subtrees.</summary>
public sealed class TreeProofs(NpgsqlDataSource database)
{
    /// <summary>That an entry stands in the tree of the first <paramref name="size"/> entries.</summary>
    public async Task<InclusionProof> InclusionAsync(long seq, long size, CancellationToken cancel)
    {
        var tree = await ReadAsync(seq, size, cancel);
        return new InclusionProof
        {
            Seq = seq,
            Size = size,
            Path = { TreePaths.Inclusion(seq, size, tree.Root).Select(Convert.ToHexStringLower) },
        };
    }

    /// <summary>That the tree of the first <paramref name="size"/> entries begins with a former one.</summary>
    public async Task<IReadOnlyList<byte[]>> ConsistencyAsync(long formerSize, long size, CancellationToken cancel)
    {
        var tree = await ReadAsync(formerSize, size, cancel);
        return TreePaths.Consistency(formerSize, size, tree.Root);
    }

    // The leaves around one place and at the end; of all others the hash of their subtree is enough.
    private async Task<StoredTree> ReadAsync(long seq, long size, CancellationToken cancel)
    {
        var (around, end) = ((seq - 1) / MerkleTree.NodeLeaves, size / MerkleTree.NodeLeaves);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command("SELECT number, hash FROM tree_node WHERE number < $1", end),
                Command(
                    """
                    SELECT seq - 1, leaf FROM sealed WHERE seq BETWEEN $1 + 1 AND $1 + $4
                    UNION SELECT seq - 1, leaf FROM sealed WHERE seq BETWEEN $2 + 1 AND $3
                    """,
                    around * MerkleTree.NodeLeaves, end * MerkleTree.NodeLeaves, size, MerkleTree.NodeLeaves),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var nodes = await HashesAsync(rows, cancel);
        await rows.NextResultAsync(cancel);
        return new StoredTree(nodes, await HashesAsync(rows, cancel));
    }

    private static NpgsqlBatchCommand Command(string sql, params long[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
        return command;
    }

    private static async Task<Dictionary<long, byte[]>> HashesAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        var hashes = new Dictionary<long, byte[]>();
        while (await rows.ReadAsync(cancel))
            hashes.Add(rows.GetInt64(0), rows.GetFieldValue<byte[]>(1));
        return hashes;
    }

    private sealed record StoredTree(Dictionary<long, byte[]> Nodes, Dictionary<long, byte[]> Leaves)
    {
        public byte[] Root(long from, long size)
        {
            if (size == 1)
                return Leaves[from];
            if (size == MerkleTree.NodeLeaves)
                return Nodes[from / MerkleTree.NodeLeaves];
            var left = MerkleProofs.Left(size);
            return MerkleProofs.Parent(Root(from, left), Root(from + left, size - left));
        }
    }
}
