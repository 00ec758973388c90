using System.Text.RegularExpressions;

namespace CrmClub.Architecture.Tests;

/// <summary>Whoever is woken by an instrument or an alarm finds it in docs/operations.md.</summary>
public sealed partial class OperationsTests
{
    private static readonly string Manual =
        File.ReadAllText(Path.Combine(Checkout.Root.FullName, "docs", "operations.md"));

    [Fact]
    public void Instruments_AndCausesOfAlarms_AreInTheManual()
    {
        var names = Checkout.Files("*.cs").Where(file => Checkout.PathOf(file).StartsWith("src/"))
            .SelectMany(file => Name().Matches(File.ReadAllText(file.FullName)))
            .Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.Contains("crmclub.journal.lag", names);
        Assert.Contains("silent", names);
        Assert.DoesNotContain(names, name => !Manual.Contains($"`{name}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Commands_OfTheDashboard_AreInTheManual()
    {
        var commands = Checkout.Files("*.cs").Where(file => Checkout.PathOf(file).StartsWith("AppHost/Commands/"))
            .SelectMany(file => Command().Matches(File.ReadAllText(file.FullName)))
            .Select(match => match.Groups[1].Value).ToList();

        Assert.Contains("verify-audit", commands);
        Assert.Contains("outage", commands);
        Assert.DoesNotContain(commands, command => !Regex.IsMatch(Manual, $"\\w {command}[` ]"));
    }

    [GeneratedRegex("""(?:\bAlarm\(|Create(?:Counter|Histogram|ObservableGauge)(?:<\w+>)?\()\s*"([\w.]+)""")]
    private static partial Regex Name();

    [GeneratedRegex("""With(?:Club)?Command\(\s*(?:club, )?"([\w-]+)""")]
    private static partial Regex Command();
}
