using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>member list|show</c>: who is in the club, on any day.</summary>
internal static class MemberCommand
{
    public static Command Create() => new Command("member", "Says who is in the club, on any day.")
        .With(List(), Show());

    private static Command List() => new ClubCommand("list",
        "Lists the parties with their status.",
        """
        crmclub member list --on 2026-06-01
        """).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListPartiesRequest { AsOf = invocation.OnText, PageSize = 500 };
            var response = await invocation.CallAsync(client, o => client.Membership.ListPartiesAsync(request, o));
            if (invocation.Json)
            {
                foreach (var party in response.Parties) invocation.Out.JsonLine(party);
                return ExitCodes.Done;
            }
            invocation.Out.Table(["code", "name", "status", "countries"], [.. response.Parties.Select(p => new[]
            {
                p.Party.Code, p.Party.NameEn, Figures.Words(p.Status), $"{p.Party.Countries.Count}",
            })], 3);
            return ExitCodes.Done;
        });

    private static Command Show()
    {
        var code = new Argument<string>("PARTY") { Description = "EU, or a country's code" };
        return new ClubCommand("show",
            "Shows a party with its status and its administrations.",
            """
            crmclub member show EU
            """).With(code).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetPartyRequest { Code = invocation.Get(code), AsOf = invocation.OnText };
                var response = await invocation.CallAsync(client, o => client.Membership.GetPartyAsync(request, o));
                if (invocation.Json) invocation.Out.Document(response);
                else Write(invocation.Out, response);
                return ExitCodes.Done;
            });
    }

    private static void Write(Printer output, GetPartyResponse response)
    {
        var party = response.Party.Party;
        output.Line(output.Bold($"{party.Code} · {party.NameEn} · {Figures.Words(response.Party.Status)}"));
        output.Line($"countries: {string.Join(", ", party.Countries)}");
        foreach (var row in party.Statuses)
            output.Line($"{Figures.Words(row.Status)} from {row.ValidFrom}"
                + (row.ValidTo.Length > 0 ? $" until before {row.ValidTo}" : ""));
        output.Line();
        output.Table(["code", "administration", "currency", "zone"], [.. response.Administrations.Select(a => new[]
        {
            a.Code, a.NameEn, a.Policies.LastOrDefault()?.Currency ?? "", a.TimeZone,
        })]);
    }
}
