using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>rates sets</c>.</summary>
internal static class RateSets
{
    public static Command List() => new ClubCommand("sets",
        "Lists what was recorded at once, when and by whom, newest first.", "crmclub rates sets")
        .Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListRateSetsRequest { PageSize = 500 };
            var sets = new List<RecordedRateSet>();
            do
            {
                var page = await invocation.CallAsync(client, o => client.Rates.ListRateSetsAsync(request, o));
                sets.AddRange(page.Sets);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            if (invocation.Json)
                foreach (var set in sets) invocation.Out.JsonLine(set);
            else
                invocation.Out.Table(["set", "recorded", "by", "rates", "prices", "correction"], [.. sets.Select(
                    one => new[]
                    {
                        $"{one.Number}", $"{one.RecordedAt.ToDateTime():yyyy-MM-dd HH:mm}", one.RecordedBy,
                        $"{one.Rates}", $"{one.Prices}", one.Correction == 0 ? "" : $"{one.Correction}",
                    })], 0, 3, 4, 5);
            return ExitCodes.Done;
        });
}
