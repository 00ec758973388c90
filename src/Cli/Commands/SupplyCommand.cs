using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>supply list|dominance</c>: where materials come from, and on whom the club depends too much.</summary>
internal static class SupplyCommand
{
    private const string LegalBase = "Regulation (EU) 2024/1252, Art. 5(1)(b)";

    public static Command Create() => new Command("supply", "Shares of supply by origin.").With(List(), Dominance());

    private static Command List()
    {
        var from = new Option<string?>("--from") { Description = "First month", HelpName = "YYYY-MM" };
        var to = new Option<string?>("--to") { Description = "Last month (default: this one)", HelpName = "YYYY-MM" };
        var material = new Option<string?>("--material") { Description = "Only this material", HelpName = "CODE" };
        return new ClubCommand("list",
            "Shows where each material came from by what was declared, with a published study's shares beside.",
            "crmclub supply list").With(from, to, material).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new ListSupplyRequest
                {
                    FromMonth = invocation.Get(from) ?? "",
                    ToMonth = invocation.Get(to) ?? "",
                    Material = invocation.Get(material) ?? "",
                };
                var answer = await invocation.CallAsync(client, o => client.Supply.ListSupplyAsync(request, o));
                if (invocation.Json) invocation.Out.Document(answer);
                else Write(invocation, answer);
                return ExitCodes.Done;
            });
    }

    private static Command Dominance()
    {
        var year = new Option<int>("--year")
        {
            Description = "Whose supply counts",
            HelpName = "YEAR",
            Required = true,
        };
        var effective = new Option<string?>("--effective")
        {
            Description = "First day of the new rows (default: 1 January after the year)",
            HelpName = "DAY",
        };
        var prepare = new Option<bool>("--prepare")
        {
            Description = "Prepares the groups that change for the register: another officer approves them",
        };
        var propose = new Option<bool>("--propose")
        {
            Description = "Drafts the proposal by which the tariff carries the groups as the register has them",
        };
        return new ClubCommand("dominance",
            "Draws the dominance groups anew: the countries with more than 65 % of a year's supply.",
            "crmclub supply dominance --year 2026").With(year, effective, prepare, propose).Runs(async invocation =>
            {
                using var client = invocation.Open(
                    invocation.Get(prepare) || invocation.Get(propose) ? Identity.Officer : Identity.Reader);
                var request = new DrawDominanceRequest
                {
                    Year = invocation.Get(year),
                    EffectiveOn = invocation.Get(effective) ?? "",
                };
                var answer = await invocation.CallAsync(client, o => client.Supply.DrawDominanceAsync(request, o));
                var first = request.EffectiveOn.Length > 0 ? request.EffectiveOn : $"{request.Year + 1}-01-01";
                if (invocation.Get(prepare)) await PrepareAsync(invocation, client, answer);
                else if (invocation.Get(propose)) await ProposeAsync(invocation, client, answer, first);
                else if (invocation.Json) invocation.Out.Document(answer);
                else Write(invocation, answer);
                return ExitCodes.Done;
            });
    }

    private static async Task PrepareAsync(Invocation invocation, ClubClient client, DrawDominanceResponse answer)
    {
        foreach (var group in answer.Drawn.Where(one => one.Group is not null).Select(one => one.Group))
        {
            var request = new PrepareChangeRequest
            {
                RequestId = Guid.CreateVersion7().ToString(),
                Change = new Change { CountryGroup = group, Reason = group.Source },
            };
            var change = (await invocation.CallAsync(
                client, o => client.Membership.PrepareChangeAsync(request, o))).Change;
            if (invocation.Json) invocation.Out.JsonLine(change);
            else invocation.Out.Line($"{group.Code}: crmclub member approve {change.Id}");
        }

        if (!invocation.Json && answer.Drawn.All(one => one.Group is null))
            invocation.Out.Line("No group changes.");
    }

    private static async Task ProposeAsync(
        Invocation invocation, ClubClient client, DrawDominanceResponse answer, string effective)
    {
        var request = new DraftProposalRequest
        {
            RequestId = Guid.CreateVersion7().ToString(),
            Content = new ProposalContent
            {
                Title = $"Dominance groups from {effective}",
                Reason = string.Join("\n", answer.Drawn.Select(one => $"{one.Of.Code}: {Basis(one, answer)}")),
                LegalBase = LegalBase,
                EffectiveOn = effective,
                Groups =
                {
                    answer.Drawn.Select(one => new Contracts.Tariffs.V1.CountryGroup { Id = one.Of.Code }),
                },
            },
        };
        var draft = await invocation.CallAsync(client, o => client.Proposals.DraftProposalAsync(request, o));
        if (invocation.Json)
        {
            invocation.Out.Document(draft);
            return;
        }

        invocation.Out.Line($"Proposal {draft.Proposal.Number}: crmclub proposal show {draft.Proposal.Number}");
        foreach (var fault in draft.Check.Faults)
            invocation.Out.Line($"  {fault.Field}: {fault.Message}");
    }

    private static void Write(Invocation invocation, ListSupplyResponse answer)
    {
        invocation.Out.Table(["material", "stage", "month", "kg", "items", "origins", "club %", "HHI", "study"],
            [.. answer.Supplies.SelectMany(one => one.Months
                .Select(month => Row(one, month.Month, month.Shares))
                .Append(Row(one, one.Enough ? "all" : "all (few)", one.Period)))], 3, 4, 6, 7);
        invocation.Out.Line($"Study: {answer.Study}");
    }

    private static string[] Row(Supply supply, string month, SupplyShares shares) =>
    [
        supply.Material, Figures.Words(supply.Stage), month, Figures.Grouped(shares.Kg), $"{shares.Items}",
        string.Join(", ", shares.Origins.Take(3).Select(one => $"{one.Country} {one.Percent} %")),
        shares.ClubPercent, $"{shares.Concentration}",
        string.Join(", ", supply.Studied.Take(2).Select(one => $"{one.Country} {one.Percent} %")),
    ];

    private static void Write(Invocation invocation, DrawDominanceResponse answer)
    {
        invocation.Out.Table(["group", "before", "after", "by", "shares"], [.. answer.Drawn.Select(one => new[]
        {
            one.Of.Code, string.Join(' ', one.Before), string.Join(' ', one.After),
            one.Declared ? "declarations" : "study", Shares(one),
        })]);
        if (!answer.Complete) invocation.Out.Line("The year is not over.");
        invocation.Out.Line($"Study: {answer.Study}");
    }

    private static string Basis(DrawnDominance drawn, DrawDominanceResponse answer) =>
        $"{Shares(drawn)} ({(drawn.Declared ? "decided declarations" : answer.Study)})";

    private static string Shares(DrawnDominance drawn) =>
        string.Join(", ", drawn.Shares.Take(3).Select(one => $"{one.Country} {one.Percent} %"));
}
