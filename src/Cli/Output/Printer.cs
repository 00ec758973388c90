using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Json;
using Google.Protobuf;

namespace CrmClub.Cli.Output;

/// <summary>Where answers go: readable by people, or JSON.</summary>
internal sealed class Printer(TextWriter writer, bool json, bool color)
{
    private const int BufferBytes = 32 * 1024;
    private const string Escape = "\u001b[";

    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    public bool IsJson { get; } = json;

    public static Printer For(ParseResult parse)
    {
        var json = parse.GetValue(GlobalOptions.Json);
        return new Printer(Writer(), json, !json && !parse.GetValue(GlobalOptions.NoColor) && TerminalTakesColor());
    }

    public void Line(string text = "") => writer.WriteLine(text);

    /// <summary>The one document that a command answers with.</summary>
    public void Document(IMessage message) => writer.WriteLine(StrictJson.Write(message, indented: true));

    /// <summary>One of many documents, on a line of its own.</summary>
    public void JsonLine(IMessage message) => writer.WriteLine(StrictJson.Write(message));

    /// <summary>A document that no contract describes.</summary>
    public void Values(object values) => writer.WriteLine(JsonSerializer.Serialize(values, Indented));

    /// <summary>The same on a line of its own.</summary>
    public void ValuesLine(object values) => writer.WriteLine(JsonSerializer.Serialize(values, Compact));

    public string Bold(string text) => Paint("1", text);

    public string Dim(string text) => Paint("2", text);

    public string Good(string text) => Paint("32", text);

    public string Bad(string text) => Paint("31", text);

    /// <summary>
    /// Rows in columns, each as wide as its widest cell; columns named as numbers stand to the right.
    /// </summary>
    public void Table(
        IReadOnlyList<string> header, IReadOnlyCollection<IReadOnlyList<string>> rows, params int[] numbers)
    {
        var widths = header.Select((h, i) => rows.Select(r => r[i].Length).Append(h.Length).Max()).ToList();
        Line(Bold(Row(header)));
        foreach (var row in rows) Line(Row(row));

        string Row(IReadOnlyList<string> cells) => string.Join("  ", cells.Select((cell, i) =>
            numbers.Contains(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd();
    }

    public void Flush() => writer.Flush();

    /// <summary>The same after a failure, which may be that the output takes no more.</summary>
    public void TryFlush()
    {
        try
        {
            Flush();
        }
        catch (IOException)
        {
        }
    }

    /// <summary>A terminal sees each line at once; a pipe gets many in one piece.</summary>
    private static TextWriter Writer() => Console.IsOutputRedirected
        ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), BufferBytes)
        : Console.Out;

    private string Paint(string code, string text) => color ? $"{Escape}{code}m{text}{Escape}0m" : text;

    private static bool TerminalTakesColor() => !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";
}
