using System.Diagnostics;
using System.Text.RegularExpressions;
using CrmClub.Testing;

namespace CrmClub.Deploy.Tests;

/// <summary>The rules by which operators are told of trouble.</summary>
public sealed partial class AlertTests
{
    private const string Tool = "/usr/bin/promtool";

    private static readonly string Rules = Deployed.Text("prometheus/rules.yaml");
    private static readonly string Scenarios = Deployed.Text("prometheus/rules-test.yaml");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IEnumerable<string> Alerts => AlertName().Matches(Rules).Select(alert => alert.Groups[1].Value);

    [Theory]
    [InlineData("check", "rules", "rules.yaml")]
    [InlineData("check", "config", "prometheus.yaml")]
    [InlineData("test", "rules", "rules-test.yaml")]
    public async Task Prometheus_OurFiles_AreTakenAndTellOfEachTrouble(params string[] command)
    {
        Assert.SkipUnless(File.Exists(Tool), $"{Tool} is not here; scripts/install test brings it.");
        using var promtool = Process.Start(new ProcessStartInfo(Tool, command)
        {
            WorkingDirectory = Deployed.Path("prometheus"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = promtool.StandardOutput.ReadToEndAsync(Cancel);
        var faults = promtool.StandardError.ReadToEndAsync(Cancel);
        await promtool.WaitForExitAsync(Cancel);

        Assert.True(promtool.ExitCode == 0, await said + await faults);
    }

    [Fact]
    public void Alert_EachOne_IsToldInAScenarioAndHasItsSectionInTheRunBook()
    {
        var sections = SectionTitle().Matches(Document("runbook.md")).Select(title => title.Groups[1].Value);
        var told = ToldAlert().Matches(Scenarios).Select(alert => alert.Groups[1].Value).Distinct();
        var named = RunBookLink().Matches(Rules).Select(link => link.Groups[1].Value);

        Assert.NotEmpty(Alerts);
        Assert.Equal(Alerts.Order(), sections.Order());
        Assert.Equal(Alerts.Order(), told.Order());
        Assert.Equal(Alerts.Select(alert => alert.ToLowerInvariant()), named);
    }

    [Theory]
    [InlineData("prometheus/rules.yaml")]
    [InlineData("prometheus/rules-test.yaml")]
    [InlineData("grafana/crmclub.json")]
    public void Series_EachOfOurs_IsOfAnInstrumentThatThereIs(string file)
    {
        var asked = Series().Matches(Deployed.Text(file)).Select(series => series.Value).Distinct();

        Assert.Empty(asked.Except(Instruments.Series));
    }

    [Fact]
    public void Instruments_EachOne_IsExplainedToOperators()
    {
        var explained = Document("operations.md");

        Assert.All(Instruments.Names, name => Assert.Contains($"`{name}`", explained));
    }

    private static string Document(string name) => File.ReadAllText(Path.Combine(Checkout.Root, "docs", name));

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();

    [GeneratedRegex("alertname=\"(\\w+)\"")]
    private static partial Regex ToldAlert();

    [GeneratedRegex(@"runbook: docs/runbook\.md#(\w+)")]
    private static partial Regex RunBookLink();

    [GeneratedRegex(@"^## (\w+)$", RegexOptions.Multiline)]
    private static partial Regex SectionTitle();

    [GeneratedRegex(@"\bcrmclub_\w+")]
    private static partial Regex Series();
}
