using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>supplier balance|claims FACILITY</c>: how much of its yearly capacities declarations claim.</summary>
internal static class SupplierBalance
{
    private static readonly Argument<string> Number = new("FACILITY") { Description = "The facility's number" };

    private static readonly Option<int> Year = new("--year")
    {
        Description = "Calendar year of acceptance",
        HelpName = "YEAR",
    };

    public static Command Create() => new ClubCommand("balance",
        "Shows how much of a facility's yearly capacities declarations claim; to a supplier its own.",
        "crmclub supplier balance F-MY-0001").With(Number, Year).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new GetBalanceRequest { Facility = invocation.Get(Number), Year = invocation.Get(Year) };
            var found = await invocation.CallAsync(client, o => client.Balances.GetBalanceAsync(request, o));
            if (invocation.Json)
            {
                invocation.Out.Document(found);
                return ExitCodes.Done;
            }

            invocation.Out.Table(
                ["material", "stage", "year", "used kg", "capacity kg", "%", "handed kg", "received kg"],
                [.. found.Balances.Select(one => new[]
                {
                    one.Material, Figures.Words(one.Stage), $"{one.Year}", one.UsedKg, one.CapacityKg, one.Percent,
                    one.HandedKg, one.ReceivedKg,
                })]);
            return ExitCodes.Done;
        });

    public static Command CreateClaims() => new ClubCommand("claims",
        "Lists the claims of a facility in a year one by one, by MRN.",
        "crmclub supplier claims F-MY-0001").With(Number, Year).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListClaimsRequest
            {
                Facility = invocation.Get(Number),
                Year = invocation.Get(Year),
                PageSize = 500,
            };
            do
            {
                var page = await invocation.CallAsync(client, o => client.Balances.ListClaimsAsync(request, o));
                foreach (var one in page.Claims)
                {
                    if (invocation.Json) invocation.Out.JsonLine(one);
                    else invocation.Out.Line($"{one.Mrn} {one.Revision}/{one.Item}  {one.Certificate}  {one.Material} "
                        + $"{(one.TakenBack ? "-" : "")}{one.Kg} kg");
                }

                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return ExitCodes.Done;
        });
}
