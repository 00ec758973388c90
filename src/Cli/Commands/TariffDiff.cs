using System.CommandLine;
using System.Globalization;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Tariffs.Documents;

namespace CrmClub.Cli.Commands;

/// <summary><c>tariff diff A B</c>: two tariffs measure by measure, each a version's number or a document.</summary>
internal static class TariffDiff
{
    public static Command Create()
    {
        var before = new Argument<string>("BEFORE") { Description = "Number of a version, or a tariff document" };
        var after = new Argument<string>("AFTER") { Description = "Number of a version, or a tariff document" };
        return new ClubCommand("diff",
            "Shows what differs between two tariffs, measure by measure. Needs no club for two documents.",
            """
            crmclub tariff diff 1 data/examples/tariff.json
            """).With(before, after).Runs(async invocation =>
            {
                var one = await ReadAsync(invocation, invocation.Get(before));
                var other = await ReadAsync(invocation, invocation.Get(after));
                return Write(invocation, TariffComparisons.Of(one, other));
            });
    }

    private static async Task<TariffDocument> ReadAsync(Invocation invocation, string named)
    {
        // Measures are told apart by their ids, so these must be there, and once.
        if (!int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return TariffDocuments.Sound(Documents.One(named).Read<TariffDocument>());
        using var client = invocation.Open(Identity.Reader);
        return await TariffExport.DocumentAsync(invocation, client, number, "");
    }

    private static int Write(Invocation invocation, TariffComparison comparison)
    {
        var isSame = comparison.Equals(new TariffComparison());
        if (invocation.Json)
            invocation.Out.Document(comparison);
        else if (isSame)
            invocation.Out.Line("They are the same.");
        else
        {
            if (comparison.Fields.Count > 0)
                invocation.Out.Line($"These differ, too: {string.Join(", ", comparison.Fields)}.");
            invocation.Out.Table(
                ["measure", "goods", "before", "after", "differs"], [.. comparison.Measures.Select(Row)]);
            if (comparison.Quotas.Count > 0)
                invocation.Out.Table(
                    ["quota", "before", "after", "differs"], [.. comparison.Quotas.Select(one => new[]
                    {
                        one.OrderNumber, Text(one.Before), Text(one.After), string.Join(", ", one.Fields),
                    })]);
        }

        return isSame ? ExitCodes.Done : ExitCodes.No;
    }

    private static string[] Row(MeasureDifference one) =>
    [
        one.Id, (one.Before ?? one.After).GoodsCode, Text(one.Before), Text(one.After), string.Join(", ", one.Fields),
    ];

    private static string Text(QuotaDefinition? quota) => quota is null ? "-" : string.Join(", ", quota.Periods.Select(
        period => $"{period.Volume} {quota.Unit}, {period.OpenFrom} to {period.OpenTo}"));

    private static string Text(Measure? measure) => measure is null ? "-"
        : $"{measure.Expression}, {measure.ValidFrom} to {(measure.ValidTo.Length > 0 ? measure.ValidTo : "…")}";
}
