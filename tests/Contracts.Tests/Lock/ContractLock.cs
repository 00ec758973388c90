using Google.Api;
using Google.Protobuf.Reflection;

namespace CrmClub.Contracts.Tests.Lock;

/// <summary>
/// All that others rely on in the contracts, one line each: what is called how, its number, its type. The part before
/// the colon names the thing, the part after it says what is promised of it.
/// </summary>
internal static class ContractLock
{
    private const string Package = "crmclub.";

    /// <summary>The lines of the contracts as they are compiled, in a fixed order.</summary>
    public static IReadOnlyList<string> Current() =>
        [.. Files().SelectMany(Lines).Order(StringComparer.Ordinal)];

    /// <summary>What the lock promises and the contracts don't keep, as sentences.</summary>
    public static IReadOnlyList<string> Broken(IReadOnlyCollection<string> locked, IReadOnlyCollection<string> current)
    {
        var now = current.ToDictionary(Name);
        return
        [
            .. locked.Except(current).Select(line => now.TryGetValue(Name(line), out var other)
                ? $"changed: {line}  →  {other[(Name(line).Length + 2)..]}"
                : $"gone: {line}"),
        ];
    }

    private static string Name(string line) => line[..line.IndexOf(": ", StringComparison.Ordinal)];

    private static IEnumerable<FileDescriptor> Files() => typeof(Common.V1.ErrorReason).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>()
        .Where(file => file.Package.StartsWith(Package, StringComparison.Ordinal));

    private static IEnumerable<string> Lines(FileDescriptor file) =>
    [
        .. file.MessageTypes.SelectMany(Lines),
        .. file.EnumTypes.SelectMany(Lines),
        .. file.Services.SelectMany(service => service.Methods).Select(Line),
    ];

    private static IEnumerable<string> Lines(MessageDescriptor message) =>
    [
        .. message.Fields.InDeclarationOrder().Select(Line),
        .. message.NestedTypes.Where(nested => nested.GetOptions()?.MapEntry != true).SelectMany(Lines),
        .. message.EnumTypes.SelectMany(Lines),
    ];

    private static IEnumerable<string> Lines(EnumDescriptor type) => type.Values.Select(value =>
    {
        var code = value.GetOptions() is { } options
            && options.HasExtension(Common.V1.ErrorsExtensions.CanonicalCode)
            ? $" {options.GetExtension(Common.V1.ErrorsExtensions.CanonicalCode)}" : "";
        return $"enum {type.FullName} {value.Number}: {value.Name}{code}";
    });

    private static string Line(FieldDescriptor field)
    {
        var type = field.FieldType switch
        {
            FieldType.Message or FieldType.Group => field.MessageType.FullName,
            FieldType.Enum => field.EnumType.FullName,
            _ => field.FieldType.ToString().ToLowerInvariant(),
        };
        var many = field.IsRepeated ? "repeated " : field.HasPresence && field.FieldType != FieldType.Message
            ? "optional " : "";
        var one = field.RealContainingOneof is { } of ? $" in {of.Name}" : "";
        return $"field {field.ContainingType.FullName} {field.FieldNumber}: {many}{type} {field.JsonName}{one}";
    }

    private static string Line(MethodDescriptor method)
    {
        var input = $"{(method.IsClientStreaming ? "stream " : "")}{method.InputType.FullName}";
        var output = $"{(method.IsServerStreaming ? "stream " : "")}{method.OutputType.FullName}";
        var http = method.GetOptions() is { } options && options.HasExtension(AnnotationsExtensions.Http)
            ? $" {Route(options.GetExtension(AnnotationsExtensions.Http))}" : "";
        return $"rpc {method.Service.FullName}/{method.Name}: {input} → {output}{http}";
    }

    private static string Route(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => $"GET {rule.Get}",
        HttpRule.PatternOneofCase.Post => $"POST {rule.Post} {rule.Body}",
        _ => throw new InvalidOperationException($"No route of the kind {rule.PatternCase} is known here."),
    };
}
