namespace CrmClub.Testing.Clubs;

/// <summary>The machine's processes, as /proc shows them.</summary>
public static class Processes
{
    private static readonly string[] Servers = ["postgres", "beam.smp"];

    /// <summary>Processes that were started for a club: its folder stands in their arguments or environment.</summary>
    public static IReadOnlyList<int> Of(string folder) =>
        [.. All().Where(pid => Read(pid, "cmdline").Contains(folder) || Read(pid, "environ").Contains(folder)
            || LinkOf(pid, "cwd").StartsWith(folder))];

    /// <summary>The server that a script of ours runs, or the process itself.</summary>
    public static int ServerBelow(int pid) => All()
        .Where(child => ParentOf(child) == pid && Servers.Contains(Read(child, "comm").Trim()))
        .DefaultIfEmpty(pid)
        .First();

    /// <summary>A process and all below it.</summary>
    public static IReadOnlyList<int> TreeOf(int pid)
    {
        var parents = All().Select(child => (child, ParentOf(child))).ToLookup(pair => pair.Item2, pair => pair.child);
        IEnumerable<int> Below(int id) => [id, .. parents[id].SelectMany(Below)];
        return [.. Below(pid)];
    }

    /// <summary>Whether there is such a process.</summary>
    public static bool Runs(int pid) => Directory.Exists($"/proc/{pid}");

    /// <summary>Whether it is the orchestrator itself, and nothing that it runs.</summary>
    public static bool IsOrchestrator(int pid) => Read(pid, "comm").Trim() == "dcp";

    public static string Describe(int pid) => $"{pid} {Read(pid, "cmdline").Replace('\0', ' ')}";

    private static IEnumerable<int> All() => Entries("/proc")
        .Where(name => int.TryParse(name, out _))
        .Select(int.Parse)
        .Where(pid => pid != Environment.ProcessId);

    private static IReadOnlyList<string> Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path))];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static int ParentOf(int pid) => Read(pid, "stat") is { Length: > 0 } stat
        ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1])
        : 0;

    private static string Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string LinkOf(int pid, string link)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/{link}").LinkTarget ?? "";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
