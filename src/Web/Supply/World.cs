namespace CrmClub.Web.Supply;

/// <summary>Shapes of the world's countries, made beforehand by scripts/world.</summary>
internal static class World
{
    public const int Width = 1000;
    public const int Height = 440;

    /// <summary>Each country by its ISO code, "" for land of none, with its path within the box.</summary>
    public static IReadOnlyList<(string Country, string Path)> Shapes { get; } = Read();

    private static List<(string, string)> Read()
    {
        using var text = new StreamReader(typeof(World).Assembly.GetManifestResourceStream("world.txt")!);
        var shapes = new List<(string, string)>();
        while (text.ReadLine() is { } line)
        {
            if (!line.StartsWith('#') && line.Split('\t') is [var country, var path])
                shapes.Add((country, path));
        }

        return shapes;
    }
}
