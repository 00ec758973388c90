using System.Text;
using CrmClub.Contracts.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CrmClub.Contracts.Json;

/// <summary>
/// The JSON form of the contracts (proto3 JSON), read strictly: a field that the contract does not know is a fault, as
/// is a field given twice, and every fault is named at once with its place.
/// </summary>
public static class StrictJson
{
    /// <summary>Levels of nesting beyond which a document is refused.</summary>
    public const int DepthMax = 64;

    /// <summary>Faults after which no more are collected.</summary>
    public const int ViolationsMax = 100;

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithRecursionLimit(DepthMax));

    private static readonly JsonParser Lenient =
        new(JsonParser.Settings.Default.WithRecursionLimit(DepthMax).WithIgnoreUnknownFields(true));

    private static readonly JsonFormatter Compact = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private static readonly JsonFormatter Indented =
        new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithIndentation());

    /// <summary>Compares a document with a message's descriptor.</summary>
    /// <param name="message">What the document should be.</param>
    /// <param name="utf8">The document; a byte order mark at its beginning is passed over.</param>
    /// <param name="firstLine">Number of the document's first line in its file, for the places in messages.</param>
    /// <returns>Every fault, at most <see cref="ViolationsMax"/>; empty where there is none.</returns>
    public static IReadOnlyList<Violation> Check(MessageDescriptor message, ReadOnlySpan<byte> utf8, int firstLine = 1)
    {
        var check = new JsonCheck(WithoutMark(utf8), firstLine);
        check.Document(message);
        return check.Violations;
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="StrictJsonException">The document has faults; all are named.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, int firstLine = 1) where T : IMessage<T>, new()
    {
        var violations = Check(new T().Descriptor, utf8, firstLine);
        if (violations.Count > 0) throw new StrictJsonException(violations);
        try
        {
            return Parser.Parse<T>(Encoding.UTF8.GetString(WithoutMark(utf8)));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new StrictJsonException([Malformed(e)]);
        }
    }

    /// <summary>
    /// Reads what the contract knows of a document, so that what is wrong with it can be named, too.
    /// </summary>
    /// <param name="utf8">The document.</param>
    /// <param name="violations">Its faults.</param>
    /// <param name="firstLine">Number of the document's first line in its file.</param>
    /// <returns>Null where more is wrong with it than fields that there are not.</returns>
    public static T? ReadKnown<T>(
        ReadOnlySpan<byte> utf8, out IReadOnlyList<Violation> violations, int firstLine = 1)
        where T : class, IMessage<T>, new()
    {
        violations = Check(new T().Descriptor, utf8, firstLine);
        if (violations.Any(fault => fault.Rule != JsonCheck.UnknownField)) return null;
        try
        {
            return Lenient.Parse<T>(Encoding.UTF8.GetString(WithoutMark(utf8)));
        }
        catch (InvalidProtocolBufferException e)
        {
            violations = [.. violations, Malformed(e)];
            return null;
        }
    }

    /// <summary>Writes a message with its default values, on one line or indented.</summary>
    public static string Write(IMessage message, bool indented = false) =>
        (indented ? Indented : Compact).Format(message);

    private static Violation Malformed(InvalidProtocolBufferException e) =>
        new() { Rule = "JSON_MALFORMED", Message = e.Message };

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
}

/// <summary>A document that does not keep to its contract.</summary>
public sealed class StrictJsonException(IReadOnlyList<Violation> violations)
    : Exception(string.Join(Environment.NewLine, violations.Select(v => v.Message)))
{
    /// <summary>Every fault.</summary>
    public IReadOnlyList<Violation> Violations { get; } = violations;
}
