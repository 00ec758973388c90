using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace CrmClub.Contracts.Json;

/// <summary>Which JSON values stand for which scalar fields (proto3 JSON mapping).</summary>
internal static class ScalarJson
{
    /// <summary>True where a token of that type, with that text, can be read into the field.</summary>
    public static bool Fits(FieldDescriptor field, JsonTokenType type, string text) => field.FieldType switch
    {
        FieldType.String => type is JsonTokenType.String,
        FieldType.Bool => type is JsonTokenType.True or JsonTokenType.False,
        FieldType.Bytes => type is JsonTokenType.String && IsBase64(text),
        FieldType.Enum => IsEnum(field.EnumType, type, text),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 =>
            IsNumber(type) && int.TryParse(text, Sign, Culture, out _),
        FieldType.UInt32 or FieldType.Fixed32 =>
            IsNumber(type) && uint.TryParse(text, NumberStyles.None, Culture, out _),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 =>
            IsNumber(type) && long.TryParse(text, Sign, Culture, out _),
        FieldType.UInt64 or FieldType.Fixed64 =>
            IsNumber(type) && ulong.TryParse(text, NumberStyles.None, Culture, out _),
        FieldType.Double or FieldType.Float =>
            IsNumber(type) && double.TryParse(text, NumberStyles.Float, Culture, out _),
        FieldType.Message => type is JsonTokenType.String && IsWellKnown(field.MessageType, text),
        _ => false,
    };

    /// <summary>What would be accepted, in words.</summary>
    public static string Accepted(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => "a string",
        FieldType.Bool => "true or false",
        FieldType.Bytes => "a string in Base64",
        FieldType.Enum => "one of " + string.Join(", ", field.EnumType.Values.Select(v => v.Name)),
        FieldType.Double or FieldType.Float => "a number",
        FieldType.Message when field.MessageType.Name == "Timestamp" => "an instant such as \"2026-11-25T08:30:00Z\"",
        FieldType.Message => $"a {field.MessageType.Name} as a string",
        FieldType.UInt32 or FieldType.UInt64 or FieldType.Fixed32 or FieldType.Fixed64 =>
            "a whole number, not negative",
        _ => "a whole number",
    };

    private const NumberStyles Sign = NumberStyles.AllowLeadingSign;

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    private static bool IsNumber(JsonTokenType type) => type is JsonTokenType.Number or JsonTokenType.String;

    private static bool IsBase64(string text) => Base64.IsValid(text) || Base64Url.IsValid(text);

    private static bool IsEnum(EnumDescriptor type, JsonTokenType token, string text) => token switch
    {
        JsonTokenType.String => type.FindValueByName(text) is not null,
        JsonTokenType.Number =>
            int.TryParse(text, Sign, Culture, out var number) && type.FindValueByNumber(number) is not null,
        _ => false,
    };

    private static bool IsWellKnown(MessageDescriptor message, string text) => message.Name != "Timestamp"
        || DateTimeOffset.TryParse(text, Culture, DateTimeStyles.AssumeUniversal, out _);
}
