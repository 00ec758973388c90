using CsCheck;

namespace CrmClub.Journal.Tests;

public sealed class MerkleTreeTests
{
    // The vectors of the Certificate Transparency reference implementation.
    private static readonly string[] Inputs =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Root_OfReferenceVectors_IsTheirs()
    {
        var tree = new MerkleTree();
        Assert.Equal(Roots[0], Convert.ToHexStringLower(tree.Root()));
        for (var i = 0; i < Inputs.Length; i++)
        {
            tree.Append(MerkleTree.Leaf(Convert.FromHexString(Inputs[i])));
            Assert.Equal(Roots[i + 1], Convert.ToHexStringLower(tree.Root()));
        }
    }

    [Fact]
    public void Root_OfAnySize_IsThatOfTheDefinition() => Gen.Int[0, 1100].Sample(size =>
    {
        var leaves = Leaves(size);
        var tree = new MerkleTree();
        foreach (var leaf in leaves)
        {
            tree.Append(leaf);
        }

        return tree.Size == size && tree.Root().AsSpan().SequenceEqual(Rfc9162.Root(leaves));
    }, iter: 200, print: size => $"{size}");

    [Fact]
    public void AppendNode_OfKeptSubtrees_GivesTheSameRoot()
    {
        var leaves = Leaves((3 * MerkleTree.NodeLeaves) + 17);
        var grown = new MerkleTree();
        var nodes = leaves.Select(grown.Append).OfType<byte[]>().ToList();
        var rebuilt = new MerkleTree();
        nodes.ForEach(rebuilt.AppendNode);
        foreach (var leaf in leaves[(3 * MerkleTree.NodeLeaves)..])
        {
            rebuilt.Append(leaf);
        }

        Assert.Equal(3, nodes.Count);
        Assert.Equal(grown.Size, rebuilt.Size);
        Assert.Equal(grown.Root(), rebuilt.Root());
        Assert.Throws<InvalidOperationException>(() => rebuilt.AppendNode(nodes[0]));
    }

    private static byte[][] Leaves(int count) =>
        [.. Enumerable.Range(0, count).Select(i => MerkleTree.Leaf(BitConverter.GetBytes(i)))];
}
