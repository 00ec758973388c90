using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>supplier pairs</c>: who may be one, or be taken for each other.</summary>
internal static class SupplierPairsCommand
{
    public static Command Create() => new ClubCommand("pairs",
        "Reports operators with the same identifier, and operators or facilities of two operators whose names are "
        + "taken for each other: by letters that look alike, legal forms, or one letter.",
        "crmclub supplier pairs").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Officer);
            var request = new ListSupplierPairsRequest { PageSize = 500 };
            var pairs = new List<SupplierPair>();
            do
            {
                var page = await invocation.CallAsync(client, o => client.Suppliers.ListSupplierPairsAsync(request, o));
                pairs.AddRange(page.Pairs);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            if (invocation.Json)
                foreach (var pair in pairs) invocation.Out.JsonLine(pair);
            else
                invocation.Out.Table(["likeness", "first", "", "second", ""], [.. pairs.Select(pair => new[]
                {
                    Figures.Words(pair.Likeness), pair.First, pair.FirstValue, pair.Second, pair.SecondValue,
                })]);
            return ExitCodes.Done;
        });
}
