using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>proposal show|list</c>, and how a proposal is shown.</summary>
internal static class ProposalReading
{
    public static Command Show(Argument<int> number) => new ClubCommand("show",
        "Shows a proposal, what it would do, and how it came to where it is.",
        "crmclub proposal show 1").With(number).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new GetProposalRequest { Number = invocation.Get(number) };
            var found = await invocation.CallAsync(client, o => client.Proposals.GetProposalAsync(request, o));
            if (invocation.Json)
            {
                invocation.Out.Document(found);
                return ExitCodes.Done;
            }

            Write(invocation, found.Proposal);
            WriteContent(invocation, found.Proposal.Content);
            if (found.Check is { } check) Write(invocation, check);
            foreach (var one in found.Simulations.Take(1))
                invocation.Out.Line($"simulation {one.Number}: {Figures.Words(one.State)}"
                    + (one.OlderContent ? ", of an older content" : ""));
            foreach (var comment in found.Comments) invocation.Out.Line(ProposalComments.Line(comment));
            invocation.Out.Line();
            invocation.Out.Table(["revision", "state", "at", "remark"], [.. found.History.Select(one => new[]
            {
                $"{one.Revision}", Figures.Words(one.State), $"{one.RecordedAt.ToDateTime():yyyy-MM-dd HH:mm}",
                one.Remark,
            })], 0);
            return ExitCodes.Done;
        });

    public static Command List() => new ClubCommand("list", "Lists the proposals, newest first.",
        "crmclub proposal list").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListProposalsRequest { PageSize = 100 };
            var proposals = new List<Proposal>();
            do
            {
                var page = await invocation.CallAsync(client, o => client.Proposals.ListProposalsAsync(request, o));
                proposals.AddRange(page.Proposals);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            if (invocation.Json)
            {
                foreach (var proposal in proposals) invocation.Out.JsonLine(proposal);
                return ExitCodes.Done;
            }

            invocation.Out.Table(["number", "state", "from", "version", "title"], [.. proposals.Select(one => new[]
            {
                $"{one.Number}", Figures.Words(one.State), one.Content.EffectiveOn,
                one.Version == 0 ? "" : $"{one.Version}", one.Content.Title,
            })], 0, 3);
            return ExitCodes.Done;
        });

    /// <summary>A draft with what it would do; the answer is no while it breaks a rule.</summary>
    public static int Write(Invocation invocation, DraftProposalResponse draft)
    {
        if (invocation.Json)
            invocation.Out.Document(draft);
        else
        {
            Write(invocation, draft.Proposal);
            Write(invocation, draft.Check);
        }

        Failures.Say(draft.Check.Faults);
        return draft.Check.Faults.Count == 0 ? ExitCodes.Done : ExitCodes.No;
    }

    public static int Write(Invocation invocation, Proposal proposal)
    {
        if (invocation.Json)
        {
            invocation.Out.Document(proposal);
            return ExitCodes.Done;
        }

        var output = invocation.Out;
        output.Line(output.Bold(
            $"Proposal {proposal.Number} · {proposal.Content.Title} · {Figures.Words(proposal.State)}"));
        if (proposal.Remark.Length > 0) output.Line(proposal.Remark);
        if (proposal.Ballot.Length > 0) output.Line($"decided on {proposal.DecidedOn} by vote {proposal.Ballot}");
        if (proposal.LapsesOn.Length > 0) output.Line($"lapses on {proposal.LapsesOn} unless it is confirmed");
        if (proposal.Version > 0) output.Line($"published as tariff version {proposal.Version}");
        return ExitCodes.Done;
    }

    private static void Write(Invocation invocation, ProposalCheck check)
    {
        if (check.Faults.Count == 0)
            invocation.Out.Line($"It breaks no rule; {check.Measures} measures after it. "
                + (check.RaisesDuty ? "Duties may rise: fourteen days of notice." : "No duty rises."));
    }

    private static void WriteContent(Invocation invocation, ProposalContent content)
    {
        invocation.Out.Line($"from {content.EffectiveOn}, on version {content.BaseVersion}: {content.Reason}");
        foreach (var amendment in content.Amendments)
            invocation.Out.Line($"  {amendment.Id} becomes {Text(amendment.Measure)}");
        foreach (var addition in content.Additions)
            invocation.Out.Line($"  new: {Text(addition)}");
        foreach (var id in content.Ends)
            invocation.Out.Line($"  {id} ends");
    }

    private static string Text(Measure? measure) => measure is null ? "nothing"
        : $"{measure.Expression} on {Figures.GoodsCode(measure.GoodsCode)} from {measure.Origin}, "
        + Figures.Words(measure.Type);
}
