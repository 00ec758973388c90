using System.Text;
using System.Text.Json;
using CrmClub.Contracts.Common.V1;
using Google.Protobuf.Reflection;

namespace CrmClub.Contracts.Json;

/// <summary>One walk through one document.</summary>
internal ref struct JsonCheck(ReadOnlySpan<byte> utf8, int firstLine)
{
    /// <summary>Rule that a field breaks which there is not.</summary>
    public const string UnknownField = "UNKNOWN_FIELD";

    private const int ValueLengthMax = 100;

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private readonly List<Violation> _violations = [];

    private Utf8JsonReader _reader = new(utf8, new JsonReaderOptions { MaxDepth = StrictJson.DepthMax });

    public readonly IReadOnlyList<Violation> Violations => _violations;

    public void Document(MessageDescriptor message)
    {
        var invalid = Utf8Text.FirstInvalid(_utf8);
        if (invalid >= 0)
        {
            Add("", "JSON_UTF8", "", "text in UTF-8", "These bytes are no UTF-8.", invalid);
            return;
        }
        try
        {
            _reader.Read();
            if (_reader.TokenType != JsonTokenType.StartObject) WrongType("", message.Name + " as an object");
            else Object(message, "");
            while (_reader.Read()) _reader.Skip();
        }
        catch (JsonException e)
        {
            var at = Place.Offset(_utf8, e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            var opens = at < _utf8.Length && _utf8[at] is (byte)'[' or (byte)'{';
            // The reader still stands on the last level that it may enter, which it counts from 0 on.
            var deep = opens && _reader.CurrentDepth >= StrictJson.DepthMax - 1;
            var limit = $"at most {StrictJson.DepthMax} levels";
            if (deep) Add("", "JSON_DEPTH", "", limit, "It is nested too deeply.", at);
            else Add("", "JSON_MALFORMED", "", "well-formed JSON", Sentence(e), at);
        }
    }

    /// <summary>The reader stands on the object's start, and leaves it on its end.</summary>
    private void Object(MessageDescriptor message, string path)
    {
        var seen = new HashSet<int>();
        var oneofs = new Dictionary<OneofDescriptor, string>();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text();
            var at = (int)_reader.TokenStartIndex;
            var field = name is null ? null : Find(message, name);
            if (field is null)
            {
                Unknown(message, path, name ?? "", at);
                Skip();
                continue;
            }
            var inner = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (!seen.Add(field.FieldNumber))
                Add(inner, "DUPLICATE_FIELD", name!, "each field once", $"\"{name}\" is given twice.", at);
            _reader.Read();
            if (_reader.TokenType == JsonTokenType.Null) continue;
            if (field.RealContainingOneof is { } oneof && !oneofs.TryAdd(oneof, name!) && oneofs[oneof] != name)
            {
                var text = $"\"{name}\" and \"{oneofs[oneof]}\" exclude each other.";
                Add(inner, "ONE_OF", name!, "one of them", text, at);
            }
            Field(field, inner);
        }
    }

    private void Field(FieldDescriptor field, string path)
    {
        if (field.IsMap) Map(field, path);
        else if (field.IsRepeated) Array(field, path);
        else Value(field, path);
    }

    private void Map(FieldDescriptor field, string path)
    {
        if (!Is(JsonTokenType.StartObject, path, "an object")) return;
        var value = field.MessageType.FindFieldByNumber(2);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text();
            _reader.Read();
            Value(value, $"{path}[\"{key}\"]");
        }
    }

    private void Array(FieldDescriptor field, string path)
    {
        if (!Is(JsonTokenType.StartArray, path, "an array")) return;
        for (var i = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; i++)
            Value(field, $"{path}[{i}]");
    }

    private void Value(FieldDescriptor field, string path)
    {
        if (field.FieldType == FieldType.Message && !WellKnown.Is(field.MessageType))
        {
            if (Is(JsonTokenType.StartObject, path, "an object")) Object(field.MessageType, path);
            return;
        }
        if (field.FieldType == FieldType.Message && WellKnown.IsFree(field.MessageType))
        {
            _reader.Skip();
            return;
        }
        var accepted = ScalarJson.Accepted(field);
        if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
            || Raw() is not { } raw || !ScalarJson.Fits(field, _reader.TokenType, raw))
            WrongType(path, accepted);
    }

    private static FieldDescriptor? Find(MessageDescriptor message, string name)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            if (field.JsonName == name || field.Name == name) return field;
        }
        return null;
    }

    private readonly void Unknown(MessageDescriptor message, string path, string name, int at)
    {
        var names = message.Fields.InDeclarationOrder().Select(f => f.JsonName).ToList();
        var nearest = Spelling.Nearest(name, names);
        var hint = nearest is null ? "." : $"; did you mean \"{nearest}\"?";
        var text = $"\"{name}\" is no field of {message.Name}{hint}";
        var field = path.Length == 0 ? name : $"{path}.{name}";
        Add(field, UnknownField, name, string.Join(", ", names), text, at);
    }

    private bool Is(JsonTokenType type, string path, string accepted)
    {
        if (_reader.TokenType == type) return true;
        WrongType(path, accepted);
        return false;
    }

    /// <summary>Notes that the value does not fit, and passes over it.</summary>
    private void WrongType(string path, string accepted)
    {
        var at = (int)_reader.TokenStartIndex;
        var value = _reader.TokenType switch
        {
            JsonTokenType.StartObject => "{…}",
            JsonTokenType.StartArray => "[…]",
            _ => Raw() ?? "",
        };
        var place = path.Length == 0 ? "the document" : path;
        Add(path, "WRONG_TYPE", value, accepted, $"{place} must be {accepted}.", at);
        _reader.Skip();
    }

    private void Skip()
    {
        _reader.Read();
        _reader.Skip();
    }

    /// <summary>The token's text, null where an escape in it is no character.</summary>
    private readonly string? Text()
    {
        try
        {
            return _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private readonly string? Raw() =>
        _reader.TokenType is JsonTokenType.String ? Text() : Encoding.UTF8.GetString(_reader.ValueSpan);

    private readonly void Add(string field, string rule, string value, string accepted, string message, int at)
    {
        if (_violations.Count >= StrictJson.ViolationsMax) return;
        var (line, column) = Place.LineAndColumn(_utf8, at);
        _violations.Add(new Violation
        {
            Field = field,
            Rule = rule,
            Value = value.Length > ValueLengthMax ? value[..ValueLengthMax] : value,
            Accepted = accepted,
            Message = $"Line {line + firstLine}, column {column + 1}: {message}",
        });
    }

    private static string Sentence(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }
}
