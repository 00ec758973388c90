using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>rates corrections</c>, and how a correction is shown.</summary>
internal static class RateCorrections
{
    public static Command List() => new ClubCommand("corrections",
        "Lists what was prepared to correct figures, newest first.", "crmclub rates corrections")
        .Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListRateCorrectionsRequest { PageSize = 20 };
            var corrections = new List<RateCorrection>();
            do
            {
                var page = await invocation.CallAsync(client, o => client.Rates.ListRateCorrectionsAsync(request, o));
                corrections.AddRange(page.Corrections);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            if (invocation.Json)
            {
                foreach (var correction in corrections) invocation.Out.JsonLine(correction);
                return ExitCodes.Done;
            }

            invocation.Out.Table(["number", "state", "figures", "set", "reason"], [.. corrections.Select(one => new[]
            {
                $"{one.Number}", Figures.Words(one.State), $"{one.Rates.Count + one.Prices.Count}",
                one.Set == 0 ? "" : $"{one.Set}", one.Reason,
            })], 0, 2, 3);
            return ExitCodes.Done;
        });

    public static int Write(Invocation invocation, RateCorrection correction)
    {
        if (invocation.Json)
            invocation.Out.Document(correction);
        else
            invocation.Out.Line($"Correction {correction.Number}: {Figures.Words(correction.State)}"
                + (correction.Set == 0 ? "" : $" as set {correction.Set}"));
        return ExitCodes.Done;
    }
}
