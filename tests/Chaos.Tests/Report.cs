using System.Globalization;
using System.Text;
using CrmClub.Chaos.Tests.Quotas;
using CrmClub.Testing;
using CrmClub.Testing.Clubs;

namespace CrmClub.Chaos.Tests;

/// <summary>What happened and what was found, as a table for people: <c>TestResults/chaos.md</c>.</summary>
public sealed class Report
{
    private readonly List<(string Fault, TimeSpan Recovery)> happened = [];
    private readonly List<Findings> found = [];
    private readonly List<(QuotaOutcome Outcome, Kills Kills, TimeSpan Took)> quotas = [];

    public void Happened(string fault, TimeSpan recovery) => happened.Add((fault, recovery));

    public void Found(Findings findings) => found.Add(findings);

    internal void Found(QuotaOutcome outcome, Kills kills, TimeSpan took) => quotas.Add((outcome, kills, took));

    public void Write(int seed)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Faults and what became of the declarations, seed {seed}\n");
        text.AppendLine("| faults | sent | answered | stored | twice | lost | wrong |");
        text.AppendLine("| --- | --- | --- | --- | --- | --- | --- |");
        int[] figures =
        [
            happened.Count, found.Sum(one => one.Sent), found.Sum(one => one.Answered),
            found.Sum(one => one.Stored), found.Sum(one => one.Twice), found.Sum(one => one.Lost),
            found.Sum(one => one.Faults.Count),
        ];
        text.AppendLine($"| {string.Join(" | ", figures)} |\n");
        text.AppendLine("Recovery runs until declarations are answered again.\n");
        text.AppendLine("| fault | times | median s | longest s |\n| --- | --- | --- | --- |");
        foreach (var fault in happened.GroupBy(one => one.Fault).OrderBy(group => group.Key))
        {
            var seconds = fault.Select(one => one.Recovery.TotalSeconds).Order().ToArray();
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {fault.Key} | {seconds.Length} | {seconds[seconds.Length / 2]:0.0} | {seconds[^1]:0.0} |");
        }

        foreach (var (outcome, kills, took) in quotas)
        {
            text.AppendLine("\n| drawings | killed each | while at work | allocated | lost | twice | different | s |");
            text.AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {outcome.Drawings} | {kills.OfEach} | {kills.UnderWay} of {Kills.Services.Length * kills.OfEach} "
                + $"| {outcome.Allocated} | {outcome.Lost} | {outcome.Twice} | {outcome.Faults.Count} "
                + $"| {took.TotalSeconds:0} |");
        }

        foreach (var wrong in found.SelectMany(one => one.Faults)
            .Concat(quotas.SelectMany(one => one.Outcome.Faults))) text.AppendLine($"- {wrong}");
        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, "TestResults"));
        File.WriteAllText(Path.Combine(folder.FullName, "chaos.md"), text.ToString());
    }
}
