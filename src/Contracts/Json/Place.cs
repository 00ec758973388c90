using System.Text;

namespace CrmClub.Contracts.Json;

/// <summary>Where in a document something stands.</summary>
internal static class Place
{
    /// <summary>Offset in bytes of a place that is given as a line and a byte in it, both from 0 on.</summary>
    public static int Offset(ReadOnlySpan<byte> utf8, long line, long byteInLine)
    {
        var start = 0;
        for (; line > 0; line--) start += utf8[start..].IndexOf((byte)'\n') + 1;
        return (int)Math.Min(start + byteInLine, utf8.Length);
    }

    /// <summary>Line and character in it, both from 0 on.</summary>
    public static (int Line, int Column) LineAndColumn(ReadOnlySpan<byte> utf8, int offset)
    {
        var before = utf8[..Math.Min(offset, utf8.Length)];
        var line = before.Count((byte)'\n');
        var start = before.LastIndexOf((byte)'\n') + 1;
        return (line, Encoding.UTF8.GetCharCount(before[start..]));
    }
}
