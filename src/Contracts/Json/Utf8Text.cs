using System.Buffers;
using System.Text;

namespace CrmClub.Contracts.Json;

internal static class Utf8Text
{
    /// <summary>Offset of the first byte that is no UTF-8, -1 where all are.</summary>
    public static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var at = 0;
        while (at < utf8.Length)
        {
            if (Rune.DecodeFromUtf8(utf8[at..], out _, out var consumed) != OperationStatus.Done) return at;
            at += consumed;
        }
        return -1;
    }
}
