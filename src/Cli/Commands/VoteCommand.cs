using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>vote open|cast|show|list</c>: what the members vote on.</summary>
internal static class VoteCommand
{
    private static readonly Argument<string> Number = new("BALLOT") { Description = "The ballot's number" };

    public static Command Create() => new Command("vote", "Puts questions to the members and votes.")
        .With(Open(), Cast(), Show(), List());

    private static Command Open()
    {
        var subject = new Option<string>("--subject") { Description = "What is voted on", Required = true };
        subject.AcceptOnlyFromAmong("admission", "suspension", "lifting", "procedure");
        var party = new Option<string?>("--party") { Description = "The party concerned", HelpName = "PARTY" };
        var title = new Option<string>("--title") { Description = "The question", Required = true, HelpName = "TEXT" };
        var from = new Option<string?>("--from")
        {
            Description = "Day from which it counts (default: the day of the decision)",
            HelpName = "DAY",
        };
        return new ClubCommand("open",
            "Puts a question to the vote of the members.",
            "crmclub vote open --subject procedure --title \"Notices are published on Mondays\"")
            .With(subject, party, title, from).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new OpenBallotRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Subject = Choices.Parse<VotingSubject>(invocation.Get(subject)!),
                    Party = invocation.Get(party) ?? "",
                    Title = invocation.Get(title),
                    EffectiveOn = invocation.Get(from) ?? "",
                };
                if (request.Party.Length > 0)
                    request.KnownDecision = await MemberSteps.KnownDecisionAsync(invocation, client, request.Party);
                var response = await invocation.CallAsync(client, o => client.Voting.OpenBallotAsync(request, o));
                return Write(invocation, response.Ballot);
            });
    }

    private static Command Cast()
    {
        var choice = new Option<string>("--choice") { Description = "The vote", Required = true };
        choice.AcceptOnlyFromAmong([.. Choices.Of<VoteChoice>()]);
        var final = new Option<bool>("--final") { Description = "It can't be changed any more" };
        return new ClubCommand("cast",
            "Votes for the party whose delegate --as names (default: delegate-eu).",
            "crmclub vote cast B-2026-0001 --choice yes --as delegate-jp").With(Number, choice, final)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Delegate);
                var request = new CastVoteRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Ballot = invocation.Get(Number),
                    Choice = Choices.Parse<VoteChoice>(invocation.Get(choice)!),
                    Final = invocation.Get(final),
                };
                var response = await invocation.CallAsync(client, o => client.Voting.CastVoteAsync(request, o));
                return Write(invocation, response.Ballot);
            });
    }

    private static Command Show() => new ClubCommand("show",
        "Shows a ballot and every vote cast.", "crmclub vote show B-2026-0001").With(Number).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new GetBallotRequest { Number = invocation.Get(Number) };
            var found = await invocation.CallAsync(client, o => client.Voting.GetBallotAsync(request, o));
            if (invocation.Json)
            {
                invocation.Out.Document(found);
                return ExitCodes.Done;
            }

            Write(invocation, found.Ballot);
            invocation.Out.Line();
            invocation.Out.Table(["party", "vote", "final", "on"], [.. found.Votes.Select(vote => new[]
            {
                vote.Party, Figures.Words(vote.Choice), vote.Final ? "final" : "", vote.CastOn,
            })]);
            return ExitCodes.Done;
        });

    private static Command List() => new ClubCommand("list", "Lists the ballots.", "crmclub vote list")
        .Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListBallotsRequest { PageSize = 500 };
            var ballots = new List<Ballot>();
            do
            {
                var page = await invocation.CallAsync(client, o => client.Voting.ListBallotsAsync(request, o));
                ballots.AddRange(page.Ballots);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            if (invocation.Json)
            {
                foreach (var ballot in ballots) invocation.Out.JsonLine(ballot);
                return ExitCodes.Done;
            }

            invocation.Out.Table(["number", "subject", "party", "state", "opened", "title"],
                [.. ballots.Select(ballot => new[]
                {
                    ballot.Number, Figures.Words(ballot.Subject), ballot.Party, Figures.Words(ballot.State),
                    ballot.OpenedOn, ballot.Title,
                })]);
            return ExitCodes.Done;
        });

    private static int Write(Invocation invocation, Ballot ballot)
    {
        var output = invocation.Out;
        if (invocation.Json)
        {
            output.Document(ballot);
            return ExitCodes.Done;
        }

        output.Line(output.Bold($"{ballot.Number} · {Figures.Words(ballot.Subject)} {ballot.Party} · "
            + Figures.Words(ballot.State)));
        output.Line(ballot.Title);
        output.Line(ballot.ClosedOn.Length > 0
            ? $"closed on {ballot.ClosedOn}"
            : $"closes at {ballot.Deadline.ToDateTime():yyyy-MM-dd HH:mm} UTC, or when every vote is final"
                + (ballot.DeadlineDerived ? "; that year's holidays follow from rules" : ""));
        var tally = ballot.Tally;
        output.Line($"in favour: {tally.YesMembers} of {tally.EntitledMembers} members, {tally.YesShare} of "
            + $"{tally.EntitledShare} % of the imports; voted: {tally.VotedMembers}");
        return ExitCodes.Done;
    }
}
