using System.Text.Json;

namespace CrmClub.Credentials;

/// <summary>Which names a document's contexts give a meaning, as far as can be told without fetching any.</summary>
internal sealed class Terms
{
    private static readonly string[] OfDataModel =
    [
        "VerifiableCredential", "VerifiablePresentation", "EnvelopedVerifiableCredential", "JsonSchema",
        "JsonSchemaCredential", "BitstringStatusListCredential", "BitstringStatusList", "BitstringStatusListEntry",
        "DataIntegrityProof",
    ];

    private readonly Dictionary<string, JsonElement> _mapped = new(StringComparer.Ordinal);
    private readonly HashSet<string> _protected = new(StringComparer.Ordinal);

    // A context that is not known may give any name a meaning.
    private bool _open;

    public static Terms Of(JsonElement document, List<string> faults)
    {
        var terms = new Terms();
        var contexts = DataModel.Each(document, "@context").ToList();
        if (contexts is not [{ ValueKind: JsonValueKind.String } first, ..] || first.GetString() != DataModel.Context)
            faults.Add($"@context: does not begin with {DataModel.Context}.");
        foreach (var context in contexts)
            terms.Add(context, faults);
        return terms;
    }

    /// <summary>A type is a URL, or a name that means one.</summary>
    public void Check(string place, JsonElement type, List<string> faults)
    {
        if (type.ValueKind != JsonValueKind.String)
        {
            faults.Add($"{place}: is no text.");
            return;
        }

        var name = type.GetString()!;
        if (_mapped.TryGetValue(name, out var meaning))
        {
            var url = meaning.ValueKind == JsonValueKind.Object ? DataModel.Text(meaning, "@id")
                : meaning.ValueKind == JsonValueKind.String ? meaning.GetString() : null;
            if (!DataModel.IsUrl(url))
                faults.Add($"{place}: {name} means no URL.");
        }
        else if (!DataModel.IsUrl(name) && !OfDataModel.Contains(name) && !_open)
            faults.Add($"{place}: {name} is given no meaning by a context.");
    }

    private void Add(JsonElement context, List<string> faults)
    {
        if (context.ValueKind == JsonValueKind.String && DataModel.IsUrl(context.GetString()))
        {
            _open |= context.GetString() != DataModel.Context;
            return;
        }

        if (context.ValueKind != JsonValueKind.Object)
        {
            faults.Add("@context: is neither a URL nor an object.");
            return;
        }

        var protects = context.TryGetProperty("@protected", out var value) && value.ValueKind == JsonValueKind.True;
        foreach (var term in context.EnumerateObject())
        {
            if (term.Name == "@vocab")
                _open |= term.Value.ValueKind == JsonValueKind.String;
            if (term.Name.StartsWith('@'))
                continue;
            if (_protected.Contains(term.Name) && !JsonElement.DeepEquals(_mapped[term.Name], term.Value))
                faults.Add($"@context: gives {term.Name}, which is protected, another meaning.");
            _mapped[term.Name] = term.Value;
            if (protects)
                _protected.Add(term.Name);
        }
    }
}
