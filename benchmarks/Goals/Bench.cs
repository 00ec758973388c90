using System.Globalization;

namespace CrmClub.Goals;

/// <summary>How much one program measures, and where its rows go.</summary>
/// <param name="Pairs">How often each side is measured, in turn.</param>
/// <param name="Time">How long one side of a pair is measured.</param>
/// <param name="Warm">How long each side runs before anything counts.</param>
/// <param name="ClubWarm">How long a club does, until what it often does is compiled for good.</param>
public sealed record Bench(int Pairs, TimeSpan Time, TimeSpan Warm, TimeSpan ClubWarm)
{
    private const string QuickOption = "--quick";
    private const string FolderVariable = "CRMCLUB_BENCH_FOLDER";

    private static readonly TimeSpan QuickTime = TimeSpan.FromMilliseconds(400);

    private readonly List<(Goal Goal, IReadOnlyCollection<double> Ratios)> _rows = [];

    /// <summary>Enough to believe; with <c>--quick</c> only to see that it works.</summary>
    /// <param name="args">The program's arguments; what is left of them comes out.</param>
    public static Bench From(ref string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var quick = args.Contains(QuickOption);
        args = [.. args.Where(argument => argument != QuickOption)];
        return quick
            ? new Bench(1, QuickTime, QuickTime, QuickTime)
            : new Bench(5, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(60));
    }

    public void Add(Goal goal, IReadOnlyCollection<double> ratios) => _rows.Add((goal, ratios));

    /// <summary>A figure that belongs beside the ratios, shown as it comes.</summary>
    public static void Say(string text) => Console.WriteLine(text);

    /// <summary>Leaves the rows where <c>./bench</c> finds them.</summary>
    public void Write(string name)
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable) ?? Environment.CurrentDirectory;
        File.WriteAllLines(
            Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}.rows"),
            _rows.Select(row => row.Goal.Row(row.Ratios)));
    }
}
