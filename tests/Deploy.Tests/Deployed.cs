using CrmClub.Testing;

namespace CrmClub.Deploy.Tests;

/// <summary>The files by which the club is run on machines of one's own.</summary>
internal static class Deployed
{
    public static string Path(string name) => System.IO.Path.Combine(Checkout.Root, "deploy", name);

    public static string Text(string name) => File.ReadAllText(Path(name));
}
