using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>member …</c>: who is in the club, on any day.</summary>
internal static class MemberCommand
{
    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why, in a sentence",
        Required = true,
        HelpName = "TEXT",
    };

    public static Command Create() => new Command("member", "Says who is in the club, on any day, and changes it.")
        .With([
            List(), Show(), MemberSteps.Apply(Reason), MemberSteps.Withdraw(Reason), .. MemberChanges.Create(Reason),
            MemberAdministrations.Register(Reason), .. MemberSystems.Create(Reason), .. MemberGroups.Create(Reason),
        ]);

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

    /// <summary>Shows the party with its life.</summary>
    public static void Write(Printer output, Party party)
    {
        output.Line($"{party.Code} · {party.NameEn} · countries: {string.Join(", ", party.Countries)}");
        foreach (var row in party.Statuses.Where(row => row.RecordedAt.Equals(party.Statuses[^1].RecordedAt)))
            output.Line($"{Figures.Words(row.Status)} from {row.ValidFrom}"
                + (row.ValidTo.Length > 0 ? $" until before {row.ValidTo}" : ""));
        foreach (var decision in party.Decisions)
            output.Line($"decision {decision.Number}: {Figures.Words(decision.Step)} on {decision.DecidedOn}, counts "
                + $"from {decision.EffectiveOn}{(decision.Ballot.Length > 0 ? $", ballot {decision.Ballot}" : "")}: "
                + decision.Reason);
    }

    private static void Write(Printer output, GetPartyResponse response)
    {
        output.Line(output.Bold($"{response.Party.Party.Code} · {Figures.Words(response.Party.Status)}"));
        Write(output, response.Party.Party);
        output.Line();
        output.Table(["code", "administration", "currency", "zone"], [.. response.Administrations.Select(a => new[]
        {
            a.Code, a.NameEn, a.Policies.LastOrDefault()?.Currency ?? "", a.TimeZone,
        })]);
    }
}
