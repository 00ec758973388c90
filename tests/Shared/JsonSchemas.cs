using System.Text.Json;
using System.Text.RegularExpressions;

namespace CrmClub.Testing;

/// <summary>Holds documents against <c>docs/schemas</c>: knows the words of JSON Schema that these use.</summary>
public static class JsonSchemas
{
    private static readonly string[] Notes = ["$schema", "$comment", "$defs", "title", "description", "type", "format"];

    /// <summary>What in the document is not as the schema of that name says; empty where all is.</summary>
    public static IReadOnlyList<string> Faults(string schema, string document)
    {
        using var rules = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Checkout.Root, "docs", "schemas", $"{schema}.schema.json")));
        using var read = JsonDocument.Parse(document);
        var faults = new List<string>();
        Check(rules.RootElement, rules.RootElement, read.RootElement, "$", faults);
        return faults;
    }

    private static void Check(
        JsonElement root, JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        if (schema.TryGetProperty("type", out var type) && !IsOf(type, value))
        {
            faults.Add($"{at}: {value.ValueKind} is no {type}");
            return;
        }

        foreach (var word in schema.EnumerateObject())
        {
            switch (word.Name)
            {
                case "$ref":
                    var name = word.Value.GetString()!["#/$defs/".Length..];
                    Check(root, root.GetProperty("$defs").GetProperty(name), value, at, faults);
                    break;
                case "maxLength":
                    if (value.GetString()!.Length > word.Value.GetInt32()) faults.Add($"{at}: is too long");
                    break;
                case "minItems":
                    if (value.GetArrayLength() < word.Value.GetInt32()) faults.Add($"{at}: has too few");
                    break;
                case "enum":
                    if (!word.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
                        faults.Add($"{at}: {value} is none of {word.Value}");
                    break;
                case "pattern":
                    if (!Regex.IsMatch(value.GetString()!, word.Value.GetString()!))
                        faults.Add($"{at}: \"{value}\" is not like {word.Value}");
                    break;
                case "required":
                    faults.AddRange(word.Value.EnumerateArray().Select(one => one.GetString()!)
                        .Where(one => !value.TryGetProperty(one, out _)).Select(one => $"{at}: has no {one}"));
                    break;
                case "properties":
                    foreach (var member in value.EnumerateObject())
                    {
                        if (word.Value.TryGetProperty(member.Name, out var rule))
                            Check(root, rule, member.Value, $"{at}.{member.Name}", faults);
                        else
                            faults.Add($"{at}: has an unknown {member.Name}");
                    }
                    break;
                case "items":
                    foreach (var (item, i) in value.EnumerateArray().Select((item, i) => (item, i)))
                        Check(root, word.Value, item, $"{at}[{i}]", faults);
                    break;
                case "additionalProperties" when !word.Value.GetBoolean():
                    break;
                default:
                    if (!Notes.Contains(word.Name)) throw new NotSupportedException($"{at}: {word.Name}");
                    break;
            }
        }
    }

    private static bool IsOf(JsonElement types, JsonElement value) => types.ValueKind == JsonValueKind.Array
        ? types.EnumerateArray().Any(one => IsOf(one, value))
        : types.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            var other => throw new NotSupportedException(other),
        };
}
