using System.Text;
using System.Text.Json;

namespace CrmClub.Cli;

/// <summary>On which line of a JSON document each field stands, by its path in the contracts' names.</summary>
internal sealed class JsonPlaces
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    public JsonPlaces(ReadOnlySpan<byte> utf8)
    {
        var text = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        var reader = new Utf8JsonReader(text);
        var line = 1;
        long counted = 0;
        reader.Read();
        Walk(ref reader, text, "", ref line, ref counted);
    }

    /// <summary>The line of the field, or of the nearest that contains it; null where none is known.</summary>
    public int? LineOf(string path)
    {
        for (var part = path; part.Length > 0; part = part[..Math.Max(part.LastIndexOfAny(['.', '[']), 0)])
        {
            if (_lines.TryGetValue(part, out var line)) return line;
        }
        return null;
    }

    private void Walk(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, string path, ref int line, ref long counted)
    {
        line += text[(int)counted..(int)reader.TokenStartIndex].Count((byte)'\n');
        counted = reader.TokenStartIndex;
        if (path.Length > 0) _lines.TryAdd(path, line);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(reader.GetString()!);
                reader.Read();
                Walk(ref reader, text, path.Length == 0 ? name : $"{path}.{name}", ref line, ref counted);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                Walk(ref reader, text, $"{path}[{i}]", ref line, ref counted);
        }
    }
}
