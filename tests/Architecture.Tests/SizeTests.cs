namespace CrmClub.Architecture.Tests;

/// <summary>A file that one can't read at a sitting holds more than one subject.</summary>
public sealed class SizeTests
{
    private const int LinesMax = 400;
    private const int LineWidthMax = 120;

    private static readonly string[] Written = ["*.cs", "*.proto", "*.sql", "*.sh", "*.py", "*.csproj"];

    [Fact]
    public void Files_AnyWritten_AreShort()
    {
        var faults = Written.SelectMany(Checkout.Files)
            .Select(file => (Path: Checkout.PathOf(file), Lines: File.ReadLines(file.FullName).Count()))
            .Where(file => file.Lines > LinesMax)
            .Select(file => $"{file.Path}: {file.Lines} lines");

        Assert.Empty(faults);
    }

    [Fact]
    public void Files_AnySource_HasNarrowLines()
    {
        var faults = Checkout.Files("*.cs").SelectMany(file => File.ReadLines(file.FullName).Index()
            .Where(line => line.Item.Length > LineWidthMax)
            .Select(line => $"{Checkout.PathOf(file)}:{line.Index + 1}"));

        Assert.Empty(faults);
    }
}
