using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CrmClub.Credentials;

/// <summary>
/// What W3C's Verifiable Credentials Data Model 2.0 asks of any credential's document. Contexts are not fetched: of a
/// context named by address, only that of the data model itself is known.
/// </summary>
public static partial class DataModel
{
    public const string Context = "https://www.w3.org/ns/credentials/v2";
    public const string Type = "VerifiableCredential";

    // Of which each must say what it is; of these, the second must say which.
    private static readonly string[] Typed =
        ["credentialStatus", "credentialSchema", "refreshService", "termsOfUse", "evidence", "proof"];

    private static readonly string[] Named = ["credentialSchema"];
    private static readonly string[] Texts = ["name", "description"];
    private static readonly string[] OfText = ["@value", "@language", "@direction"];

    /// <summary>What is wrong, each by its place; empty where nothing is.</summary>
    public static IReadOnlyList<string> Faults(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
            return ["The document is no object."];
        var faults = new List<string>();
        var terms = Terms.Of(document, faults);
        Types(document, terms, faults);
        Id(document, "id", faults);
        Issuer(document, faults);
        Subjects(document, faults);
        Validity(document, faults);
        foreach (var name in Typed)
            foreach (var one in Each(document, name))
                Part(name, one, terms, faults);
        Language(document, faults);
        return faults;
    }

    /// <summary>The values of a property that may have one or several.</summary>
    internal static IEnumerable<JsonElement> Each(JsonElement document, string name) =>
        !document.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray()
        : [value];

    internal static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    internal static DateTimeOffset? Instant(string? text) =>
        text is not null && Stamp().IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant
            : null;

    internal static bool IsUrl(string? text) =>
        text is not null && text.All(c => c > ' ') && Scheme().IsMatch(text)
        && Uri.TryCreate(text, UriKind.Absolute, out _);

    private static void Types(JsonElement document, Terms terms, List<string> faults)
    {
        var types = Each(document, "type").ToList();
        if (!types.Any(type => type.ValueKind == JsonValueKind.String && type.GetString() == Type))
            faults.Add($"type: does not say {Type}.");
        foreach (var type in types)
            terms.Check("type", type, faults);
    }

    private static void Id(JsonElement element, string place, List<string> faults)
    {
        if (element.TryGetProperty("id", out var id)
            && (id.ValueKind != JsonValueKind.String || !IsUrl(id.GetString())))
            faults.Add($"{place}: is not one URL.");
    }

    private static void Issuer(JsonElement document, List<string> faults)
    {
        if (!document.TryGetProperty("issuer", out var issuer))
            faults.Add("issuer: is missing.");
        else if (!IsUrl(issuer.ValueKind == JsonValueKind.String ? issuer.GetString() : Text(issuer, "id")))
            faults.Add("issuer: is named by no URL.");
        else if (issuer.ValueKind == JsonValueKind.Object)
            Language(issuer, faults, "issuer.");
    }

    private static void Subjects(JsonElement document, List<string> faults)
    {
        var subjects = Each(document, "credentialSubject").ToList();
        if (subjects.Count == 0)
            faults.Add("credentialSubject: is missing.");
        foreach (var subject in subjects)
        {
            if (subject.ValueKind != JsonValueKind.Object || !subject.EnumerateObject().Any())
                faults.Add("credentialSubject: claims nothing.");
            else
                Id(subject, "credentialSubject.id", faults);
        }
    }

    private static void Validity(JsonElement document, List<string> faults)
    {
        var instants = new List<DateTimeOffset>();
        foreach (var name in new[] { "validFrom", "validUntil" })
        {
            if (!document.TryGetProperty(name, out _))
                continue;
            if (Instant(Text(document, name)) is { } instant)
                instants.Add(instant);
            else
                faults.Add($"{name}: is no instant with a zone.");
        }

        if (instants is [var from, var until] && from > until)
            faults.Add("validUntil: lies before validFrom.");
    }

    private static void Part(string name, JsonElement part, Terms terms, List<string> faults)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{name}: is no object.");
            return;
        }

        var types = Each(part, "type").ToList();
        if (types.Count == 0)
            faults.Add($"{name}.type: is missing.");
        foreach (var type in types)
            terms.Check($"{name}.type", type, faults);
        Id(part, $"{name}.id", faults);
        if (Named.Contains(name) && !part.TryGetProperty("id", out _))
            faults.Add($"{name}.id: is missing.");
    }

    private static void Language(JsonElement element, List<string> faults, string place = "")
    {
        foreach (var name in Texts)
            foreach (var text in Each(element, name))
            {
                var isValue = text.ValueKind == JsonValueKind.Object && Text(text, "@value") is not null
                    && text.EnumerateObject().All(member => OfText.Contains(member.Name));
                if (text.ValueKind != JsonValueKind.String && !isValue)
                    faults.Add($"{place}{name}: is no text.");
            }
    }

    // XML Schema's dateTimeStamp.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Stamp();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*:.")]
    private static partial Regex Scheme();
}
