using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Json;
using Google.Protobuf;

namespace CrmClub.Cli.Output;

/// <summary>Where answers go: readable by people, or JSON.</summary>
internal sealed class Printer(TextWriter writer, bool json, bool color)
{
    private const string Escape = "\u001b[";

    public bool IsJson { get; } = json;

    public static Printer For(ParseResult parse)
    {
        var json = parse.GetValue(GlobalOptions.Json);
        return new Printer(Console.Out, json, !json && !parse.GetValue(GlobalOptions.NoColor) && TerminalTakesColor());
    }

    public void Line(string text = "") => writer.WriteLine(text);

    /// <summary>The one document that a command answers with.</summary>
    public void Document(IMessage message) => writer.WriteLine(StrictJson.Write(message, indented: true));

    /// <summary>One of many documents, on a line of its own.</summary>
    public void JsonLine(IMessage message) => writer.WriteLine(StrictJson.Write(message));

    public string Bold(string text) => Paint("1", text);

    public string Dim(string text) => Paint("2", text);

    public string Good(string text) => Paint("32", text);

    public string Bad(string text) => Paint("31", text);

    /// <summary>Rows in columns, each as wide as its widest cell; columns named as numbers stand to the right.</summary>
    public void Table(IReadOnlyList<string> header, IReadOnlyCollection<IReadOnlyList<string>> rows, params int[] numbers)
    {
        var widths = header.Select((h, i) => rows.Select(r => r[i].Length).Append(h.Length).Max()).ToList();
        Line(Bold(Row(header)));
        foreach (var row in rows) Line(Row(row));

        string Row(IReadOnlyList<string> cells) => string.Join("  ", cells.Select((cell, i) =>
            numbers.Contains(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd();
    }

    private string Paint(string code, string text) => color ? $"{Escape}{code}m{text}{Escape}0m" : text;

    private static bool TerminalTakesColor() => !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";
}
