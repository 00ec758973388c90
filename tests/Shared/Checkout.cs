namespace CrmClub.Testing;

/// <summary>The checkout that the tests are built from.</summary>
public static class Checkout
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The treaty's annexes, as a new club reads them.</summary>
    public static string FoundingDirectory { get; } = Path.Combine(Root, "data", "founding");

    /// <summary>
    /// The schema scripts of rooms of <c>src</c>, in order, for instance "Journal", "Membership.Copy",
    /// "Tariffs/Storage".
    /// </summary>
    public static string[] Schema(params string[] rooms) =>
    [
        .. rooms.SelectMany(room => Directory.GetFiles(Path.Combine(Root, "src", room, "Schema"), "*.sql")
            .Order(StringComparer.Ordinal).Select(File.ReadAllText)),
    ];

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CrmClub.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests run outside a checkout.");
        }

        return folder;
    }
}
