using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.System.Tests.Declaring;

/// <summary>The example of the checkout, under a number of its own: an LRN is unique for ever.</summary>
internal static class ExampleDeclaration
{
    public static string Checkout { get; } = FindCheckout();

    public static SubmitDeclarationRequest Request() => new()
    {
        RequestId = Guid.CreateVersion7().ToString(),
        Declaration = Document(),
    };

    public static Declaration Document()
    {
        var text = File.ReadAllText(Path.Combine(Checkout, "data", "examples", "declaration.json"));
        var declaration = Declaration.Parser.ParseJson(text);
        declaration.Lrn = $"TEST-{Guid.NewGuid():N}"[..22];
        return declaration;
    }

    private static string FindCheckout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CrmClub.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the checkout.");
        return folder.FullName;
    }
}
