using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Testing.Clubs;

/// <summary>The example of the checkout, under a number of its own: an LRN is unique for ever.</summary>
public static class ExampleDeclaration
{
    public static SubmitDeclarationRequest Request() => new()
    {
        RequestId = Guid.CreateVersion7().ToString(),
        Declaration = Document(),
    };

    public static Declaration Document()
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "data", "examples", "declaration.json"));
        var declaration = Declaration.Parser.ParseJson(text);
        declaration.Lrn = $"TEST-{Guid.NewGuid():N}"[..22];
        return declaration;
    }
}
