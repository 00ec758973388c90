using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Testing.Clubs;

/// <summary>The example of the checkout, under a number of its own: an LRN is unique for ever.</summary>
public static class ExampleDeclaration
{
    /// <param name="administration">A member's; another than the example's own if given.</param>
    public static SubmitDeclarationRequest Request(string? administration = null)
    {
        var declaration = Document();
        declaration.Administration = administration ?? declaration.Administration;
        return new() { RequestId = Guid.CreateVersion7().ToString(), Declaration = declaration };
    }

    public static Declaration Document()
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "data", "examples", "declaration.json"));
        var declaration = Declaration.Parser.ParseJson(text);
        declaration.Lrn = $"TEST-{Guid.NewGuid():N}"[..22];
        return declaration;
    }
}
