using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>control profile list|show|propose|try|approve|end</c> and <c>control rates</c>.</summary>
internal static class ControlCommand
{
    private static readonly Argument<string> Id = new("ID") { Description = "The profile" };

    private static readonly Argument<string> File = new("FILE")
    {
        Description = "What is proposed; - is standard input",
    };

    private static readonly Option<bool> ValidateOnly = new("--validate-only")
    {
        Description = "Says what it would do, and writes nothing down",
    };

    public static Command Create() => new Command("control", "Risk profiles, and what controls found.").With(
        new Command("profile", "Changes the rules by which declarations are scored.").With(
            List(), Show(), Propose(), Try(), Approve(), End()),
        Rates());

    private static Command List() => new ClubCommand("list",
        "Lists the profiles: the club's, and as an officer those of the administration.",
        "crmclub control profile list").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var answer = await invocation.CallAsync(
                client, o => client.Controls.ListRiskProfilesAsync(new ListRiskProfilesRequest(), o));
            if (invocation.Json)
                foreach (var profile in answer.Profiles) invocation.Out.JsonLine(profile);
            else
                invocation.Out.Table(["id", "version", "state", "rule", "points", "title"],
                    [.. answer.Profiles.Select(one => new[]
                    {
                        one.Id, $"{one.Version}", Figures.Words(one.State), Figures.Words(one.Rule.KindCase),
                        $"{one.Points}", one.TitleEn,
                    })], 1, 4);
            return ExitCodes.Done;
        });

    private static Command Show() => new ClubCommand("show",
        "Shows every version of a profile, newest first, with its trial and who approved it.",
        "crmclub control profile show R2").With(Id).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new GetRiskProfileRequest { Id = invocation.Get(Id) };
            var answer = await invocation.CallAsync(client, o => client.Controls.GetRiskProfileAsync(request, o));
            if (invocation.Json) invocation.Out.Document(answer);
            else
                foreach (var version in answer.Versions) Write(invocation, version);
            return ExitCodes.Done;
        });

    private static Command Propose() => new ClubCommand("propose",
        "Proposes a profile, or the next version of one.",
        "crmclub control profile propose data/examples/risk-profile.json").With(File, ValidateOnly).Runs(
        invocation => StepAsync(invocation, Identity.Officer, async client =>
        {
            var request = new ProposeRiskProfileRequest
            {
                RequestId = NewId(),
                ValidateOnly = invocation.Get(ValidateOnly),
                Draft = Documents.One(invocation.Get(File)).Read<RiskProfileDraft>(),
            };
            return (await invocation.CallAsync(client, o => client.Controls.ProposeRiskProfileAsync(request, o)))
                .Profile;
        }));

    private static Command Try()
    {
        var from = Day("--from", "First day of acceptance");
        var to = Day("--to", "Day after the last, at most 31 days after the first");
        return new ClubCommand("try",
            "Tries the proposed version on declarations of days past.",
            "crmclub control profile try X1 --from 2027-03-01 --to 2027-04-01").With(Id, from, to).Runs(
            invocation => StepAsync(invocation, Identity.Officer, async client =>
            {
                var request = new TryRiskProfileRequest
                {
                    RequestId = NewId(),
                    Id = invocation.Get(Id),
                    FromDay = invocation.Get(from)!,
                    ToDay = invocation.Get(to)!,
                };
                return (await invocation.CallAsync(client, o => client.Controls.TryRiskProfileAsync(request, o)))
                    .Profile;
            }));
    }

    private static Command Approve() => new ClubCommand("approve",
        "Puts the proposed version into force, or out of it: not by who proposed it, and not before it was tried.",
        "crmclub control profile approve X1").With(Id).Runs(
        invocation => StepAsync(invocation, Identity.Approver, async client =>
        {
            var known = await invocation.CallAsync(client, o => client.Controls.GetRiskProfileAsync(
                new GetRiskProfileRequest { Id = invocation.Get(Id) }, o));
            var request = new ApproveRiskProfileRequest
            {
                RequestId = NewId(),
                Id = invocation.Get(Id),
                ContentHash = known.Versions[0].ContentHash,
            };
            return (await invocation.CallAsync(client, o => client.Controls.ApproveRiskProfileAsync(request, o)))
                .Profile;
        }));

    private static Command End() => new ClubCommand("end",
        "Proposes to take a profile out of force; another approves it.",
        "crmclub control profile end X1").With(Id).Runs(
        invocation => StepAsync(invocation, Identity.Officer, async client =>
        {
            var request = new EndRiskProfileRequest { RequestId = NewId(), Id = invocation.Get(Id) };
            return (await invocation.CallAsync(client, o => client.Controls.EndRiskProfileAsync(request, o))).Profile;
        }));

    private static Command Rates()
    {
        var from = new Option<string?>("--from") { Description = "First month", HelpName = "YYYY-MM" };
        var to = new Option<string?>("--to") { Description = "Last month", HelpName = "YYYY-MM" };
        return new ClubCommand("rates",
            "Shows by month of acceptance how many declarations were recommended for a control, controlled, irregular; "
            + "and what each profile found.",
            "crmclub control rates").With(from, to).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetControlRatesRequest
                {
                    FromMonth = invocation.Get(from) ?? "",
                    ToMonth = invocation.Get(to) ?? "",
                };
                var answer = await invocation.CallAsync(client, o => client.Controls.GetControlRatesAsync(request, o));
                if (invocation.Json) invocation.Out.Document(answer);
                else Write(invocation, answer);
                return ExitCodes.Done;
            });
    }

    private static void Write(Invocation invocation, GetControlRatesResponse answer)
    {
        invocation.Out.Table(
            ["administration", "month", "declarations", "recommended", "controlled", "irregular"],
            [.. answer.Rates.Select(one => new[]
            {
                one.Administration, one.Month, $"{one.Declarations}", $"{one.Recommended}", $"{one.Controlled}",
                $"{one.Irregular}",
            })], 2, 3, 4, 5);
        invocation.Out.Table(["administration", "month", "profile", "hits", "confirmed", "unconfirmed"],
            [.. answer.Profiles.Select(one => new[]
            {
                one.Administration, one.Month, one.Profile, $"{one.Hits}", $"{one.Confirmed}", $"{one.Unconfirmed}",
            })], 3, 4, 5);
    }

    private static async Task<int> StepAsync(
        Invocation invocation, string identity, Func<ClubClient, Task<RiskProfile>> step)
    {
        using var client = invocation.Open(identity);
        var profile = await step(client);
        if (invocation.Json) invocation.Out.Document(profile);
        else Write(invocation, profile);
        return ExitCodes.Done;
    }

    private static void Write(Invocation invocation, RiskProfile profile)
    {
        invocation.Out.Line(invocation.Out.Bold(
            $"{profile.Id} · version {profile.Version} · {Figures.Words(profile.State)}"
            + (profile.Ends ? " · ends" : "")));
        invocation.Out.Line($"  {profile.TitleEn}: {Figures.Words(profile.Rule.KindCase)}, {profile.Points} points; "
            + $"documents from {profile.DocumentCheckFrom}, goods from {profile.PhysicalControlFrom}"
            + (profile.Holds ? "; holds" : ""));
        if (profile.Trial is { } trial)
            invocation.Out.Line($"  tried on {trial.Declarations} declarations, accepted from {trial.From} and "
                + $"before {trial.To}: {trial.Hits} of {trial.Items} items hit, "
                + $"{trial.Changed} recommendations otherwise, {trial.Held} held; "
                + $"{trial.Confirmed} confirmed, {trial.Unconfirmed} not{(trial.Cut ? "; cut" : "")}");
        invocation.Out.Line($"  proposed by {profile.ProposedBy}"
            + (profile.ApprovedBy.Length == 0 ? "" : $", approved by {profile.ApprovedBy}"));
    }

    private static Option<string> Day(string name, string description) =>
        new(name) { Description = description, HelpName = "YYYY-MM-DD", Required = true };

    private static string NewId() => $"{Guid.CreateVersion7()}";
}
