using System.Security.Cryptography;
using CrmClub.Contracts.Signing;

namespace CrmClub.Journal;

/// <summary>
/// A growing Merkle tree of SHA-256 (RFC 9162, section 2.1): it keeps only the roots of its full subtrees, largest
/// first, so that a leaf costs two hashes on average and the root as many as the size has binary ones.
/// </summary>
public sealed class MerkleTree
{
    /// <summary>Leaves of the subtrees whose hashes are kept for inclusion proofs.</summary>
    public const int NodeLeaves = 256;

    private const int NodeHeight = 8;

    private readonly List<(int Height, byte[] Hash)> _peaks = [];

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>The leaf of an entry: SHA-256(0x00 || canonical bytes).</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> canonical)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0x00]);
        hash.AppendData(canonical);
        return hash.GetHashAndReset();
    }

    /// <summary>Adds a leaf.</summary>
    /// <returns>The hash of the full subtree of <see cref="NodeLeaves"/> that it completes, else null.</returns>
    public byte[]? Append(byte[] leaf)
    {
        Size++;
        return Push(0, leaf);
    }

    /// <summary>Adds a full subtree of <see cref="NodeLeaves"/>, where the size is a multiple of that.</summary>
    public void AppendNode(byte[] hash)
    {
        if (Size % NodeLeaves != 0)
        {
            throw new InvalidOperationException($"No place for a subtree after leaf {Size}.");
        }

        Size += NodeLeaves;
        Push(NodeHeight, hash);
    }

    /// <summary>The Merkle tree hash of all leaves; of none, the hash of nothing.</summary>
    public byte[] Root()
    {
        if (_peaks.Count == 0)
        {
            return SHA256.HashData([]);
        }

        var root = _peaks[^1].Hash;
        for (var i = _peaks.Count - 2; i >= 0; i--)
        {
            root = MerkleProofs.Parent(_peaks[i].Hash, root);
        }

        return root;
    }

    private byte[]? Push(int height, byte[] hash)
    {
        byte[]? node = null;
        while (_peaks.Count > 0 && _peaks[^1].Height == height)
        {
            hash = MerkleProofs.Parent(_peaks[^1].Hash, hash);
            _peaks.RemoveAt(_peaks.Count - 1);
            height++;
            node = height == NodeHeight ? hash : node;
        }

        _peaks.Add((height, hash));
        return node;
    }
}
