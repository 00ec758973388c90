using CrmClub.Contracts.Signing;

namespace CrmClub.Journal.Tests;

public sealed class MerkleProofTests
{
    private const int SizeMax = 40;

    private static readonly byte[][] Leaves =
        [.. Enumerable.Range(0, SizeMax).Select(place => MerkleTree.Leaf([(byte)place]))];

    [Fact]
    public void Inclusion_OfEveryLeafOfEverySize_HoldsThereAndNowhereElse()
    {
        for (var size = 1; size <= SizeMax; size++)
        {
            for (var seq = 1; seq <= size; seq++)
            {
                var path = TreePaths.Inclusion(seq, size, RootOf);
                var root = RootOf(0, size);
                Assert.True(MerkleProofs.Includes(Leaves[seq - 1], seq, size, path, root));
                Assert.False(MerkleProofs.Includes(Leaves[seq % SizeMax], seq, size, path, root));
                Assert.False(MerkleProofs.Includes(Leaves[seq - 1], seq + 1, size, path, root));
                Assert.False(MerkleProofs.Includes(Leaves[seq - 1], seq, size, [.. path, root], root));
            }
        }
    }

    [Fact]
    public void Consistency_OfEveryFormerSize_HoldsForItsRootAlone()
    {
        for (var size = 1; size <= SizeMax; size++)
        {
            for (var former = 1; former <= size; former++)
            {
                var path = TreePaths.Consistency(former, size, RootOf);
                var root = RootOf(0, size);
                Assert.True(MerkleProofs.Extends(RootOf(0, former), former, root, size, path));
                Assert.False(MerkleProofs.Extends(MerkleTree.Leaf([255]), former, root, size, path));
                Assert.False(MerkleProofs.Extends(RootOf(0, former), former, MerkleTree.Leaf([255]), size, path));
            }
        }
    }

    private static byte[] RootOf(long from, long size) =>
        Rfc9162.Root(Leaves.AsSpan((int)from, (int)size));
}
