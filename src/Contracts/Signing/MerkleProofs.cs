using System.Numerics;
using System.Security.Cryptography;

namespace CrmClub.Contracts.Signing;

/// <summary>Proofs of a Merkle tree of SHA-256, checked without the tree (RFC 9162, section 2.1).</summary>
public static class MerkleProofs
{
    private const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>Hash of a node by those of its children: SHA-256(0x01 || left || right).</summary>
    public static byte[] Parent(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[1 + (2 * HashBytes)];
        both[0] = 0x01;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + HashBytes)..]);
        return SHA256.HashData(both);
    }

    /// <summary>Number of leaves left of where a tree of several leaves divides: the largest power of two below its
    /// size.</summary>
    public static long Left(long size) => 1L << BitOperations.Log2((ulong)size - 1);

    /// <summary>Whether a leaf stands at a place of the tree with that root (section 2.1.3.2).</summary>
    /// <param name="leaf">Hash of the leaf.</param>
    /// <param name="seq">Its place, from 1 on.</param>
    /// <param name="size">Number of leaves of the tree.</param>
    /// <param name="path">Hashes beside the way to the root, lowest first.</param>
    /// <param name="root">Merkle tree hash.</param>
    public static bool Includes(
        byte[] leaf, long seq, long size, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (seq < 1 || seq > size || path.Any(hash => hash.Length != HashBytes) || leaf.Length != HashBytes)
            return false;
        var (place, last, hash) = (seq - 1, size - 1, leaf);
        foreach (var beside in path)
        {
            if (last == 0)
                return false;
            if ((place & 1) == 1 || place == last)
            {
                hash = Parent(beside, hash);
                while ((place & 1) == 0 && place != 0)
                    (place, last) = (place >> 1, last >> 1);
            }
            else
            {
                hash = Parent(hash, beside);
            }

            (place, last) = (place >> 1, last >> 1);
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether a tree begins with all leaves of a former one (section 2.1.4.2).</summary>
    /// <param name="former">Root of the former tree, of <paramref name="formerSize"/> leaves, at least one.</param>
    /// <param name="formerSize">Its number of leaves.</param>
    /// <param name="root">Root of the tree.</param>
    /// <param name="size">Its number of leaves.</param>
    /// <param name="path">The proof.</param>
    public static bool Extends(
        byte[] former, long formerSize, byte[] root, long size, IReadOnlyList<byte[]> path)
    {
        if (formerSize < 1 || formerSize > size || path.Any(hash => hash.Length != HashBytes))
            return false;
        if (formerSize == size)
            return path.Count == 0 && former.AsSpan().SequenceEqual(root);
        IReadOnlyList<byte[]> all = BitOperations.IsPow2(formerSize) ? [former, .. path] : path;
        if (all.Count == 0)
            return false;
        var (place, last) = (formerSize - 1, size - 1);
        while ((place & 1) == 1)
            (place, last) = (place >> 1, last >> 1);
        var (old, grown) = (all[0], all[0]);
        foreach (var beside in all.Skip(1))
        {
            if (last == 0)
                return false;
            if ((place & 1) == 1 || place == last)
            {
                (old, grown) = (Parent(beside, old), Parent(beside, grown));
                while ((place & 1) == 0 && place != 0)
                    (place, last) = (place >> 1, last >> 1);
            }
            else
            {
                grown = Parent(grown, beside);
            }

            (place, last) = (place >> 1, last >> 1);
        }

        return last == 0 && former.AsSpan().SequenceEqual(old) && root.AsSpan().SequenceEqual(grown);
    }
}
