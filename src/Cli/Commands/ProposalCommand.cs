using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Client;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Cli.Commands;

/// <summary>
/// <c>proposal draft|revise|submit|approve|reject|vote|publish|reverse|withdraw|comment|resolve|simulate|simulation|
/// cancel|show|list</c>: how the tariff changes.
/// </summary>
internal static class ProposalCommand
{
    private static readonly Argument<int> Number = new("NUMBER") { Description = "The proposal's number" };

    private static readonly Argument<string> File = new("FILE")
    {
        Description = "What is proposed; - is standard input",
    };

    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why",
        Required = true,
        HelpName = "TEXT",
    };

    public static Command Create() => new Command("proposal", "Changes the tariff by proposals.").With(
        Draft(), Revise(), Submit(), Approve(), Reject(), Vote(), Publish(), Reverse(), Withdraw(),
        ProposalComments.Make(Number), ProposalComments.Resolve(Number),
        ProposalSimulations.Simulate(Number), ProposalSimulations.Show(Number), ProposalSimulations.Cancel(Number),
        ProposalReading.Show(Number), ProposalReading.List());

    private static readonly Option<bool> ValidateOnly = new("--validate-only")
    {
        Description = "Says what it would do, and writes nothing down",
    };

    private static Command Draft() => new ClubCommand("draft",
        "Writes down a proposal and names every rule that it breaks still.",
        "crmclub proposal draft data/examples/proposal.json").With(File, ValidateOnly).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Officer);
            var request = new DraftProposalRequest
            {
                RequestId = NewId(),
                ValidateOnly = invocation.Get(ValidateOnly),
                Content = Documents.One(invocation.Get(File)).Read<ProposalContent>(),
            };
            var answer = await invocation.CallAsync(client, o => client.Proposals.DraftProposalAsync(request, o));
            return ProposalReading.Write(invocation, answer);
        });

    private static Command Revise() => new ClubCommand("revise",
        "Changes what is proposed; what was approved is not any more.",
        "crmclub proposal revise 1 data/examples/proposal.json").With(Number, File).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Officer);
            var request = new ReviseProposalRequest
            {
                RequestId = NewId(),
                Number = invocation.Get(Number),
                KnownRevision = await KnownRevisionAsync(invocation, client),
                Content = Documents.One(invocation.Get(File)).Read<ProposalContent>(),
            };
            var answer = await invocation.CallAsync(client, o => client.Proposals.ReviseProposalAsync(request, o));
            return ProposalReading.Write(
                invocation, new DraftProposalResponse { Proposal = answer.Proposal, Check = answer.Check });
        });

    private static Command Submit() => Step("submit",
        "Asks for the approval of a second person.", "crmclub proposal submit 1", Identity.Officer,
        async (invocation, client, number, revision) => (await invocation.CallAsync(
            client,
            o => client.Proposals.SubmitProposalAsync(
                new SubmitProposalRequest { RequestId = NewId(), Number = number, KnownRevision = revision }, o)))
            .Proposal);

    private static Command Approve() => Step("approve",
        "Approves what another has submitted.", "crmclub proposal approve 1", Identity.Approver,
        async (invocation, client, number, revision) => (await invocation.CallAsync(
            client,
            o => client.Proposals.ApproveProposalAsync(
                new ApproveProposalRequest { RequestId = NewId(), Number = number, KnownRevision = revision }, o)))
            .Proposal);

    private static Command Reject() => Step("reject",
        "Rejects what another has submitted.", "crmclub proposal reject 2 --reason \"The figures are of 2025\"",
        Identity.Approver,
        async (invocation, client, number, revision) => (await invocation.CallAsync(
            client,
            o => client.Proposals.RejectProposalAsync(
                new RejectProposalRequest
                {
                    RequestId = NewId(),
                    Number = number,
                    KnownRevision = revision,
                    Reason = invocation.Get(Reason),
                }, o))).Proposal,
        Reason);

    private static Command Vote()
    {
        var until = new Option<string?>("--until")
        {
            Description = "Last day of voting (default: as the voting rule says)",
            HelpName = "DAY",
        };
        var emergency = new Option<bool>("--emergency")
        {
            Description = "As an emergency: decided within 48 hours, and for a time",
        };
        var confirms = new Option<int>("--confirms")
        {
            Description = "The proposal, adopted in an emergency, that is confirmed by it",
            HelpName = "NUMBER",
        };
        return Step("vote",
            "Puts what was approved to the vote of the members.", "crmclub proposal vote 1", Identity.Officer,
            async (invocation, client, number, revision) => (await invocation.CallAsync(
                client,
                o => client.Proposals.PutProposalToVoteAsync(
                    new PutProposalToVoteRequest
                    {
                        RequestId = NewId(),
                        Number = number,
                        KnownRevision = revision,
                        Deadline = invocation.Get(until) ?? "",
                        Emergency = invocation.Get(emergency),
                        Confirms = invocation.Get(confirms),
                    }, o))).Proposal,
            until, emergency, confirms);
    }

    private static Command Publish()
    {
        var from = new Option<string?>("--from")
        {
            Description = "First day, where it is to be later than proposed",
            HelpName = "DAY",
        };
        return Step("publish",
            "Publishes what the members adopted as the next version of the tariff.",
            "crmclub proposal publish 1", Identity.Approver,
            async (invocation, client, number, revision) => (await invocation.CallAsync(
                client,
                o => client.Proposals.PublishProposalAsync(
                    new PublishProposalRequest
                    {
                        RequestId = NewId(),
                        Number = number,
                        KnownRevision = revision,
                        EffectiveOn = invocation.Get(from) ?? "",
                    }, o))).Proposal,
            from);
    }

    private static Command Reverse()
    {
        var from = new Option<string?>("--from")
        {
            Description = "Day from which it does not count (default: in fourteen days)",
            HelpName = "DAY",
        };
        return new ClubCommand("reverse",
            "Drafts the reverse of what was published.",
            "crmclub proposal reverse 1 --from 2041-01-01 --reason \"It did not help\"")
            .With(Number, from, Reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new ReverseProposalRequest
                {
                    RequestId = NewId(),
                    Number = invocation.Get(Number),
                    Reason = invocation.Get(Reason),
                    EffectiveOn = invocation.Get(from) ?? "",
                };
                var answer = await invocation.CallAsync(client, o => client.Proposals.ReverseProposalAsync(request, o));
                return ProposalReading.Write(
                    invocation, new DraftProposalResponse { Proposal = answer.Proposal, Check = answer.Check });
            });
    }

    private static Command Withdraw() => Step("withdraw",
        "Takes a proposal back; a ballot on it closes without outcome.",
        "crmclub proposal withdraw 3 --reason \"Overtaken by events\"", Identity.Officer,
        async (invocation, client, number, revision) => (await invocation.CallAsync(
            client,
            o => client.Proposals.WithdrawProposalAsync(
                new WithdrawProposalRequest
                {
                    RequestId = NewId(),
                    Number = number,
                    KnownRevision = revision,
                    Reason = invocation.Get(Reason),
                }, o))).Proposal,
        Reason);

    private static Command Step(string name, string description, string example, string identity,
        Func<Invocation, ClubClient, int, int, Task<Proposal>> take, params Option[] options) =>
        new ClubCommand(name, description, example).With([Number, .. options]).Runs(async invocation =>
        {
            using var client = invocation.Open(identity);
            var revision = await KnownRevisionAsync(invocation, client);
            return ProposalReading.Write(
                invocation, await take(invocation, client, invocation.Get(Number), revision));
        });

    public static async Task<int> KnownRevisionAsync(Invocation invocation, ClubClient client)
    {
        var request = new GetProposalRequest { Number = invocation.Get(Number) };
        var found = await invocation.CallAsync(client, o => client.Proposals.GetProposalAsync(request, o));
        return found.Proposal.Revision;
    }

    public static string NewId() => Guid.CreateVersion7().ToString();
}
