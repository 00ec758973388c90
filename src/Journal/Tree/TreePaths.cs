using CrmClub.Contracts.Signing;

namespace CrmClub.Journal;

/// <summary>Which subtrees a proof names (RFC 9162, section 2.1); what their hashes are, the caller says.</summary>
internal static class TreePaths
{
    /// <summary>Hash of the subtree of some leaves from an index on.</summary>
    public delegate byte[] RootOf(long from, long size);

    /// <summary>Section 2.1.3.1, of the leaf at a place from 1 on.</summary>
    public static List<byte[]> Inclusion(long seq, long size, RootOf root)
    {
        var path = new List<byte[]>();
        Include(seq - 1, 0, size, root, path);
        return path;
    }

    /// <summary>Section 2.1.4.1.</summary>
    public static List<byte[]> Consistency(long formerSize, long size, RootOf root)
    {
        var path = new List<byte[]>();
        Extend(formerSize, 0, size, whole: true, root, path);
        return path;
    }

    private static void Include(long place, long from, long size, RootOf root, List<byte[]> path)
    {
        if (size == 1)
            return;
        var left = MerkleProofs.Left(size);
        if (place < left)
        {
            Include(place, from, left, root, path);
            path.Add(root(from + left, size - left));
        }
        else
        {
            Include(place - left, from + left, size - left, root, path);
            path.Add(root(from, left));
        }
    }

    private static void Extend(long former, long from, long size, bool whole, RootOf root, List<byte[]> path)
    {
        if (former == size)
        {
            if (!whole)
                path.Add(root(from, size));
            return;
        }

        var left = MerkleProofs.Left(size);
        if (former <= left)
        {
            Extend(former, from, left, whole, root, path);
            path.Add(root(from + left, size - left));
        }
        else
        {
            Extend(former - left, from + left, size - left, whole: false, root, path);
            path.Add(root(from, left));
        }
    }
}
