namespace CrmClub.Tariffs.Engine.Tests;

/// <summary>Public data that lies beside the checkout, not in it.</summary>
internal static class SharedData
{
    /// <summary>The file's path, or null where the data is absent.</summary>
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(file))
                return file;
        }

        return null;
    }

    /// <summary>The rows of a comma-separated file by column; fields in quotes hold no line ends.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Rows(string file)
    {
        var lines = File.ReadLines(file).Select(Fields).ToArray();
        return lines.Skip(1).Select(row =>
            lines[0].Zip(row).ToDictionary(field => field.First, field => field.Second));
    }

    private static List<string> Fields(string line)
    {
        List<string> fields = [""];
        var quoted = false;
        for (var index = 0; index < line.Length; index++)
        {
            if (line[index] == '"' && quoted && index + 1 < line.Length && line[index + 1] == '"')
                fields[^1] += line[++index];
            else if (line[index] == '"')
                quoted = !quoted;
            else if (line[index] == ',' && !quoted)
                fields.Add("");
            else
                fields[^1] += line[index];
        }

        return fields;
    }
}
