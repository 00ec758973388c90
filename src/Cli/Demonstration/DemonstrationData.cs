using System.Text;
using CrmClub.Cli.CommandLine;
using Google.Protobuf;

namespace CrmClub.Cli.Demonstration;

/// <summary>The documents of <c>data/demonstration</c>, with their placeholders filled.</summary>
internal sealed class DemonstrationData(string folder)
{
    private const string Place = "data/demonstration";

    /// <summary>Finds the folder upwards from the checkout of the program, or from here.</summary>
    public static DemonstrationData Find()
    {
        var starts = new[]
        {
            Environment.GetEnvironmentVariable("CRMCLUB_HOME"), AppContext.BaseDirectory, Environment.CurrentDirectory,
        };
        foreach (var start in starts.Where(s => !string.IsNullOrEmpty(s)))
        {
            for (var at = new DirectoryInfo(start!); at is not null; at = at.Parent)
            {
                var path = Path.Combine(at.FullName, Place);
                if (Directory.Exists(path)) return new DemonstrationData(path);
            }
        }
        throw new CliException(ExitCodes.WrongInput, $"There is no folder {Place}.", "Run it in a checkout.");
    }

    /// <summary>A file with one document.</summary>
    public T One<T>(string name, params (string Name, string Value)[] values) where T : IMessage<T>, new() =>
        Read<T>(File.ReadAllText(Path.Combine(folder, name)), name, 1, values);

    /// <summary>A file with a document on each line; values may differ by document.</summary>
    public IReadOnlyList<T> Many<T>(string name, Func<string, (string Name, string Value)[]> valuesOf)
        where T : IMessage<T>, new() =>
        [.. File.ReadLines(Path.Combine(folder, name)).Select((text, i) => Read<T>(text, name, i + 1, valuesOf(text)))];

    private static T Read<T>(string text, string name, int line, (string Name, string Value)[] values)
        where T : IMessage<T>, new()
    {
        var filled = values.Aggregate(text, (t, v) => t.Replace($"{{{v.Name}}}", v.Value, StringComparison.Ordinal));
        return new Source(name, line, Encoding.UTF8.GetBytes(filled)).Read<T>();
    }
}
