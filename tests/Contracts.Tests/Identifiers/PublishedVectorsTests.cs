using CrmClub.Contracts.Identifiers;

namespace CrmClub.Contracts.Tests.Identifiers;

/// <summary>
/// Compares the checks with numbers that others published, where the list of them lies beside the checkout.
/// </summary>
public sealed class PublishedVectorsTests
{
    private const string FileName = "identifier-vectors.csv";

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["MRN"] = "mrn",
        ["ISO6346"] = "container",
        ["LEI"] = "lei",
        ["JP corporate number"] = "jcn",
        ["EORI"] = "eori",
        ["HS6"] = "hs",
    };

    [Fact]
    public void Check_PublishedVectors_AgreeWithEach()
    {
        var file = Find();
        Assert.SkipUnless(file is not null, $"{FileName} does not lie beside this checkout.");

        var vectors = File.ReadLines(file!).Skip(1).Select(l => l.Split(',', 4))
            .Where(f => !f[3].StartsWith("no such subheading", StringComparison.Ordinal)).ToList();
        var wrong = vectors.Where(f => IdentifierKinds.All[Kinds[f[0]]](f[1]).IsValid != (f[2] == "valid"));

        Assert.True(vectors.Count > 100);
        Assert.Empty(wrong.Select(f => $"{f[0]} {f[1]}: {f[2]} expected"));
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", FileName);
            if (File.Exists(file)) return file;
        }
        return null;
    }
}
