using System.Text.RegularExpressions;
using CrmClub.Testing;

namespace CrmClub.Deploy.Tests;

/// <summary>The instruments of the club's own code, read from it, and their series as Prometheus names them.</summary>
internal static partial class Instruments
{
    private static readonly IReadOnlyList<Instrument> All =
    [
        .. new[] { "src", "ServiceDefaults" }
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(Checkout.Root, room), "*.cs",
                SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Creation().Matches(File.ReadAllText(file)))
            .Select(found => new Instrument(
                found.Groups["kind"].Value, found.Groups["name"].Value, found.Groups["unit"].Value)),
    ];

    public static IEnumerable<string> Names => All.Select(one => one.Name);

    public static IReadOnlyCollection<string> Series => All.SelectMany(one => one.Series).ToHashSet();

    // The unit is the first literal after the name that is written as one: seconds, or what is counted in braces.
    [GeneratedRegex(
        """
        Create(?<kind>Counter|Histogram|ObservableGauge)(<\w+>)?\(\s*"(?<name>crmclub\.[a-z.]+)",.*?"(?<unit>s|\{\w+\})"
        """, RegexOptions.Singleline)]
    private static partial Regex Creation();

    private sealed record Instrument(string Kind, string Name, string Unit)
    {
        public IEnumerable<string> Series
        {
            get
            {
                var name = Name.Replace('.', '_') + (Unit == "s" ? "_seconds" : "");
                return Kind switch
                {
                    "Counter" => [$"{name}_total"],
                    "Histogram" => [$"{name}_bucket", $"{name}_count", $"{name}_sum"],
                    _ => [name],
                };
            }
        }
    }
}
