using System.Security.Cryptography;

namespace CrmClub.Journal.Tests;

/// <summary>The definition of section 2.1.1, word for word, against which the tree is held.</summary>
internal static class Rfc9162
{
    public static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 0)
        {
            return SHA256.HashData([]);
        }

        if (leaves.Length == 1)
        {
            return leaves[0];
        }

        var k = 1;
        while (k * 2 < leaves.Length)
        {
            k *= 2;
        }

        return SHA256.HashData([0x01, .. Root(leaves[..k]), .. Root(leaves[k..])]);
    }
}
